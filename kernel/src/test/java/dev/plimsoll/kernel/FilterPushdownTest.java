package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.kernel.KernelFilter.Bits;
import dev.plimsoll.kernel.KernelFilter.TupleParts;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleView;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPushdownTest {
  private static final IpAddress A = IpAddress.of("192.0.2.1");

  @Test
  void noSessionThatMatchesIsLostInTheKernel() throws FilterSyntaxException {
    int matching = 0;
    for (long seed = 0; seed < 4_000; seed++) {
      final SplittableRandom random = new SplittableRandom(seed);
      final SessionFilter filter = SessionFilter.parse(randomFilter(random, 4));
      final KernelFilter pushed = FilterPushdown.of(filter);
      for (int i = 0; i < 50; i++) {
        final Session session = randomSession(random);
        if (filter.matches(session)) {
          matching++;
          assertThat(passes(pushed, session))
              .as("seed %d: %s as %s lets pass %s", seed, filter, pushed, session)
              .isTrue();
        }
      }
    }
    assertThat(matching).as("sessions that were looked for").isGreaterThan(20_000);
  }

  @Test
  void theQuestionsTogetherLetEachSessionPassOnce() throws FilterSyntaxException {
    for (long seed = 0; seed < 1_000; seed++) {
      final SplittableRandom random = new SplittableRandom(seed);
      final KernelFilter pushed = FilterPushdown.of(SessionFilter.parse(randomFilter(random, 3)));
      final Session session = randomSession(random);
      long passed = 0;
      for (final KernelFilter question : pushed.questions()) {
        passed += passes(question, session) ? 1 : 0;
      }
      assertThat(passed)
          .as("seed %d: %s on %s", seed, pushed, session)
          .isEqualTo(passes(pushed, session) ? 1 : 0);
    }
  }

  @Test
  void oneAddressIsComparedInTheKernel() throws FilterSyntaxException {
    assertThat(pushed("src:192.0.2.1"))
        .isEqualTo(original(Family.IPV4, new TupleParts(A, null, null, null, null)));
    assertThat(pushed("dst:192.0.2.1/32"))
        .isEqualTo(original(Family.IPV4, new TupleParts(null, A, null, null, null)));
    assertThat(pushed("reply-src:192.0.2.1"))
        .isEqualTo(reply(Family.IPV4, new TupleParts(A, null, null, null, null)));
    assertThat(pushed("reply-dst:192.0.2.1"))
        .isEqualTo(reply(Family.IPV4, new TupleParts(null, A, null, null, null)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src:10.0.0.0/8",
        "src:192.0.2.1,192.0.2.2",
        "addr:192.0.2.1",
        "remote:192.0.2.1",
        "src:192.0.2.1 or dst:192.0.2.1",
        "not family:ipv6",
        "family:ipv4 family:ipv6"
      })
  void ofOtherAddressesOnlyTheFamilyIsCompared(final String text) throws FilterSyntaxException {
    assertThat(pushed(text)).isEqualTo(original(Family.IPV4, TupleParts.ANY));
  }

  @Test
  void anIpv6AddressIsNeverAskedForBecauseTheKernelComparesItTheWrongWay()
      throws FilterSyntaxException {
    assertThat(pushed("src:2001:db8::1")).isEqualTo(original(Family.IPV6, TupleParts.ANY));
    assertThatThrownBy(() -> new TupleParts(IpAddress.of("2001:db8::1"), null, null, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void portsAreComparedTogetherWithTheirProtocol() throws FilterSyntaxException {
    assertThat(pushed("proto:tcp dport:443 sport:1"))
        .isEqualTo(original(0, new TupleParts(null, null, Protocol.TCP, 1, 443)));
    assertThat(pushed("proto:udp reply-sport:53 is:ipv6"))
        .isEqualTo(
            new KernelFilter(
                Family.IPV6,
                null,
                null,
                null,
                new TupleParts(null, null, Protocol.UDP, null, null),
                new TupleParts(null, null, Protocol.UDP, 53, null)));
  }

  @Test
  void portsOfProtocolsThatTheKernelDoesNotCompareStayHere() throws FilterSyntaxException {
    assertThat(pushed("proto:sctp dport:443"))
        .isEqualTo(original(0, new TupleParts(null, null, Protocol.SCTP, null, null)));
  }

  @Test
  void tuplesWithoutAFamilyAreAskedForTwice() throws FilterSyntaxException {
    assertThat(pushed("proto:tcp").questions())
        .extracting(KernelFilter::family)
        .containsExactly(Family.IPV4, Family.IPV6);
    assertThat(pushed("is:assured").questions()).containsExactly(pushed("is:assured"));
  }

  @Test
  void bitsOfTheStatusAreJoined() throws FilterSyntaxException {
    final int assuredReplied = Status.ASSURED | Status.SEEN_REPLY;

    assertThat(pushed("is:assured is:unreplied").status())
        .isEqualTo(new Bits(Status.ASSURED, assuredReplied));
    assertThat(pushed("not (is:assured or is:replied)").status())
        .isEqualTo(new Bits(0, assuredReplied));
    assertThat(pushed("not is:offloaded").status())
        .isEqualTo(new Bits(0, Status.OFFLOAD | Status.HW_OFFLOAD));
    assertThat(pushed("not not is:unassured").status()).isEqualTo(new Bits(0, Status.ASSURED));
  }

  @Test
  void bitsOfTheMarkAreJoined() throws FilterSyntaxException {
    assertThat(pushed("mark:0x1/0x3 mark:0x10/0xf0").mark()).isEqualTo(new Bits(0x11, 0xf3));
    assertThat(pushed("mark:5 or mark:4").mark()).isEqualTo(new Bits(4, ~1));
  }

  @Test
  void oneZoneIsCompared() throws FilterSyntaxException {
    assertThat(pushed("zone:0").zone()).isZero();
    assertThat(pushed("zone:5").zone()).isEqualTo(5);
  }

  @Test
  void whatAllAlternativesShareIsCompared() throws FilterSyntaxException {
    assertThat(pushed("(proto:tcp dport:80 is:assured) or (dport:80 proto:tcp mark:1)"))
        .isEqualTo(original(0, new TupleParts(null, null, Protocol.TCP, null, 80)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "any",
        "is:assured or any",
        "proto:tcp or proto:udp",
        "zone:1-2",
        "mark:0/0",
        "not mark:5",
        "not (is:assured proto:tcp)",
        "src:192.0.2.1,2001:db8::1",
        "dport:443",
        "reply-dport:443",
        "state:ESTABLISHED",
        "is:nat",
        "is:offloaded",
        "not is:nat",
        "direction:in",
        "bytes>1M",
        "type:8",
        "netns:web"
      })
  void nothingIsAskedWhereTheKernelCannotTell(final String text) throws FilterSyntaxException {
    assertThat(pushed(text)).isEqualTo(KernelFilter.ALL);
  }

  private static KernelFilter pushed(final String text) throws FilterSyntaxException {
    return FilterPushdown.of(SessionFilter.parse(text));
  }

  private static KernelFilter original(final int family, final TupleParts parts) {
    return new KernelFilter(family, null, null, null, parts, TupleParts.ANY);
  }

  private static KernelFilter reply(final int family, final TupleParts parts) {
    return new KernelFilter(family, null, null, null, TupleParts.ANY, parts);
  }

  /** What the kernel does (ctnetlink_filter_match, net/netfilter/nf_conntrack_netlink.c). */
  private static boolean passes(final KernelFilter filter, final Session session) {
    if (filter.family() != 0 && filter.family() != session.family()) {
      return false;
    }
    if (filter.zone() != null && filter.zone() != kernelZone(session)) {
      return false;
    }
    return tuplePasses(filter.original(), session.original())
        && tuplePasses(filter.reply(), session.reply())
        && bitsPass(filter.mark(), session.mark())
        && bitsPass(filter.status(), session.status());
  }

  // An entry has one zone, which holds for both directions or for one.
  private static int kernelZone(final Session session) {
    return Math.max(session.zone(), Math.max(session.originalZone(), session.replyZone()));
  }

  private static boolean tuplePasses(final TupleParts parts, final TupleView tuple) {
    if (parts.source() != null && !parts.source().equals(tuple.source())
        || parts.destination() != null && !parts.destination().equals(tuple.destination())
        || parts.protocol() != null && parts.protocol() != tuple.protocol()) {
      return false;
    }
    if (tuple.protocol() != Protocol.TCP && tuple.protocol() != Protocol.UDP) {
      return true;
    }
    return (parts.sourcePort() == null || parts.sourcePort() == tuple.sourcePort())
        && (parts.destinationPort() == null || parts.destinationPort() == tuple.destinationPort());
  }

  private static boolean bitsPass(final @Nullable Bits bits, final int value) {
    return bits == null || (value & bits.mask()) == bits.value();
  }

  private static final List<String> CONDITIONS =
      List.of(
          "family:ipv4",
          "family:ipv6",
          "proto:tcp",
          "proto:udp",
          "proto:sctp",
          "proto:tcp,icmp",
          "src:192.0.2.1",
          "src:192.0.2.2",
          "dst:192.0.2.1",
          "dst:2001:db8::1",
          "src:192.0.2.0/24,2001:db8::/32",
          "reply-src:192.0.2.1",
          "reply-dst:192.0.2.2",
          "reply-src:2001:db8::1",
          "addr:192.0.2.2",
          "local:192.0.2.1",
          "remote:2001:db8::/64",
          "sport:1",
          "dport:1",
          "dport:2",
          "reply-sport:1",
          "reply-dport:2",
          "port:1-2",
          "lport:1",
          "is:replied",
          "is:unreplied",
          "is:assured",
          "is:unassured",
          "is:nat",
          "is:offloaded",
          "is:hw-offloaded",
          "is:expected",
          "is:fixed-timeout",
          "mark:1",
          "mark:0",
          "mark:0x2/0x2",
          "mark:0/0x1",
          "zone:0",
          "zone:1",
          "zone:0-1",
          "state:ESTABLISHED",
          "type:8",
          "any");

  private static String randomFilter(final SplittableRandom random, final int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return CONDITIONS.get(random.nextInt(CONDITIONS.size()));
    }
    final String first = randomFilter(random, depth - 1);
    final String second = randomFilter(random, depth - 1);
    return switch (random.nextInt(5)) {
      case 0, 1 -> "(" + first + ") (" + second + ")";
      case 2 -> "(" + first + ") or (" + second + ")";
      case 3 -> "not (" + first + ")";
      default -> "(" + first + ") not (" + second + ")";
    };
  }

  private static Session randomSession(final SplittableRandom random) {
    final Session session = new Session();
    final List<String> addresses =
        random.nextBoolean()
            ? List.of("192.0.2.1", "192.0.2.2")
            : List.of("2001:db8::1", "2001:db8::2");
    final int protocol =
        switch (random.nextInt(5)) {
          case 0, 1 -> Protocol.TCP;
          case 2 -> Protocol.UDP;
          case 3 -> Protocol.ICMP;
          default -> Protocol.SCTP;
        };
    session.original().set(randomTuple(random, protocol, addresses));
    if (random.nextBoolean()) {
      session.reply().set(randomTuple(random, protocol, addresses));
    } else {
      session.reply().setInverse(session.original());
    }
    session.status(random.nextInt(1 << 16));
    session.state(random.nextInt(5));
    if (random.nextBoolean()) {
      session.mark(random.nextInt(4));
    }
    switch (random.nextInt(4)) {
      case 0 -> session.zone(random.nextInt(2));
      case 1 -> session.originalZone(1);
      case 2 -> session.replyZone(1);
      default -> {}
    }
    return session;
  }

  private static Tuple randomTuple(
      final SplittableRandom random, final int protocol, final List<String> addresses) {
    return Tuple.of(
        protocol,
        IpAddress.of(addresses.get(random.nextInt(2))),
        random.nextInt(3),
        IpAddress.of(addresses.get(random.nextInt(2))),
        protocol == Protocol.ICMP ? 8 << 8 : random.nextInt(3));
  }
}
