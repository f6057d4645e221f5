package dev.plimsoll.watch;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.rate;
import static dev.plimsoll.watch.PlainText.seconds;
import static dev.plimsoll.watch.PlainText.share;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.TcpState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The class of the cause that the mix of states points to. A count is a rate times a timeout, so
 * the states that most sessions are in tell what happens how often.
 *
 * <p>The rate assumes that the sessions stay for their whole timeout and are not refreshed. It is
 * an estimate from one look at the table.
 *
 * @param kind the class with more than half of all sessions, or {@link Kind#MIXED}
 * @param sessions the sessions of that class; all of them if mixed
 * @param total all sessions
 * @param perSecond how many sessions of the class begin in a second; 0 if no timeout says it
 * @param idleOverHour established sessions without a packet for more than an hour
 * @param idleOverDay established sessions without a packet for more than a day
 * @param parts the classes that occur, most sessions first
 */
public record Cause(
    Kind kind,
    long sessions,
    long total,
    double perSecond,
    long idleOverHour,
    long idleOverDay,
    List<Part> parts) {

  /** A class of sessions with one story. */
  public enum Kind {
    /** SYN_SENT: nobody answers, as with scans, floods and dead servers. */
    UNANSWERED_SYNS("unanswered SYNs"),
    /** SYN_RECV: the last packet of the handshake never comes, as under a SYN flood. */
    HALF_OPEN("half-open connections"),
    /** TIME_WAIT and the states around it: connections are not kept and used again. */
    CLOSED_CONNECTIONS("closed connections"),
    /** Established, most of them idle for an hour: ends that vanished without a word. */
    LEAKED_CONNECTIONS("established connections that nobody uses"),
    /** Established, most of them used within the hour. */
    CONNECTIONS_IN_USE("established connections in use"),
    /** UDP without an answer. */
    ONE_WAY_UDP("one-way UDP"),
    /** UDP that was answered once, such as look-ups of names. */
    UDP_EXCHANGES("short UDP exchanges"),
    /** UDP with packets both ways for more than two seconds. */
    UDP_STREAMS("UDP streams"),
    /** ICMP and ICMPv6. */
    PINGS("pings"),
    /** Any other protocol or state. */
    OTHER("of other protocols"),
    /** No class has more than half of the sessions. */
    MIXED("mixed"),
    /** There are no sessions. */
    NOTHING("nothing");

    private final String words;

    Kind(final String words) {
      this.words = words;
    }

    /** Plain English for the class. */
    public String words() {
      return words;
    }
  }

  /** How many sessions a class has. */
  public record Part(Kind kind, long sessions) {}

  public Cause {
    parts = List.copyOf(parts);
  }

  /** The cause that a summary points to, with the timeouts that the summary was made with. */
  public static Cause of(final TableSummary table) {
    final Map<Kind, Load> classes = classes(table);
    final List<Part> parts = new ArrayList<>();
    classes.forEach((kind, members) -> parts.add(new Part(kind, members.sessions)));
    parts.removeIf(part -> part.sessions() == 0);
    parts.sort(Comparator.comparingLong(Part::sessions).reversed());

    final long total = table.total();
    final boolean dominates = !parts.isEmpty() && parts.getFirst().sessions() > total / 2.0;
    final Kind kind = dominates ? parts.getFirst().kind() : total == 0 ? Kind.NOTHING : Kind.MIXED;
    return new Cause(
        kind,
        dominates ? parts.getFirst().sessions() : total,
        total,
        classes.containsKey(kind) ? classes.get(kind).perSecond : 0,
        table.idleOverHour(),
        table.idleOverDay(),
        parts);
  }

  /** How long a session of the class is kept on average, in seconds; 0 if no timeout says it. */
  public double keptSeconds() {
    return perSecond == 0 ? 0 : sessions / perSecond;
  }

  /** The cause in plain English, with the numbers. */
  public String sentence() {
    return switch (kind) {
      case UNANSWERED_SYNS, HALF_OPEN, ONE_WAY_UDP, UDP_EXCHANGES, UDP_STREAMS, PINGS ->
          most() + ": " + product("new one", "new ones");
      case CLOSED_CONNECTIONS -> most() + ": " + product("close", "closes");
      case LEAKED_CONNECTIONS -> most() + ": " + idle() + " " + leak();
      case CONNECTIONS_IN_USE -> most() + ": " + idle();
      case OTHER -> "Most are of protocols other than TCP, UDP and ICMP.";
      case MIXED -> "No single cause: " + mix() + ".";
      case NOTHING -> "There are no sessions.";
    };
  }

  private String most() {
    return "Most are " + kind.words();
  }

  private String product(final String one, final String many) {
    return "%s for %s each would make %s."
        .formatted(rate(perSecond, one, many), seconds(keptSeconds()), count(sessions));
  }

  private String idle() {
    return "of %s, %s are idle for more than an hour, %s for more than a day."
        .formatted(count(sessions), count(idleOverHour), count(idleOverDay));
  }

  private String leak() {
    final String leaked = product("leaked connection", "leaked connections");
    return Character.toUpperCase(leaked.charAt(0)) + leaked.substring(1);
  }

  private String mix() {
    return parts.stream()
        .limit(3)
        .map(part -> part.kind().words() + " " + share(part.sessions(), total))
        .collect(Collectors.joining(", "));
  }

  private static Map<Kind, Load> classes(final TableSummary table) {
    final Timeouts timeouts = table.timeouts();
    final long established = table.ofTcpState(TcpState.ESTABLISHED);
    final Kind use =
        table.idleOverHour() * 2 > established ? Kind.LEAKED_CONNECTIONS : Kind.CONNECTIONS_IN_USE;
    final Map<Kind, Load> classes = new EnumMap<>(Kind.class);
    add(classes, Kind.UNANSWERED_SYNS, table, TcpState.SYN_SENT, TcpState.SYN_SENT2);
    add(classes, Kind.HALF_OPEN, table, TcpState.SYN_RECV);
    add(
        classes,
        Kind.CLOSED_CONNECTIONS,
        table,
        TcpState.FIN_WAIT,
        TcpState.CLOSE_WAIT,
        TcpState.LAST_ACK,
        TcpState.TIME_WAIT,
        TcpState.CLOSE);
    add(classes, use, table, TcpState.ESTABLISHED);
    add(classes, Kind.ONE_WAY_UDP, table.udpUnreplied(), timeouts.udpSeconds());
    add(classes, Kind.UDP_EXCHANGES, table.udpAnswered(), timeouts.udpSeconds());
    add(classes, Kind.UDP_STREAMS, table.udpStreams(), timeouts.udpStreamSeconds());
    final long pings = table.ofProtocol(Protocol.ICMP) + table.ofProtocol(Protocol.ICMPV6);
    add(classes, Kind.PINGS, pings, timeouts.icmpSeconds());
    final long known = classes.values().stream().mapToLong(c -> c.sessions).sum();
    classes.put(Kind.OTHER, new Load(table.total() - known, 0));
    return classes;
  }

  private static void add(
      final Map<Kind, Load> classes,
      final Kind kind,
      final TableSummary table,
      final TcpState... states) {
    for (final TcpState state : states) {
      add(classes, kind, table.ofTcpState(state), table.timeouts().tcpSeconds(state));
    }
  }

  private static void add(
      final Map<Kind, Load> classes,
      final Kind kind,
      final long sessions,
      final int timeoutSeconds) {
    final Load before = classes.getOrDefault(kind, new Load(0, 0));
    final double perSecond = (double) sessions / Math.max(1, timeoutSeconds);
    classes.put(kind, new Load(before.sessions + sessions, before.perSecond + perSecond));
  }

  private record Load(long sessions, double perSecond) {}
}
