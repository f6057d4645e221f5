package dev.plimsoll.engine;

import java.io.IOException;
import java.util.Arrays;

/** Frames in, packets out: whole ones, put together where they came in fragments. One thread. */
final class PacketReader {
  private final PacketDecoder decoder;
  private final Defragmenter defragmenter;
  private final Frame[] frames = new Frame[PacketBatch.SIZE];

  PacketReader(final TrackerSettings settings, final Checksums checksums) {
    decoder = new PacketDecoder(checksums);
    defragmenter = new Defragmenter(decoder, settings);
    Arrays.setAll(frames, i -> new Frame());
  }

  /** Reads a source once, and fills a batch with what it gives. */
  void read(final FrameSource source, final PacketBatch batch) throws IOException {
    batch.clear();
    batch.frames = source.read(frames);
    for (int i = 0; i < batch.frames; i++) {
      decode(frames[i], batch);
    }
  }

  private void decode(final Frame frame, final PacketBatch batch) {
    switch (decoder.decode(frame, batch.next())) {
      case PACKET -> batch.count++;
      case FRAGMENT -> {
        // What is put together takes the fragment's place.
        if (defragmenter.add(batch.layAside(), batch.next())) {
          batch.count++;
        }
      }
      case IGNORED -> batch.ignored++;
    }
  }
}
