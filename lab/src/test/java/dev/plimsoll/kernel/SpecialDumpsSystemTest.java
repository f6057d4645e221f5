package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.LabTraffic;
import dev.plimsoll.lab.SessionFlood;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dumps other than the plain one. */
@KernelTest
@Timeout(60)
class SpecialDumpsSystemTest {
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_BROADCAST_ERROR = 4;

  private final List<Session> found = new ArrayList<>();
  @AutoClose private LabNamespace namespace;
  @AutoClose private Ctnetlink table;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create();
    table = Ctnetlink.open(namespace.networkNamespace());
  }

  @Test
  void zeroingTellsTheCountersForTheLastTime() throws IOException {
    namespace.enableTracking();
    namespace.sysctl("net.netfilter.nf_conntrack_acct", "1");
    new LabTraffic(namespace).sendUdp("127.0.0.1", 9, 1);

    table.dumpAndZero(0, this::keep);
    table.dump(SessionFilter.ALL, this::keep);

    assertThat(found).extracting(Session::originalPackets).containsExactly(1L, 0L);
  }

  @Test
  void zeroingKeepsToItsFamily() throws IOException {
    try (SessionFlood flood = SessionFlood.into(namespace.networkNamespace()).ipv6Of100(50)) {
      flood.add(100);
    }

    table.dumpAndZero(Family.IPV6, this::keep);

    assertThat(found).hasSize(50).extracting(Session::family).containsOnly(Family.IPV6);
  }

  @Test
  void sessionsWhoseEndCouldNotBeToldAreDying() throws IOException {
    try (EventSocket reliable =
            EventSocket.open(namespace.networkNamespace(), 8 << 10, false, new CtnetlinkDecoder());
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      insistOnDelivery(reliable);
      flood.add(500);
      flood.delete(500);

      table.dumpDying(this::keep);
      assertThat(found).isNotEmpty();
      assertThat(table.statistics().entries()).isLessThanOrEqualTo(500);
    }
  }

  @Test
  void nothingIsUnconfirmed() throws IOException {
    try (SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      flood.add(10);
    }

    table.dumpUnconfirmed(this::keep);

    assertThat(found).isEmpty();
  }

  private void keep(final Session session) {
    found.add(session.copy());
  }

  private static void insistOnDelivery(final EventSocket socket) {
    final MemorySegment on = Syscall.memory(4);
    on.set(JAVA_INT, 0, 1);
    assertThat(
            Syscall.call(
                Syscall.SETSOCKOPT,
                socket.number(),
                SOL_NETLINK,
                NETLINK_BROADCAST_ERROR,
                on.address(),
                4,
                0))
        .isZero();
  }
}
