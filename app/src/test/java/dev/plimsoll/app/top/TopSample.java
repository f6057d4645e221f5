package dev.plimsoll.app.top;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.watch.Breakdown;
import java.util.ArrayList;
import java.util.List;

/** Sessions of a server as it might be met, and what is said of it. */
final class TopSample {
  static final long NOW = 1_795_000_000_000L;
  private static final int SEEN = Status.SEEN_REPLY;
  private static final int ASSURED = Status.SEEN_REPLY | Status.ASSURED;
  private static final IpAddress SERVER = IpAddress.of("192.0.2.10");
  private static final IpAddress SERVER_IPV6 = IpAddress.of("2001:db8:0:1::10");
  private static final HostAddresses HOST = HostAddresses.of(List.of(SERVER, SERVER_IPV6));

  private TopSample() {}

  static List<Session> sessions() {
    final List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      final IpAddress client = IpAddress.of("198.51.100." + (i % 7 + 1));
      final TcpState state = i % 4 == 3 ? TcpState.TIME_WAIT : TcpState.ESTABLISHED;
      final long left = state == TcpState.TIME_WAIT ? 3_000L * i : 432_000_000 - i * 1_000L;
      sessions.add(tcp(client, 40_000 + i, SERVER, 443, state, ASSURED, left, 1_000L * i * i + 60));
    }
    for (int i = 0; i < 25; i++) {
      final IpAddress target = IpAddress.of("203.0.113." + (i + 1));
      sessions.add(tcp(SERVER, 50_000 + i, target, 22, TcpState.SYN_SENT, 0, 4_500L * i, 60));
    }
    sessions.add(
        tcp(
            IpAddress.of("2001:db8:ffff:1234:5678:9abc:def0:1"),
            60_001,
            SERVER_IPV6,
            443,
            TcpState.ESTABLISHED,
            ASSURED,
            300_000,
            12_345_678_901L));
    sessions.add(
        session(
            Tuple.of(Protocol.UDP, SERVER, 5_353, IpAddress.of("203.0.113.53"), 53),
            Session.ABSENT,
            SEEN,
            29_999));
    sessions.add(
        session(
            Tuple.of(Protocol.ICMP, IpAddress.of("198.51.100.9"), 77, SERVER, 8 << 8),
            Session.ABSENT,
            SEEN,
            9_000));
    return sessions;
  }

  private static Session tcp(
      final IpAddress from,
      final int port,
      final IpAddress to,
      final int toPort,
      final TcpState state,
      final int status,
      final long leftMillis,
      final long bytes) {
    final Session session =
        session(Tuple.of(Protocol.TCP, from, port, to, toPort), state.number(), status, leftMillis);
    session.originalCounters(bytes / 700 + 1, bytes);
    session.replyCounters(status == 0 ? 0 : bytes / 1_400 + 1, status == 0 ? 0 : bytes * 3);
    session.id(port);
    session.startNanos((NOW - 90_000) * 1_000_000);
    return session;
  }

  private static Session session(
      final Tuple original, final int state, final int status, final long leftMillis) {
    final Session session = new Session();
    session.host(HOST);
    session.namespace("web");
    session.original().set(original);
    session.reply().set(original.inverse());
    session.state(state);
    session.status(status);
    session.timeoutMillis(leftMillis);
    session.observedNanos(NOW * 1_000_000);
    return session;
  }

  /** The answer that these sessions give to a question. */
  static Look look(final Question question) {
    final Breakdown groups = new Breakdown(question.keys());
    final FirstSessions first =
        new FirstSessions(question.rows(), question.sort().order(question.isFalling()));
    Session followed = null;
    for (final Session session : sessions()) {
      if (question.filter().matches(session)) {
        groups.visit(session);
        first.visit(session);
      }
      if (Question.Name.of(session).equals(question.followed())) {
        followed = session;
      }
    }
    return new Look(
        question,
        NOW,
        sessions().size(),
        groups.sessions(),
        groups.groups(),
        groups.top(question.groupRows()),
        first.sessions(),
        followed,
        1_000_000);
  }

  static Headline headline(final long count) {
    return new Headline(
        "web",
        NOW,
        count,
        false,
        10_000,
        Headline.Mood.BRIEF_PEAK,
        "A brief peak, begun 0:40 ago, over the limit of 10,000; sustained in 8:20 if it stays.",
        500_000,
        83.4,
        4.25,
        null,
        null);
  }

  /** A count that rises over the limit of 10,000 in ten minutes. */
  static HeadingSource.Heading heading() {
    Trend trend = Trend.NOTHING;
    long count = 0;
    for (long second = 0; second < 600; second += 5) {
      count = 5_000 + second * second / 48;
      trend = trend.plus(NOW - 600_000 + second * 1_000, count);
    }
    return new HeadingSource.Heading(headline(count), trend, "judged since it began");
  }

  static Scene scene(final TopModel model) {
    return new Scene(List.of(heading()), look(model.question()), null);
  }
}
