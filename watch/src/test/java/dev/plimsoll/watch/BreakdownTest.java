package dev.plimsoll.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SctpState;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakdownTest {
  @ParameterizedTest
  @CsvSource({
    "protocol, tcp",
    "state, SYN_SENT",
    "direction, in",
    "status, unreplied",
    "family, ipv4",
    "local, 10.0.0.1",
    "remote, 198.51.100.9",
    "remote/24, 198.51.100.0/24",
    "remote/0, 0.0.0.0/0",
    "remote/64, 198.51.100.9",
    "remote/net, 198.51.100.0/24",
    "lport, 8080",
    "rport, 5555",
    "src, 198.51.100.9",
    "dst, 203.0.113.1",
    "sport, 5555",
    "dport, 80",
    "zone, 7",
    "mark, 0xffffffff",
    "netns, blue"
  })
  void aSessionIsLabelledByEachKey(final String key, final String label) {
    assertThat(only(key, redirected())).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource({
    "remote, 2001:db8:1:2:3:4:5:6",
    "remote/24, 2001:db8:1:2:3:4:5:6",
    "remote/48, 2001:db8:1::/48",
    "remote/100, 2001:db8:1:2:3:4::/100",
    "remote/net, 2001:db8:1:2::/64",
    "src, 2001:db8::1",
    "family, ipv6",
    "direction, out"
  })
  void anIpv6AddressIsCutByItsOwnPrefix(final String key, final String label) {
    final Session session =
        TestSession.of(Protocol.UDP, "2001:db8::1", 1, "2001:db8:1:2:3:4:5:6", 2);
    assertThat(only(key, session)).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource({"dport, -", "sport, -", "lport, -", "rport, -", "state, -", "zone, 0", "mark, 0x0"})
  void whatASessionDoesNotHaveIsADash(final String key, final String label) {
    final Session ping = TestSession.of(Protocol.ICMP, "10.0.0.1", 99, "192.0.2.1", 8 << 8);
    assertThat(only(key, ping)).isEqualTo(label);
  }

  @Test
  void theOwnNamespaceIsCalledOwn() {
    assertThat(only("netns", TestSession.udp(0))).isEqualTo("own");
  }

  @ParameterizedTest
  @CsvSource({"0, unreplied", "2, replied", "6, assured"})
  void theStatusIsTheBestThatIsKnown(final int bits, final String label) {
    assertThat(only("status", TestSession.udp(bits))).isEqualTo(label);
  }

  @Test
  void aStateThatWeDoNotKnowIsANumber() {
    final Session session = TestSession.udp(0);
    session.original().protocol(Protocol.TCP);
    session.state(12);
    assertThat(only("state", session)).isEqualTo("12");
  }

  @Test
  void statesOfTheSameNameAreOneGroup() {
    final Session sctp = TestSession.of(Protocol.SCTP, "10.0.0.1", 1, "192.0.2.1", 2);
    sctp.state(SctpState.ESTABLISHED.number());
    assertThat(top("state", sctp, TestSession.tcp(TcpState.ESTABLISHED, true)))
        .containsExactly(new GroupCount(List.of("ESTABLISHED"), 2, 1.0));
    sctp.state(SctpState.COOKIE_WAIT.number());
    assertThat(only("state", sctp)).isEqualTo("COOKIE_WAIT");
  }

  @Test
  void anIpv4AddressIsNoIpv6AddressOfTheSameBits() {
    final Session four = TestSession.of(Protocol.UDP, "0.0.0.1", 1, "10.0.0.1", 2);
    final Session six = TestSession.of(Protocol.UDP, "::1", 1, "2001:db8::1", 2);
    assertThat(top("src", six, four))
        .extracting(GroupCount::labels)
        .containsExactlyInAnyOrder(List.of("0.0.0.1"), List.of("::1"));
  }

  @Test
  void theLargestGroupsComeFirstWithTheirShare() {
    final Breakdown breakdown = new Breakdown(GroupKey.parse("dport,protocol"));
    for (int i = 0; i < 8; i++) {
      breakdown.visit(TestSession.of(Protocol.TCP, "10.0.0.1", i, "192.0.2.1", i < 5 ? 443 : 22));
    }
    breakdown.visit(TestSession.of(Protocol.UDP, "10.0.0.1", 1, "192.0.2.1", 443));
    breakdown.visit(TestSession.of(Protocol.ICMP, "10.0.0.1", 1, "192.0.2.1", 8 << 8));
    assertThat(breakdown.sessions()).isEqualTo(10);
    assertThat(breakdown.groups()).isEqualTo(4);
    assertThat(breakdown.top(2))
        .containsExactly(
            new GroupCount(List.of("443", "tcp"), 5, 0.5),
            new GroupCount(List.of("22", "tcp"), 3, 0.3));
    assertThat(breakdown.top(0)).isEmpty();
  }

  @Test
  void equalGroupsAreInTheOrderOfTheirAddresses() {
    final List<Session> sessions = new ArrayList<>();
    for (final int last : new int[] {9, 200, 3, 77}) {
      sessions.add(TestSession.of(Protocol.UDP, "10.0.0.1", 1, "192.0.2." + last, 2));
    }
    assertThat(top("remote", sessions.toArray(Session[]::new)))
        .extracting(row -> row.labels().getFirst())
        .containsExactly("192.0.2.3", "192.0.2.9", "192.0.2.77", "192.0.2.200");
  }

  @Test
  void nothingHasNoGroups() {
    assertThat(new Breakdown(GroupKey.parse("remote")).top(10)).isEmpty();
    assertThatThrownBy(() -> new Breakdown(List.of())).hasMessage("no key to group by");
  }

  @Test
  void aHundredThousandRemotesAreToldApart() {
    final Breakdown breakdown = new Breakdown(GroupKey.parse("remote"));
    final Session session = TestSession.udp(0);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 100_000; i++) {
        session.reply().source(Family.IPV4, 0, 0xc000_0000L + i);
        breakdown.visit(session);
      }
    }
    session.reply().source(Family.IPV4, 0, 0xc000_0000L + 5);
    breakdown.visit(session);
    assertThat(breakdown.groups()).isEqualTo(100_000);
    assertThat(breakdown.top(1)).first().extracting(GroupCount::count).isEqualTo(3L);
    assertThat(breakdown.top(1).getFirst().share()).isCloseTo(3.0 / 200_001, within(1e-12));
    assertThat(breakdown.memoryBytes()).isLessThan(100_000L * 100);
  }

  @Test
  void itCountsAsAMapOfLabelsWould() {
    final String[] keys = {
      "remote,dport", "local,remote,lport,rport,protocol", "mark,zone,sport,dport,netns,state",
      "remote/net", "src/24,dst/8,family", "direction,status,protocol,state,family",
      "netns,remote", "sport,dport,lport,rport,mark,zone"
    };
    Seeds.each(
        keys.length * 4,
        random -> {
          final List<GroupKey> parsed = GroupKey.parse(keys[random.nextInt(keys.length)]);
          final Breakdown breakdown = new Breakdown(parsed);
          final Map<List<String>, Long> expected = new HashMap<>();
          for (int i = 0; i < 600; i++) {
            final Session session =
                TestSession.of(
                    random.nextBoolean() ? Protocol.TCP : Protocol.UDP,
                    random.nextBoolean() ? "10.0.0.1" : "198.51.100." + random.nextInt(3),
                    random.nextInt(65_534, 65_536),
                    "192.0." + random.nextInt(2) + "." + random.nextInt(3),
                    random.nextInt(2));
            session.state(random.nextInt(-1, 10));
            session.status(random.nextInt(2) * Status.SEEN_REPLY);
            session.zone(random.nextInt(2) * 65_535);
            session.mark(-random.nextInt(2));
            session.namespace(random.nextBoolean() ? null : "n" + random.nextInt(2));
            breakdown.visit(session);
            final List<String> labels = new ArrayList<>();
            for (final GroupKey key : parsed) {
              labels.add(only(key.toString(), session));
            }
            expected.merge(labels, 1L, Long::sum);
          }
          final Map<List<String>, Long> counted = new HashMap<>();
          final List<GroupCount> rows = breakdown.top(Integer.MAX_VALUE);
          rows.forEach(row -> counted.put(row.labels(), row.count()));
          assertThat(counted).isEqualTo(expected);
          assertThat(rows).hasSize(breakdown.groups());
          assertThat(rows)
              .isSortedAccordingTo(Comparator.comparingLong(GroupCount::count).reversed());
          assertThat(breakdown.top(5)).isEqualTo(rows.subList(0, Math.min(5, rows.size())));
        });
  }

  // A session that came in to 203.0.113.1:80 and was sent on to this host's 8080.
  private static Session redirected() {
    final Session session = TestSession.of(Protocol.TCP, "198.51.100.9", 5555, "203.0.113.1", 80);
    session.reply().source(Family.IPV4, 0, 10L << 24 | 1);
    session.reply().sourcePort(8080);
    session.state(TcpState.SYN_SENT.number());
    session.zone(7);
    session.mark(-1);
    session.namespace("blue");
    return session;
  }

  private static String only(final String key, final Session session) {
    return top(key, session).getFirst().labels().getFirst();
  }

  private static List<GroupCount> top(final String keys, final Session... sessions) {
    final Breakdown breakdown = new Breakdown(GroupKey.parse(keys));
    for (final Session session : sessions) {
      breakdown.visit(session);
    }
    return breakdown.top(Integer.MAX_VALUE);
  }
}
