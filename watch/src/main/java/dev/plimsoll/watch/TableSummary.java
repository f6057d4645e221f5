package dev.plimsoll.watch;

import dev.plimsoll.session.Direction;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.watch.GroupKey.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table consists of, gathered in one pass over its sessions. Makes no object a session. Not
 * thread safe.
 */
public final class TableSummary implements SessionVisitor {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long DAY_MILLIS = 86_400_000;

  private static final List<Direction> DIRECTIONS = List.of(Direction.values());
  private static final List<TcpState> TCP_STATES = List.of(TcpState.values());

  private final Timeouts timeouts;
  private final long[] byProtocol = new long[256];
  private final long[] byTcpState = new long[TCP_STATES.size()];
  private final long[] byDirection = new long[DIRECTIONS.size()];
  private final Breakdown remotes = new Breakdown(List.of(GroupKey.of(Field.REMOTE)));
  private final Breakdown servicePorts =
      new Breakdown(
          List.of(
              GroupKey.of(Field.DESTINATION_PORT),
              GroupKey.of(Field.PROTOCOL),
              GroupKey.of(Field.DIRECTION)));
  private long total;
  private long ipv6;
  private long unreplied;
  private long assured;
  private long nat;
  private long udpUnreplied;
  private long udpStreams;
  private long idleOverHour;
  private long idleOverDay;

  /** An empty summary of a namespace with these timeouts. */
  public TableSummary(final Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /** Adds one session. */
  @Override
  public void visit(final Session session) {
    final int protocol = session.protocol();
    final Direction direction = session.direction();
    total++;
    byProtocol[protocol]++;
    byDirection[DIRECTIONS.indexOf(direction)]++;
    ipv6 += session.family() == Family.IPV6 ? 1 : 0;
    unreplied += session.isReplied() ? 0 : 1;
    assured += session.isAssured() ? 1 : 0;
    nat += session.isSourceNat() || session.isDestinationNat() ? 1 : 0;
    if (direction != Direction.LOCAL) {
      remotes.visit(session);
    }
    if (Protocol.hasPorts(protocol)) {
      servicePorts.visit(session);
    }
    if (protocol == Protocol.TCP) {
      visitTcp(session);
    } else if (isUdp(protocol)) {
      udpUnreplied += session.isReplied() ? 0 : 1;
      udpStreams += session.isReplied() && session.isAssured() ? 1 : 0;
    }
  }

  private void visitTcp(final Session session) {
    final int state = session.state();
    if (state < 0 || state >= byTcpState.length) {
      return;
    }
    byTcpState[state]++;
    if (state == TcpState.ESTABLISHED.number()) {
      final long idleMillis = idleMillis(session);
      idleOverHour += idleMillis > HOUR_MILLIS ? 1 : 0;
      idleOverDay += idleMillis > DAY_MILLIS ? 1 : 0;
    }
  }

  // Idle time is the timeout minus the time left. But with data unacknowledged or repeated the
  // kernel sets a shorter timeout (nf_conntrack_tcp_packet), so a session with no more than that
  // left may just have been busy.
  private long idleMillis(final Session session) {
    final long left = session.timeoutMillis();
    final long shorterSeconds =
        Math.max(timeouts.tcpUnacknowledgedSeconds(), timeouts.tcpMaxRetransSeconds());
    if (left == Session.ABSENT || left <= shorterSeconds * 1000) {
      return 0;
    }
    return timeouts.tcpSeconds(TcpState.ESTABLISHED) * 1000L - left;
  }

  private static boolean isUdp(final int protocol) {
    return protocol == Protocol.UDP || protocol == Protocol.UDPLITE;
  }

  public Timeouts timeouts() {
    return timeouts;
  }

  /** All sessions. */
  public long total() {
    return total;
  }

  /** Sessions of a protocol, 0 to 255. */
  public long ofProtocol(final int number) {
    return byProtocol[number];
  }

  /** TCP sessions in a state. */
  public long ofTcpState(final TcpState state) {
    return byTcpState[state.number()];
  }

  /** Sessions of a direction. Those that are local no provider sees. */
  public long ofDirection(final Direction direction) {
    return byDirection[DIRECTIONS.indexOf(direction)];
  }

  public long ipv4() {
    return total - ipv6;
  }

  public long ipv6() {
    return ipv6;
  }

  /** Sessions without a packet in the reply direction. */
  public long unreplied() {
    return unreplied;
  }

  /** Sessions that the kernel would not drop early when its table is full. */
  public long assured() {
    return assured;
  }

  /** Sessions with a translated source or destination. */
  public long nat() {
    return nat;
  }

  /** UDP sessions that nobody answered. */
  public long udpUnreplied() {
    return udpUnreplied;
  }

  /** UDP sessions that were answered once, such as look-ups of names. */
  public long udpAnswered() {
    return byProtocol[Protocol.UDP] + byProtocol[Protocol.UDPLITE] - udpUnreplied - udpStreams;
  }

  /** UDP sessions with packets both ways for more than two seconds. */
  public long udpStreams() {
    return udpStreams;
  }

  /** Established TCP sessions without a packet for more than an hour. */
  public long idleOverHour() {
    return idleOverHour;
  }

  /** Established TCP sessions without a packet for more than a day. */
  public long idleOverDay() {
    return idleOverDay;
  }

  /** The protocols that occur, most sessions first. */
  public List<GroupCount> protocols() {
    return rows(byProtocol, Protocol::displayName);
  }

  /** The TCP states that occur, most sessions first; shares are of all sessions. */
  public List<GroupCount> tcpStates() {
    return rows(byTcpState, number -> TCP_STATES.get(number).name());
  }

  /** The directions that occur, most sessions first. */
  public List<GroupCount> directions() {
    return rows(byDirection, number -> DIRECTIONS.get(number).word());
  }

  /** The remote addresses with most sessions; shares are of all sessions that are not local. */
  public List<GroupCount> topRemotes(final int rows) {
    return remotes.top(rows);
  }

  /** How many remote addresses there are. */
  public int distinctRemotes() {
    return remotes.groups();
  }

  /**
   * The servers' ports with most sessions, each as port, protocol and direction: the port that the
   * first packet was sent to. Shares are of all sessions with ports.
   */
  public List<GroupCount> topServicePorts(final int rows) {
    return servicePorts.top(rows);
  }

  /** Names a number of a fixed set. */
  @FunctionalInterface
  private interface Naming {
    String name(int number);
  }

  private List<GroupCount> rows(final long[] counts, final Naming naming) {
    final int[] order =
        LargestFirst.of(
            counts.length,
            counts.length,
            (a, b) -> {
              final int byCount = Long.compare(counts[b], counts[a]);
              return byCount != 0 ? byCount : Integer.compare(a, b);
            });
    final List<GroupCount> rows = new ArrayList<>();
    for (final int number : order) {
      if (counts[number] > 0) {
        rows.add(
            new GroupCount(
                List.of(naming.name(number)), counts[number], (double) counts[number] / total));
      }
    }
    return rows;
  }
}
