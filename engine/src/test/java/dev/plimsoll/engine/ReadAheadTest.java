package dev.plimsoll.engine;

import static dev.plimsoll.engine.TrackedTraffic.CLIENT;
import static dev.plimsoll.engine.TrackedTraffic.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final int FRAMES = 20_000;

  /** Hands out numbered frames, a few at a time, from a few blocks by turns as a capture does. */
  private static final class Numbered implements FrameSource {
    private static final int BLOCKS = 4;

    private final byte[][] blocks = new byte[BLOCKS][];
    private final int failsAfter;
    private int reads;
    private int handedOut;

    Numbered(final int failsAfter) {
      this.failsAfter = failsAfter;
    }

    @Override
    public int lasting() {
      return BLOCKS - 1;
    }

    @Override
    public int read(final Frame[] frames) throws IOException {
      if (handedOut >= failsAfter) {
        throw new IOException("numbered: it breaks off");
      }
      final int count = Math.min(1 + reads % 7, FRAMES - handedOut);
      final int block = reads++ % BLOCKS;
      for (int i = 0; i < count; i++) {
        final Frame made = Packets.udp(CLIENT, 1 + handedOut++, SERVER, 53).frame();
        if (i == 0) {
          blocks[block] = new byte[made.captured() * frames.length];
        }
        System.arraycopy(
            made.bytes(), made.offset(), blocks[block], i * made.captured(), made.captured());
        frames[i].bytes(blocks[block], i * made.captured(), made.captured());
        frames[i].length(made.length());
        frames[i].linkType(made.linkType());
        frames[i].number(handedOut);
      }
      return count;
    }

    @Override
    public void close() {}
  }

  private static ReadAhead ahead(final FrameSource source) {
    return new ReadAhead(source, new PacketReader(TrackerSettings.DEFAULT, Checksums.NONE));
  }

  private static List<Integer> ports(final ReadAhead ahead) throws IOException {
    final List<Integer> ports = new ArrayList<>();
    PacketBatch batch = ahead.next();
    while (batch.frames > 0) {
      for (int i = 0; i < batch.count; i++) {
        ports.add(batch.packets[i].tuple().sourcePort());
      }
      batch = ahead.next();
    }
    return ports;
  }

  @Test
  void allPacketsComeInTheirOrder() throws IOException {
    final List<Integer> expected = new ArrayList<>();
    for (int i = 1; i <= FRAMES; i++) {
      expected.add(i);
    }
    try (ReadAhead ahead = ahead(new Numbered(Integer.MAX_VALUE))) {
      assertThat(ports(ahead)).isEqualTo(expected);
    }
  }

  @Test
  void afterTheEndThereIsNothingHoweverOftenItIsAskedFor() throws IOException {
    try (ReadAhead ahead = ahead(new Numbered(Integer.MAX_VALUE))) {
      ports(ahead);
      assertThat(ahead.next().frames).isZero();
    }
  }

  @Test
  void aSourceThatFailsIsToldOfAfterThePacketsBefore() throws IOException {
    try (ReadAhead ahead = ahead(new Numbered(100))) {
      int seen = 0;
      while (seen < 100) {
        seen += ahead.next().count;
      }
      assertThatThrownBy(ahead::next)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("breaks");
    }
  }

  @Test
  void itEndsThoughItsSourceStillWaitsForBytes() throws Exception {
    final CountDownLatch reading = new CountDownLatch(1);
    final CountDownLatch never = new CountDownLatch(1);
    final FrameSource pipe =
        new FrameSource() {
          @Override
          public int lasting() {
            return 1;
          }

          @Override
          public int read(final Frame[] frames) throws IOException {
            reading.countDown();
            try {
              never.await();
            } catch (final InterruptedException e) {
              throw new IOException(e);
            }
            return 0;
          }

          @Override
          public void close() {}
        };
    final ReadAhead ahead = ahead(pipe);
    reading.await();
    ahead.close();
    assertThat(never.getCount()).isOne();
    never.countDown();
  }
}
