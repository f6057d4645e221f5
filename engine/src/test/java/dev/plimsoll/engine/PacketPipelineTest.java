package dev.plimsoll.engine;

import static dev.plimsoll.engine.TrackedTraffic.CLIENT;
import static dev.plimsoll.engine.TrackedTraffic.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketPipelineTest {
  private static final long START = 1_700_000_000_000L;

  private final List<String> counts = new ArrayList<>();
  private final SessionTable table = SessionTable.ofTracker(HostAddresses.UNKNOWN);
  private final PacketPipeline pipeline =
      new PacketPipeline(
          TrackerSettings.DEFAULT,
          Checksums.NONE,
          new Tracker(TrackerSettings.DEFAULT, table, null),
          VerdictSink.NONE,
          (time, sessions, most) -> counts.add((time - START) / 1000 + ":" + sessions + "/" + most),
          1000);

  /** Hands frames out in a single batch. */
  private static final class Frames64 implements FrameSource {
    private final List<Frame> waiting = new ArrayList<>();

    Frames64 at(final long millis, final PacketBuilder packet) {
      waiting.add(packet.at(START + millis).frame());
      return this;
    }

    @Override
    public int read(final Frame[] frames) {
      final int count = Math.min(frames.length, waiting.size());
      for (int i = 0; i < count; i++) {
        final Frame from = waiting.removeFirst();
        frames[i].bytes(from.bytes(), from.offset(), from.captured());
        frames[i].length(from.length());
        frames[i].linkType(from.linkType());
        frames[i].timeNanos(from.timeNanos());
        frames[i].number(from.number());
      }
      return count;
    }

    @Override
    public void close() {}
  }

  private static PacketBuilder question(final int port) {
    return Packets.udp(CLIENT, port, SERVER, 53);
  }

  private void run(final FrameSource source) throws IOException {
    while (pipeline.take(source) > 0) {
      // To the end.
    }
  }

  @Test
  void theCountIsToldAsItIsAtEachMomentOfThePacketsTime() throws IOException {
    run(
        new Frames64()
            .at(100, question(1))
            .at(200, question(2))
            .at(2500, question(3))
            .at(33_000, question(4)));
    assertThat(counts).startsWith("1:2/2", "2:2/2", "3:3/3").endsWith("32:1/1", "33:0/1");
  }

  @Test
  void packetsAfterTheMomentToStopAreNotTracked() throws IOException {
    pipeline.stopAfter(first -> first + 1000);
    run(new Frames64().at(0, question(1)).at(1000, question(2)).at(1001, question(3)));
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void fragmentsAreTrackedAsOnePacket() throws IOException {
    final Frames64 source = new Frames64();
    for (final byte[] fragment : question(1).payload(3000).fragments(1000)) {
      source.waiting.add(Frames.frame(LinkType.IPV4, fragment, START * 1_000_000));
    }
    run(source);
    table.forEach(session -> {
      assertThat(session.originalPackets()).isEqualTo(1);
      assertThat(session.originalBytes()).isEqualTo(3028);
    });
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void aJumpOfTheClockIsNotToldMomentByMoment() throws IOException {
    run(new Frames64().at(0, question(1)).at(1_000_000_000_000L, question(2)));
    assertThat(counts).hasSizeLessThan(10);
    assertThat(table.size()).isEqualTo(1);
  }
}
