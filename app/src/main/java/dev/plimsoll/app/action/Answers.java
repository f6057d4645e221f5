package dev.plimsoll.app.action;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What somebody answers to a question that is put with [y/N]. */
@FunctionalInterface
public interface Answers {
  /** An answer. */
  enum Answer {
    YES,
    NO,
    /** Nothing came in time, or nobody is there to answer. */
    NONE
  }

  /** Waits for the next answer. */
  Answer next(Duration patience) throws IOException;

  /**
   * What is typed, a line an answer. Whoever waits in vain leaves a thread behind that ends with
   * the program.
   */
  static Answers typed(final BufferedReader lines) {
    return patience -> {
      final FutureTask<Optional<String>> line =
          new FutureTask<>(() -> Optional.ofNullable(lines.readLine()));
      Thread.ofPlatform().daemon().name("plimsoll-answer").start(line);
      try {
        return line.get(patience.toMillis(), TimeUnit.MILLISECONDS)
            .map(text -> text.strip().matches("(?i)y|yes") ? Answer.YES : Answer.NO)
            .orElse(Answer.NONE);
      } catch (final TimeoutException e) {
        return Answer.NONE;
      } catch (final ExecutionException e) {
        throw new IOException("the answer cannot be read: " + e.getMessage(), e);
      } catch (final InterruptedException e) {
        Thread.currentThread().interrupt();
        return Answer.NONE;
      }
    };
  }
}
