package dev.plimsoll.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirrorSettings;
import dev.plimsoll.kernel.MirrorStatistics;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The mirror against the real kernel: after each trouble it equals a fresh dump. */
@KernelTest
class MirrorKernelTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final long HOUR_MILLIS = 3_600_000;

  /** Without routine dumps, so that none of them mends what the mirror is to notice by itself. */
  private static final MirrorSettings NO_ROUTINE =
      MirrorSettings.defaults().withDumpMillis(HOUR_MILLIS).withCheckMillis(200);

  @Test
  void theEventsOfARealTcpConnectionComeInTheirOrder() throws Exception {
    try (LabNamespace namespace = tracking();
        LabTraffic traffic = new LabTraffic(namespace)) {
      final List<String> heard = new CopyOnWriteArrayList<>();
      final MirrorListener listener =
          new MirrorListener() {
            @Override
            public void event(final MirroredTable table, final SessionEvent event) {
              final int state = event.session().state();
              heard.add(event.type().word() + (state < 0 ? "" : " " + TcpState.of(state)));
            }
          };
      try (Mirror mirror = mirror(namespace, NO_ROUTINE, listener)) {
        traffic.connectAndClose("127.0.0.1", traffic.serveTcp("127.0.0.1", 0), 1);
        until(() -> heard.contains("update TIME_WAIT"), "the end of the connection");
        assertThat(heard)
            .containsSubsequence(
                "new SYN_SENT",
                "update SYN_RECV",
                "update ESTABLISHED",
                "update FIN_WAIT",
                "update TIME_WAIT");
        assertEqualsDump(mirror, namespace);
      }
    }
  }

  @Test
  void afterAStormIntoATinyBufferItEqualsADumpWithinFiveSeconds() throws Exception {
    try (LabNamespace namespace = tracking();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      final List<MirrorNotice> notices = new CopyOnWriteArrayList<>();
      final MirrorListener listener =
          new MirrorListener() {
            @Override
            public void notice(final MirrorNotice notice) {
              notices.add(notice);
            }
          };
      flood.add(5_000);
      try (Mirror mirror = mirror(namespace, NO_ROUTINE.withBufferBytes(4096), listener)) {
        flood.add(20_000);
        flood.delete(12_000);
        assertEqualsDump(mirror, namespace);
        assertThat(statistics(mirror).overruns()).isPositive();
        assertThat(notices).hasAtLeastOneElementOfType(MirrorNotice.Overrun.class);
        until(
            () -> notices.getLast() instanceof MirrorNotice.Synchronised,
            "the notice of the resynchronisation");
      }
    }
  }

  @Test
  void afterAStormWhatWasHeardAndWhatWasMissedAddUpToTheTable() throws Exception {
    try (LabNamespace namespace = tracking();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      final HeardSessions heard = new HeardSessions();
      flood.add(5_000);
      try (Mirror mirror = mirror(namespace, NO_ROUTINE.withBufferBytes(4096), heard)) {
        heard.begin(mirror.tables().getFirst().sessions());
        flood.add(20_000);
        flood.delete(12_000);
        assertEqualsDump(mirror, namespace);
        until(() -> heard.isRightAgain(), "the notice of the resynchronisation");
        assertThat(heard.there())
            .isEqualTo(HeardSessions.of(mirror.tables().getFirst().sessions()));
        assertThat(heard.senseless()).isEmpty();
        assertThat(heard.missedBeginnings()).isPositive();
        assertThat(heard.missedEnds()).isPositive();
      }
    }
  }

  @Test
  void theMirrorTellsTheBufferThatTheKernelGranted() throws Exception {
    try (LabNamespace namespace = tracking();
        Mirror mirror =
            mirror(namespace, NO_ROUTINE.withBufferBytes(1 << 20), MirrorListener.NONE)) {
      assertThat(mirror.bufferBytes()).isEqualTo(1 << 20);
    }
  }

  @Test
  void withDefaultSettingsAFastFloodLosesNoEvent() throws Exception {
    try (LabNamespace namespace = tracking();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace());
        Mirror mirror = mirror(namespace, NO_ROUTINE, MirrorListener.NONE)) {
      flood.add(50_000);
      until(() -> mirror.tables().getFirst().sessions().size() == 50_000, "all sessions");
      assertThat(statistics(mirror).overruns()).isZero();
    }
  }

  @Test
  void aFlushOfEntriesThatSendNoEventsIsNoticed() throws Exception {
    try (LabNamespace namespace = tracking();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      flood.add(1_000);
      try (Mirror mirror = mirror(namespace, NO_ROUTINE, MirrorListener.NONE)) {
        assertThat(mirror.tables().getFirst().sessions().size()).isEqualTo(1_000);
        namespace.run("conntrack", "-F");
        until(() -> mirror.tables().getFirst().sessions().size() == 0, "an empty mirror");
        assertThat(statistics(mirror).events()).isZero();
      }
    }
  }

  @Test
  void entriesOlderThanTheListenerLeaveWhenTheyExpire() throws Exception {
    try (LabNamespace namespace = tracking();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      flood.timeoutSeconds(2).add(300);
      flood.timeoutSeconds(3600).startAt(300).add(100);
      try (Mirror mirror = mirror(namespace, NO_ROUTINE, MirrorListener.NONE)) {
        until(() -> mirror.tables().getFirst().sessions().size() == 100, "the end of 300 sessions");
        assertEqualsDump(mirror, namespace);
      }
    }
  }

  @Test
  void anUdpStreamThatIsOnlyRefreshedStaysAndGoesWhenItEnds() throws Exception {
    try (LabNamespace namespace = tracking();
        LabTraffic traffic = new LabTraffic(namespace)) {
      namespace.sysctl("net.netfilter.nf_conntrack_udp_timeout", "1");
      namespace.sysctl("net.netfilter.nf_conntrack_udp_timeout_stream", "1");
      final int port = traffic.serveUdp("127.0.0.1", 0);
      try (Mirror mirror = mirror(namespace, NO_ROUTINE, MirrorListener.NONE);
          DatagramChannel socket = namespace.call(DatagramChannel::open)) {
        final InetSocketAddress server =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        for (int i = 0; i < 20; i++) {
          socket.send(ByteBuffer.wrap(new byte[] {1}), server);
          Thread.sleep(250);
          assertThat(mirror.tables().getFirst().sessions().size()).isOne();
        }
        assertThat(statistics(mirror).looks()).isPositive();
        until(() -> mirror.tables().getFirst().sessions().size() == 0, "the end of the stream");
      }
    }
  }

  @Test
  void aNamespaceThatAppearsIsFollowedAndLeavesWhenItGoes() throws Exception {
    try (Mirror mirror =
        Mirror.openAll(NO_ROUTINE.withScanMillis(200), MirrorListener.NONE).start()) {
      final LabNamespace namespace = tracking();
      try (SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
        flood.add(50);
        until(() -> tableOf(mirror, namespace) != null, "the new namespace");
        flood.add(50);
        assertEqualsDump(mirror, namespace);
      } finally {
        namespace.close();
      }
      until(() -> tableOf(mirror, namespace) == null, "the namespace to be dropped");
      assertThat(mirror.failure()).isNull();
    }
  }

  @Test
  void aNamespaceWithAnIdIsHeardByTheSharedSocket() throws Exception {
    try (LabNamespace namespace = tracking()) {
      Command.run("ip", "netns", "set", namespace.name(), "auto");
      try (Mirror mirror = Mirror.openAll(NO_ROUTINE, MirrorListener.NONE).start();
          SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
        assertThat(mirror.awaitSynchronised(SOON)).isTrue();
        flood.add(100);
        flood.delete(30);
        assertEqualsDump(mirror, namespace);
      }
    }
  }

  @Test
  void aNamespaceThatVanishesBeforeTheMirrorStartsLeavesTheOthersFollowed() throws Exception {
    try (LabNamespace stays = tracking()) {
      final LabNamespace goes = tracking();
      final List<NetworkNamespace> both =
          List.of(goes.networkNamespace(), stays.networkNamespace());
      try (Mirror mirror = openThenClose(both, goes);
          SessionFlood flood = SessionFlood.into(stays.networkNamespace())) {
        until(() -> mirror.tables().size() == 1, "the vanished namespace to be dropped");
        flood.add(50);
        assertThat(mirror.awaitSynchronised(SOON)).isTrue();
        assertEqualsDump(mirror, stays);
      }
    }
  }

  @Test
  void aNamespaceThatIsMissingAtTheStartKeepsNoneOfTheOthersFromBeingFollowed() throws Exception {
    final NetworkNamespace missing;
    try (LabNamespace goes = tracking()) {
      missing = goes.networkNamespace();
    }
    try (LabNamespace stays = tracking()) {
      final List<NetworkNamespace> both = List.of(missing, stays.networkNamespace());
      try (Mirror mirror = Mirror.open(both, NO_ROUTINE, MirrorListener.NONE).start();
          SessionFlood flood = SessionFlood.into(stays.networkNamespace())) {
        flood.add(50);
        assertThat(mirror.awaitSynchronised(SOON)).isTrue();
        assertEqualsDump(mirror, stays);
      }
    }
  }

  private static Mirror openThenClose(final List<NetworkNamespace> all, final LabNamespace goes)
      throws Exception {
    final Mirror mirror = Mirror.open(all, NO_ROUTINE.withScanMillis(200), MirrorListener.NONE);
    goes.close();
    return mirror.start();
  }

  @Test
  void aMirrorThatFailedIsNotTakenForSynchronised() throws Exception {
    final MirrorListener faulty =
        new MirrorListener() {
          @Override
          public void event(final MirroredTable table, final SessionEvent event) {
            throw new IllegalStateException("a listener's defect");
          }
        };
    try (LabNamespace namespace = tracking();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace());
        Mirror mirror = mirror(namespace, NO_ROUTINE, faulty)) {
      flood.add(1);
      until(() -> mirror.failure() != null, "the failure");
      assertThatThrownBy(() -> mirror.awaitSynchronised(SOON))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a listener's defect");
    }
  }

  private static LabNamespace tracking() throws IOException {
    final LabNamespace namespace = LabNamespace.create();
    namespace.enableTracking();
    return namespace;
  }

  private static Mirror mirror(
      final LabNamespace namespace, final MirrorSettings settings, final MirrorListener listener)
      throws Exception {
    final Mirror mirror =
        Mirror.open(List.of(namespace.networkNamespace()), settings, listener).start();
    assertThat(mirror.awaitSynchronised(SOON)).isTrue();
    return mirror;
  }

  private static MirrorStatistics statistics(final Mirror mirror) {
    return mirror.tables().getFirst().statistics();
  }

  private static @Nullable MirroredTable tableOf(
      final Mirror mirror, final LabNamespace namespace) {
    return mirror.tables().stream()
        .filter(t -> t.namespace().inode() == namespace.networkNamespace().inode())
        .findFirst()
        .orElse(null);
  }

  /** Soon the mirror equals a fresh dump; if not, both are shown. */
  private static void assertEqualsDump(final Mirror mirror, final LabNamespace namespace)
      throws Exception {
    final long end = System.nanoTime() + SOON.toNanos();
    List<String> ours = ours(mirror, namespace);
    List<String> kernels = kernels(namespace);
    while (!ours.equals(kernels) && System.nanoTime() < end) {
      Thread.sleep(50);
      ours = ours(mirror, namespace);
      kernels = kernels(namespace);
    }
    assertThat(ours).isEqualTo(kernels);
  }

  private static List<String> ours(final Mirror mirror, final LabNamespace namespace) {
    final List<String> lines = new ArrayList<>();
    final MirroredTable table = tableOf(mirror, namespace);
    assertThat(table).as("the mirror of %s", namespace).isNotNull();
    Objects.requireNonNull(table).sessions().forEach(session -> lines.add(text(session)));
    Collections.sort(lines);
    return lines;
  }

  private static List<String> kernels(final LabNamespace namespace) throws IOException {
    final List<String> lines = new ArrayList<>();
    try (Ctnetlink ctnetlink = Ctnetlink.open(namespace.networkNamespace())) {
      ctnetlink.dump(SessionFilter.ALL, session -> lines.add(text(session)));
    }
    Collections.sort(lines);
    return lines;
  }

  private static String text(final Session session) {
    return "%s %s id=%d status=%x %s zone=%d mark=%d"
        .formatted(
            Tuple.copyOf(session.original()),
            Tuple.copyOf(session.reply()),
            session.id(),
            session.status() & ~Status.DYING,
            session.stateName(),
            session.zone(),
            session.mark());
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(final Condition condition, final String wanted) throws Exception {
    final long end = System.nanoTime() + SOON.toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("still waiting for %s", wanted).isLessThan(end);
      Thread.sleep(20);
    }
  }
}
