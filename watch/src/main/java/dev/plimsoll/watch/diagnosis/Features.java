package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.Timeouts;

/**
 * What events tell and the table does not: who began how many sessions with whom in the last
 * minutes, how many were answered, refused or over at once, also of sessions that have gone. It
 * takes a fixed amount of memory whatever comes ({@link #memoryBytes}), and makes no object an
 * event.
 *
 * <p>Time is the events' own and never runs backwards; an event more than an hour older than the
 * newest means that the clock was set back, and everything starts anew.
 *
 * <p>One thread writes, any other may look. They share a lock: the writer holds it for an event; a
 * look takes it again for each set of eight rows, some microseconds, and does its work outside. So
 * each row of a look is as it was at one moment, and the rows of one look are some milliseconds
 * apart at most.
 */
public final class Features {
  /** What ended within this time was short. */
  public static final int SHORT_SECONDS = 10;

  static final int TICK_MILLIS = 5_000;
  private static final int TENTH_MILLIS = 100;
  private static final long SET_BACK_MILLIS = 3_600_000;
  // What was there before the first event may have begun this much earlier.
  private static final long PAST_MILLIS = 86_400_000;

  private final Object lock = new Object();
  private final OutFeatures out;
  private final InFeatures in;
  private final SessionHash hash = new SessionHash();
  private final OwnTraffic own;
  private volatile HostAddresses host;

  private boolean begun;
  private long baseMillis;
  private long sinceMillis;
  private long newestMillis;
  private long events;

  /**
   * Features of a host that has no traffic of Plimsoll's own.
   *
   * @param host the host's addresses
   */
  public Features(final HostAddresses host, final FeatureLimits limits) {
    this(host, limits, OwnTraffic.NONE);
  }

  /**
   * Empty features.
   *
   * @param host the host's addresses; they tell the direction of sessions
   * @param own what is left out
   */
  public Features(final HostAddresses host, final FeatureLimits limits, final OwnTraffic own) {
    this.host = host;
    this.own = own;
    out = new OutFeatures(limits, hash);
    in = new InFeatures(limits, hash);
  }

  /** Tells the host's addresses as they are from now on. Any thread. */
  public void host(final HostAddresses addresses) {
    host = addresses;
  }

  /** The host's addresses, which tell directions. */
  public HostAddresses host() {
    return host;
  }

  /** Writer: takes an event. */
  public void event(final SessionEvent event) {
    synchronized (lock) {
      final long millis = advance(event.timeNanos() / 1_000_000);
      events++;
      final Session session = event.session();
      if (!isCounted(session)) {
        return;
      }
      final Side side = Side.of(session, host);
      if (side == Side.NEITHER || own.has(side, session)) {
        return;
      }
      // A session that somebody deleted by hand was neither refused nor short.
      final boolean byHand = event.portId() != 0;
      final int tenths = (int) ((millis - baseMillis) / TENTH_MILLIS);
      if (side == Side.OUT) {
        out.event(event.type(), session, tenths, byHand);
      } else {
        in.event(event.type(), session, tenths, byHand);
      }
    }
  }

  /**
   * Writer: takes the sessions that were there before the first event. When those began that nobody
   * has answered is told by the time that they have left: SYN_SENT with 100 of 120 seconds left
   * began 20 seconds ago.
   *
   * @param nowMillis when the table was read, in milliseconds since 1970
   */
  public void table(final SessionTable table, final Timeouts timeouts, final long nowMillis) {
    table.forEach(
        nowMillis,
        session -> {
          synchronized (lock) {
            found(session, timeouts, advance(nowMillis));
          }
        });
  }

  private void found(final Session session, final Timeouts timeouts, final long nowMillis) {
    final Side side = isCounted(session) ? Side.of(session, host) : Side.NEITHER;
    if (side == Side.NEITHER || own.has(side, session)) {
      return;
    }
    final long startMillis = Begun.millis(session, timeouts, nowMillis);
    if (startMillis < 0) {
      return;
    }
    final int tenths = (int) (Math.max(PAST_MILLIS / 2, startMillis - baseMillis) / TENTH_MILLIS);
    if (side == Side.OUT) {
      out.found(session, tenths);
    } else {
      in.found(session, tenths);
    }
  }

  private static boolean isCounted(final Session session) {
    return session.protocol() == Protocol.TCP || session.protocol() == Protocol.UDP;
  }

  // The time of an event as it is counted.
  private long advance(final long millis) {
    if (!begun || millis < newestMillis - SET_BACK_MILLIS) {
      begun = true;
      baseMillis = millis - PAST_MILLIS;
      sinceMillis = millis;
      newestMillis = millis;
      out.clear();
      in.clear();
    }
    newestMillis = Math.max(newestMillis, millis);
    return newestMillis;
  }

  /**
   * Any thread: what was counted so far.
   *
   * @param nowMillis the look's time, in milliseconds since 1970
   */
  public Recent look(final long nowMillis) {
    final long base;
    final long since;
    final long heard;
    synchronized (lock) {
      base = baseMillis;
      since = begun ? Math.min(sinceMillis, nowMillis) : nowMillis;
      heard = events;
    }
    final int tick = Math.clamp((nowMillis - base) / TICK_MILLIS, 0, Sets.MAX_TICK);
    final Sets sets = new Sets(lock, tick, base);
    return new Recent(
        nowMillis,
        since,
        heard,
        sets.most(out.ports, Measure.PARTNERS),
        sets.most(out.mail, Measure.PARTNERS),
        sets.most(out.remotes, Measure.PARTNERS),
        sets.most(out.services, Measure.STARTED),
        sets.most(out.web, Measure.STARTED),
        sets.most(out.localUdp, Measure.PARTNERS),
        sets.most(in.sources, Measure.PARTNERS),
        sets.most(in.services, Measure.STARTED),
        sets.most(in.ports, Measure.STARTED),
        sets.most(in.amplifiers, Measure.PARTNERS),
        sets.calls(out.calls));
  }

  /**
   * Any thread: for how long a session has been there, as far as the kernel or its beginning tells.
   *
   * @return milliseconds, or -1 if it is not known
   */
  long ageMillis(final Session session, final long nowMillis) {
    if (session.startNanos() != 0) {
      return Math.max(0, nowMillis - session.startNanos() / 1_000_000);
    }
    synchronized (lock) {
      final long hashed = hash.session(session);
      final long tenths = Math.max(out.startOf(hashed), in.startOf(hashed));
      return tenths < 0 ? -1 : Math.max(0, nowMillis - baseMillis - tenths * TENTH_MILLIS);
    }
  }

  /** Whether a session of the table is left out as Plimsoll's own. */
  boolean isOwn(final Side side, final Session session) {
    return own.has(side, session);
  }

  /** The memory of all tables, in bytes; it never changes. */
  public long memoryBytes() {
    return out.memoryBytes() + in.memoryBytes();
  }
}
