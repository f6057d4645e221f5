package dev.plimsoll.lab.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.Checksums;
import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.FrameSource;
import dev.plimsoll.engine.PacketPipeline;
import dev.plimsoll.engine.Tracker;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.VerdictSink;
import dev.plimsoll.kernel.CapturedPacket;
import dev.plimsoll.kernel.PacketRing;
import dev.plimsoll.kernel.PacketRingSettings;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.LabTraffic;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionTable;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Real traffic of real sockets, captured as it passes: what the engine makes of it is the table.
 */
@KernelTest
class CapturedTrafficKernelTest {
  private static final long QUIET_MILLIS = 300;

  private final SessionTable table = SessionTable.ofTracker(HostAddresses.UNKNOWN);
  private final Tracker tracker = new Tracker(TrackerSettings.DEFAULT, table, null);
  private final PacketPipeline pipeline =
      new PacketPipeline(
          TrackerSettings.DEFAULT,
          Checksums.NONE,
          tracker,
          VerdictSink.NONE,
          (timeMillis, sessions, most) -> {},
          1000);

  /** Frames of a ring, until none came for a while. */
  private record Passing(PacketRing ring) implements FrameSource {
    @Override
    public int read(final Frame[] frames) throws IOException {
      if (!ring.await(QUIET_MILLIS)) {
        return 0;
      }
      int count = 0;
      while (count < frames.length && ring.next()) {
        final CapturedPacket packet = ring.packet();
        final Frame frame = frames[count++];
        frame.bytes(packet.bytes(), packet.offset(), packet.captured());
        frame.length(packet.length());
        frame.linkType(packet.linkType());
        frame.timeNanos(packet.timeNanos());
      }
      return count;
    }

    @Override
    public void close() {
      ring.close();
    }
  }

  @Test
  void theEnginesTableIsTheKernels() throws Exception {
    try (LabNamespace namespace = LabNamespace.create()) {
      namespace.enableTracking();
      namespace.sysctl("net.netfilter.nf_conntrack_acct", "1");
      try (Passing source =
              new Passing(
                  PacketRing.open(
                      namespace.networkNamespace(),
                      PacketRingSettings.DEFAULT.withInterface("lo")));
          LabTraffic traffic = new LabTraffic(namespace)) {
        talk(traffic);
        while (pipeline.take(source) > 0) {
          // Until it is quiet.
        }
        assertThat(source.ring().dropped()).isZero();
        assertThat(ofEngine()).hasSizeGreaterThan(60).isEqualTo(ofKernel(namespace));
      }
    }
  }

  private static void talk(final LabTraffic traffic) throws IOException {
    for (final String address : new String[] {"127.0.0.1", "::1"}) {
      final int tcp = traffic.serveTcp(address, 0);
      final int udp = traffic.serveUdp(address, 0);
      traffic.connect(address, tcp, 10);
      traffic.connectAndClose(address, tcp, 10);
      traffic.sendUdp(address, udp, 5);
      traffic.exchangeUdp(address, udp, 10);
      traffic.ping(address);
    }
  }

  private Map<String, String> ofEngine() {
    final Map<String, String> sessions = new TreeMap<>();
    tracker.advance(System.currentTimeMillis());
    table.forEach(session -> sessions.put(session.original().toString(), what(session)));
    return sessions;
  }

  private static Map<String, String> ofKernel(final LabNamespace namespace) throws IOException {
    final Map<String, String> sessions = new TreeMap<>();
    try (SessionReader reader = SessionReader.open(namespace.networkNamespace())) {
      reader.read(
          SessionFilter.ALL, session -> sessions.put(session.original().toString(), what(session)));
    }
    return sessions;
  }

  /** All but the second in which it is looked at. */
  private static String what(final Session session) {
    return "state %d status %d packets %d/%d bytes %d/%d timeout %d"
        .formatted(
            session.state(),
            session.status(),
            session.originalPackets(),
            session.replyPackets(),
            session.originalBytes(),
            session.replyBytes(),
            Math.round((session.timeoutMillis() / 1000.0 + 1) / 10));
  }
}
