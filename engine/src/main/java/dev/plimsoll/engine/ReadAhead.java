package dev.plimsoll.engine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
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

  // Batches that were filled, by the reader; and that are not needed any more, by the taker. A
  // counter is written before it is asked whether the other thread sleeps, and read again before
  // falling asleep: so nobody sleeps for ever, and while both have work no lock is in between.
  private volatile long filled;
  private volatile long done;
  private volatile boolean isClosed;
  private volatile @Nullable Thread waiting;

  private boolean isHolding;

  ReadAhead(final FrameSource source, final PacketReader reader) {
    this.source = source;
    this.reader = reader;
    ring = new PacketBatch[source.lasting() + 1];
    Arrays.setAll(ring, i -> new PacketBatch());
    thread = Thread.ofPlatform().name("plimsoll-reader").daemon().start(this::run);
  }

  private void run() {
    PacketBatch batch;
    do {
      if (!awaitFree()) {
        return;
      }
      batch = ring[(int) (filled % ring.length)];
      fill(batch);
      tellFilled();
    } while (batch.frames > 0 && batch.failure == null);
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

  /** Whether there is a free batch; false once nobody takes any more. */
  private boolean awaitFree() {
    if (filled - done == ring.length) {
      while (filled - done > ring.length / 2 && !isClosed) {
        LockSupport.park(this);
      }
    }
    return !isClosed;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void tellFilled() {
    filled++;
    LockSupport.unpark(waiting);
  }

  /**
   * The next batch, which is good until the next call. After the last one an empty batch comes
   * again and again.
   *
   * @throws IOException if the source cannot be read on
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  PacketBatch next() throws IOException {
    if (isHolding) {
      isHolding = false;
      done++;
      if (filled - done == ring.length / 2) {
        LockSupport.unpark(thread);
      }
    }
    if (filled == done) {
      awaitFilled();
    }
    final PacketBatch batch = ring[(int) (done % ring.length)];
    if (batch.failure != null) {
      throw failed(batch.failure);
    }
    isHolding = batch.frames > 0;
    return batch;
  }

  private void awaitFilled() throws IOException {
    waiting = Thread.currentThread();
    while (filled == done) {
      LockSupport.park(this);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while waiting for packets");
      }
    }
    waiting = null;
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
    isClosed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
