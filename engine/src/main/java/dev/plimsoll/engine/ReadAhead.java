package dev.plimsoll.engine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decodes a source on a thread of its own, ahead of the tracker, so that the two take the
 * time of the slower one. Batches go round in a ring; the reader, once it is a whole ring ahead,
 * waits until half of it is free, because waking a thread costs more than a batch.
 *
 * <p>Whoever closes it closes the source afterwards. One thread takes from it.
 */
public final class ReadAhead implements AutoCloseable {
  // A source that waits for its next bytes cannot be told to stop: the program's end ends it.
  private static final long CLOSE_MILLIS = 1_000;

  private final FrameSource source;
  private final PacketReader reader;
  private final PacketBatch[] ring;
  private final Thread thread;
  private final Object lock = new Object();

  // Guarded by the lock: batches that were filled, and that are not needed any more.
  private long filled;
  private long done;
  private boolean isClosed;

  private boolean isHolding;

  ReadAhead(final FrameSource source, final PacketReader reader) {
    this.source = source;
    this.reader = reader;
    ring = new PacketBatch[source.lasting() + 1];
    Arrays.setAll(ring, i -> new PacketBatch());
    thread = Thread.ofPlatform().name("plimsoll-reader").daemon().start(this::run);
  }

  private void run() {
    try {
      PacketBatch batch;
      do {
        batch = awaitFree();
        if (batch == null) {
          return;
        }
        fill(batch);
        tellFilled();
      } while (batch.frames > 0 && batch.failure == null);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // Whatever goes wrong is told where the packets before it were tracked.
  @SuppressWarnings("CatchingUnchecked")
  private void fill(final PacketBatch batch) {
    try {
      reader.read(source, batch);
    } catch (final IOException | RuntimeException | Error e) {
      batch.clear();
      batch.failure = e;
    }
  }

  private @Nullable PacketBatch awaitFree() throws InterruptedException {
    synchronized (lock) {
      if (filled - done == ring.length) {
        while (filled - done > ring.length / 2 && !isClosed) {
          lock.wait();
        }
      }
      return isClosed ? null : ring[(int) (filled % ring.length)];
    }
  }

  private void tellFilled() {
    synchronized (lock) {
      filled++;
      lock.notifyAll();
    }
  }

  /**
   * The next batch, which is good until the next call. After the last one an empty batch comes
   * again and again.
   *
   * @throws IOException if the source cannot be read on
   */
  PacketBatch next() throws IOException {
    final PacketBatch batch;
    synchronized (lock) {
      if (isHolding) {
        done++;
        isHolding = false;
        if (filled - done == ring.length / 2) {
          lock.notifyAll();
        }
      }
      try {
        while (filled == done) {
          lock.wait();
        }
      } catch (final InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for packets");
      }
      batch = ring[(int) (done % ring.length)];
    }
    if (batch.failure != null) {
      throw failed(batch.failure);
    }
    isHolding = batch.frames > 0;
    return batch;
  }

  private static IOException failed(final Throwable failure) {
    if (failure instanceof final RuntimeException e) {
      throw e;
    }
    if (failure instanceof final Error e) {
      throw e;
    }
    return failure instanceof final IOException e ? e : new IOException(failure);
  }

  @Override
  public void close() {
    synchronized (lock) {
      isClosed = true;
      lock.notifyAll();
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
