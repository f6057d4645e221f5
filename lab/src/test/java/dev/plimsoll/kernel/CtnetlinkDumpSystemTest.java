package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.LabTraffic;
import dev.plimsoll.lab.SessionFlood;
import dev.plimsoll.session.ConntrackFormat;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dumps of the real table, held against what conntrack(8) shows of it. */
@KernelTest
@Timeout(60)
class CtnetlinkDumpSystemTest {
  private static final int ZONE = 5;
  private static final int ZONED_PORT = 5005;
  private static final int MARKED_PORT = 5006;
  private static final int TRANSLATED_PORT = 8081;
  private static final int FTP_PORT = 21;
  private static final String RULES =
      """
      table inet lab_rules {
        ct helper ftp { type "ftp" protocol tcp; l3proto inet; }
        chain zones {
          type filter hook output priority raw
          udp dport 5005 ct zone set 5
        }
        chain translation {
          type nat hook output priority -100
          meta nfproto ipv4 tcp dport 8081 dnat ip to 127.0.0.1:21
          meta nfproto ipv6 tcp dport 8081 dnat ip6 to [::1]:21
        }
        chain output {
          type filter hook output priority filter
          udp dport 5006 ct mark set 0xfffffff7
          udp dport 5006 ct label set 3
          tcp dport 21 ct helper set "ftp"
        }
      }
      """;

  private final List<Session> dumped = new ArrayList<>();
  @AutoClose private LabNamespace namespace;
  @AutoClose private LabTraffic traffic;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create();
    traffic = new LabTraffic(namespace);
    namespace.sysctl("net.netfilter.nf_conntrack_acct", "1");
    namespace.sysctl("net.netfilter.nf_conntrack_timestamp", "1");
    namespace.enableTracking();
    namespace.nft(RULES);
  }

  @Test
  void everyEntryReadsAsConntrackShowsIt() throws IOException {
    makeTraffic();

    dump();

    final ConntrackFormat format = ConntrackFormat.extended().withId();
    final LineBuffer lines = new LineBuffer(4096);
    dumped.forEach(session -> format.write(session, lines));
    final List<String> theirs = new ArrayList<>();
    for (final String family : List.of("ipv4", "ipv6")) {
      namespace
          .run("conntrack", "-L", "-f", family, "-o", "extended,id")
          .lines()
          .forEach(theirs::add);
    }
    assertThat(theirs).hasSizeGreaterThan(10);
    assertThat(withoutClocks(lines.toString().lines()))
        .containsExactlyInAnyOrderElementsOf(withoutClocks(theirs.stream()));
  }

  @Test
  void aTranslatedSessionIsToldByItsReply() throws IOException {
    makeTraffic();

    dump();

    assertThat(only(s -> s.original().destinationPort() == TRANSLATED_PORT && s.family() == 2))
        .matches(Session::isDestinationNat)
        .returns(FTP_PORT, s -> s.reply().sourcePort());
  }

  @Test
  void zoneMarkLabelAndHelperAreThere() throws IOException {
    makeTraffic();

    dump();

    assertThat(only(s -> s.original().destinationPort() == ZONED_PORT).zone()).isEqualTo(ZONE);
    final Session marked = only(s -> s.original().destinationPort() == MARKED_PORT);
    assertThat(marked.mark()).isEqualTo(0xffff_fff7);
    assertThat(marked.labelsLow()).isEqualTo(1L << 3);
    assertThat(dumped.stream().filter(s -> s.original().destinationPort() == FTP_PORT))
        .isNotEmpty()
        .allMatch(s -> "ftp".equals(s.helper()));
  }

  @Test
  void countersAndStartAreThereWhenTheyAreSwitchedOn() throws IOException {
    final long before = System.currentTimeMillis();
    traffic.sendUdp("127.0.0.1", MARKED_PORT, 1);

    dump();

    // A datagram of four bytes behind headers of 20 and 8.
    final Session session = only(s -> s.original().destinationPort() == MARKED_PORT);
    assertThat(session.originalPackets()).isEqualTo(1);
    assertThat(session.originalBytes()).isEqualTo(32);
    assertThat(session.replyPackets()).isZero();
    assertThat(session.startNanos() / 1_000_000).isBetween(before - 1, before + 10_000);
  }

  @Test
  void nothingIsUnknownToTheDecoder() throws IOException {
    makeTraffic();

    try (Ctnetlink table = Ctnetlink.open(namespace.networkNamespace())) {
      table.dump(SessionFilter.ALL, _ -> {});
      assertThat(table.decoder().unknownAttributes()).isZero();
      assertThat(table.decoder().damagedAttributes()).isZero();
    }
  }

  @Test
  void expiredEntriesAreCountedByTheKernelButNotDumped() throws IOException, InterruptedException {
    boolean lingered = false;
    try (SessionFlood flood = SessionFlood.into(namespace.networkNamespace());
        Ctnetlink table = Ctnetlink.open(namespace.networkNamespace())) {
      flood.add(500);
      // The kernel's collector may be quicker than we are, but not each time.
      for (int i = 0; i < 5 && !lingered; i++) {
        flood.timeoutSeconds(1).add(3000);
        Thread.sleep(1100);
        lingered = table.statistics().entries() > 500;
        dump();
        assertThat(dumped).hasSize(500);
      }
    }
    assertThat(lingered).isTrue();
  }

  @Test
  void aNamespaceThatIsRemovedUnderADumpEndsItCleanly() throws IOException {
    try (SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      flood.add(20_000);
    }
    final int[] seen = {0};
    try (Ctnetlink table = Ctnetlink.open(namespace.networkNamespace())) {
      table.dump(
          SessionFilter.ALL,
          _ -> {
            if (seen[0]++ == 0) {
              remove();
            }
          });
    }
    assertThat(seen[0]).isBetween(1, 20_000);
  }

  private void remove() {
    try {
      namespace.close();
    } catch (final IOException e) {
      throw new AssertionError(e);
    }
  }

  private void makeTraffic() throws IOException {
    final int udp = traffic.serveUdp("::", 0);
    final int tcp = traffic.serveTcp("::", FTP_PORT);
    for (final String address : List.of("127.0.0.1", "::1")) {
      assertThat(traffic.ping(address)).isTrue();
      traffic.exchangeUdp(address, udp, 1);
      traffic.connect(address, tcp, 1);
      traffic.connectAndClose(address, tcp, 1);
      traffic.connect(address, TRANSLATED_PORT, 1);
    }
    traffic.sendUdp("127.0.0.1", ZONED_PORT, 1);
    traffic.sendUdp("127.0.0.1", MARKED_PORT, 1);
    try (SessionWriter writer = SessionWriter.open(namespace.networkNamespace())) {
      for (final Session session : SampleSessions.all()) {
        writer.create(session);
      }
      writer.send();
      assertThat(writer.firstRefusal()).isNull();
    }
  }

  private void dump() throws IOException {
    dumped.clear();
    try (Ctnetlink table = Ctnetlink.open(namespace.networkNamespace())) {
      table.dump(SessionFilter.ALL, session -> dumped.add(session.copy()));
    }
  }

  private Session only(final Predicate<Session> wanted) {
    final List<Session> found = dumped.stream().filter(wanted).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  // The clock goes on between two looks.
  private static List<String> withoutClocks(final Stream<String> lines) {
    return lines
        .map(line ->
            line.replaceFirst("^(ipv[46] +\\d+ \\S+ +\\d+ )\\d+ ", "$1SECONDS ")
                .replaceFirst("delta-time=\\d+", "delta-time=SECONDS"))
        .toList();
  }
}
