package dev.plimsoll.lab.play;

import dev.plimsoll.lab.capture.Endpoints;
import dev.plimsoll.lab.capture.FrameBuilder;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Where a scene is played: one server, and all its packets in the order of their time. The same
 * scene and seed give the same packets. Not thread safe.
 *
 * <p>A scene first lays down cues: from when to when how many sessions a second begin, and what
 * each is. Then {@link #next} goes from packet to packet; sessions are made as their time comes.
 */
public final class Stage {
  /** When the first packet may come, in milliseconds since 1970. */
  public static final long START_MILLIS = 1_800_000_000_000L;

  private static final int HOST = 0xcb00_710a;

  /** The server's addresses. */
  public static final HostAddresses ADDRESSES =
      HostAddresses.of(
          List.of(
              IpAddress.of("203.0.113.10"),
              IpAddress.of("2001:db8:1::cb00:710a"),
              IpAddress.of("2001:db8:2::cb00:710a")));

  private static final int FIRST_LOCAL_PORT = 32_768;
  private static final int LOCAL_PORTS = 28_232;
  private static final int FIRST_REMOTE_PORT = 1_025;
  private static final int REMOTE_PORTS = 64_000;
  private static final int VISITORS = 0xc612_0000;
  private static final int SERVERS = 0xc613_0000;

  private final SplittableRandom random;
  private final boolean isIpv6;
  private final PlayedOwners owners = new PlayedOwners();
  private final PriorityQueue<Talk> talks = new PriorityQueue<>();
  private final PriorityQueue<Cue> cues = new PriorityQueue<>();
  private final FrameBuilder frame = new FrameBuilder();
  private Actor actor = Actor.SERVICE;
  private long cueMicros;
  private long begun;
  private int localPorts;
  private int remotePorts;
  private long timeMicros;
  private int length;

  /** A stage without anybody on it. Every fourth seed plays its scene over IPv6. */
  Stage(final long seed) {
    random = new SplittableRandom(seed);
    isIpv6 = seed % 4 == 3;
  }

  private static final class Cue implements Comparable<Cue> {
    private final int number;
    private final double fromSeconds;
    private final double perSecond;
    private final int times;
    private final IntConsumer begin;
    private final Actor actor;
    private int done;
    private long nextMicros;

    Cue(
        final int number,
        final double fromSeconds,
        final double perSecond,
        final int times,
        final IntConsumer begin,
        final Actor actor) {
      this.number = number;
      this.fromSeconds = fromSeconds;
      this.perSecond = perSecond;
      this.times = times;
      this.begin = begin;
      this.actor = actor;
    }

    void plan(final SplittableRandom random) {
      final double at = fromSeconds + (done + random.nextDouble()) / perSecond;
      nextMicros = START_MILLIS * 1_000 + Math.round(at * 1e6);
    }

    @Override
    public int compareTo(final Cue other) {
      final int byTime = Long.compare(nextMicros, other.nextMicros);
      return byTime != 0 ? byTime : Integer.compare(number, other.number);
    }

    @Override
    public boolean equals(final Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  SplittableRandom random() {
    return random;
  }

  /** Who owns the sessions of the cues that are laid down next. */
  Stage as(final Actor who) {
    actor = who;
    return this;
  }

  /**
   * Lays a cue: so many beginnings a second, each at a random time of its turn.
   *
   * @param begin what begins, by its number from 0
   */
  Stage cue(
      final double fromSeconds,
      final double toSeconds,
      final double perSecond,
      final IntConsumer begin) {
    final int times = (int) Math.round((toSeconds - fromSeconds) * perSecond);
    if (times > 0) {
      final Cue cue = new Cue(cues.size(), fromSeconds, perSecond, times, begin, actor);
      cue.plan(random);
      cues.add(cue);
    }
    return this;
  }

  /** Begins a session at the cue's time. */
  void talk(final Endpoints between, final Course course) {
    talkAfter(0, between, course);
  }

  /** Begins a session so long after the cue's time. */
  void talkAfter(final double seconds, final Endpoints between, final Course course) {
    owners.note(between, actor);
    talks.add(new Talk(begun++, between, course, cueMicros + Math.round(seconds * 1e6), random));
  }

  /** From the host to a remote service. */
  Endpoints out(final int remote, final int port) {
    localPorts = (localPorts + 1) % LOCAL_PORTS;
    return outFrom(FIRST_LOCAL_PORT + localPorts, remote, port);
  }

  Endpoints outFrom(final int localPort, final int remote, final int port) {
    // The host's own network speaks IPv4.
    final boolean isInside = remote >>> 24 == 10;
    return new Endpoints(isIpv6 && !isInside, HOST, remote, localPort, port, 0);
  }

  /** From a client to a service of the host. */
  Endpoints in(final int client, final int port) {
    remotePorts = (remotePorts + 1) % REMOTE_PORTS;
    return inFrom(client, FIRST_REMOTE_PORT + remotePorts, port);
  }

  Endpoints inFrom(final int client, final int clientPort, final int port) {
    return new Endpoints(isIpv6, client, HOST, clientPort, port, 0);
  }

  /** Between a guest behind the host and somebody outside, as its internal interface sees it. */
  Endpoints forwarded(final int guest, final int remote, final int port) {
    final Endpoints out = out(remote, port);
    return new Endpoints(false, guest, remote, out.clientPort(), port, 0);
  }

  /** One of 65,536 clients. */
  static int visitor(final int number) {
    return VISITORS | number & 0xffff;
  }

  /** One of 65,536 servers. */
  static int server(final int number) {
    return SERVERS | number & 0xffff;
  }

  /** Any address of the Internet. */
  int anyone() {
    return random.nextInt(20, 100) << 24 | random.nextInt(1 << 24);
  }

  /**
   * Plays the next packet.
   *
   * @return false if there is none left before that time
   */
  public boolean next(final long untilMicros) {
    while (!cues.isEmpty()
        && (talks.isEmpty() || cues.peek().nextMicros <= talks.peek().nextMicros())) {
      begin(cues.remove());
    }
    if (talks.isEmpty() || talks.peek().nextMicros() > untilMicros) {
      return false;
    }
    final Talk talk = talks.remove();
    timeMicros = talk.nextMicros();
    length = talk.next(frame);
    if (!talk.isOver()) {
      talks.add(talk);
    }
    return true;
  }

  private void begin(final Cue cue) {
    cueMicros = cue.nextMicros;
    actor = cue.actor;
    cue.begin.accept(cue.done++);
    if (cue.done < cue.times) {
      cue.plan(random);
      cues.add(cue);
    }
  }

  /** The time of the packet that was played last, in microseconds since 1970. */
  public long timeMicros() {
    return timeMicros;
  }

  /** Its frame, at the array's beginning; good until the next one. */
  public byte[] bytes() {
    return frame.bytes();
  }

  /** Its frame's length. */
  public int length() {
    return length;
  }

  /** Who owns the sessions that have begun. */
  public PlayedOwners owners() {
    return owners;
  }
}
