package dev.plimsoll.app.top;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again, on a thread of its own. Counting and judging keep their pace; looks at the
 * sessions slow down where they are many, so that they take a tenth of the time at most. A new
 * question is answered at once.
 */
final class TopData implements AutoCloseable {
  private static final int REST_AFTER_LOOK = 9;

  private final HeadingSource headings;
  private final LookSource looks;
  private final long everyNanos;
  private final Consumer<Update> consumer;
  private final Thread thread =
      Thread.ofPlatform().name("plimsoll-top").daemon().unstarted(this::run);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private Question question;
  private @Nullable Question answered;
  private boolean isFrozen;
  private boolean isClosed;

  /** What was found. */
  sealed interface Update {
    record Headings(List<HeadingSource.Heading> headings) implements Update {}

    record Sessions(Look look) implements Update {}

    /** It could not be found out; what was found before stays. */
    record Failed(String sentence) implements Update {}

    /** A defect. */
    record Broken(Throwable defect) implements Update {}
  }

  /**
   * Prepares to look.
   *
   * @param consumer is called on the thread of this
   */
  TopData(
      final HeadingSource headings,
      final LookSource looks,
      final Duration every,
      final Question first,
      final Consumer<Update> consumer) {
    this.headings = headings;
    this.looks = looks;
    everyNanos = every.toNanos();
    question = first;
    this.consumer = consumer;
  }

  void start() {
    thread.start();
  }

  /**
   * Tells what is wanted from now on.
   *
   * @param frozen whether the answer is not to be refreshed
   */
  void ask(final Question wanted, final boolean frozen) {
    lock.lock();
    try {
      if (!wanted.equals(question) || frozen != isFrozen) {
        question = wanted;
        isFrozen = frozen;
        asked.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      long nextHeadings = System.nanoTime();
      long nextLook = nextHeadings;
      while (true) {
        if (System.nanoTime() - nextHeadings >= 0) {
          find(() -> new Update.Headings(headings.headings()));
          nextHeadings = Math.max(nextHeadings + everyNanos, System.nanoTime());
        }
        final Question due = due(nextLook);
        if (due != null) {
          final long begin = System.nanoTime();
          find(() -> new Update.Sessions(looks.look(due)));
          final long end = System.nanoTime();
          nextLook = Math.max(begin + everyNanos, end + REST_AFTER_LOOK * (end - begin));
        }
        if (!rest(nextHeadings, nextLook)) {
          return;
        }
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (final RuntimeException | Error e) {
      consumer.accept(new Update.Broken(e));
    }
  }

  /** The question, if it is to be answered now. */
  private @Nullable Question due(final long nextLook) {
    lock.lock();
    try {
      final boolean isNew = !question.equals(answered);
      if (isNew || !isFrozen && System.nanoTime() - nextLook >= 0) {
        answered = question;
        return question;
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private boolean rest(final long nextHeadings, final long nextLook) throws InterruptedException {
    lock.lock();
    try {
      while (!isClosed && question.equals(answered)) {
        final long now = System.nanoTime();
        final long left =
            isFrozen ? nextHeadings - now : Math.min(nextHeadings - now, nextLook - now);
        if (left <= 0 || !asked.await(left, TimeUnit.NANOSECONDS)) {
          break;
        }
      }
      return !isClosed;
    } finally {
      lock.unlock();
    }
  }

  /** Something that may fail for reasons outside. */
  @FunctionalInterface
  private interface Finding {
    Update find() throws IOException;
  }

  private void find(final Finding finding) {
    Update update;
    try {
      update = finding.find();
    } catch (final IOException e) {
      update = new Update.Failed(String.valueOf(e.getMessage()));
    }
    consumer.accept(update);
  }

  /** Ends it and waits for the look that is on its way. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      asked.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (final InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
