package dev.plimsoll.app.demo;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The watch that a demonstration is watched by. */
public interface DemoWatch extends AutoCloseable {
  /** The newest reading, or null before the first. */
  @Nullable Reading reading();

  /** The newest diagnosis, or null before the first. */
  @Nullable Diagnosis diagnosis();

  /** Where its page is, or null if it has none. */
  @Nullable String address();

  @Override
  void close();

  /** Begins to watch. */
  @FunctionalInterface
  interface Opener {
    /**
     * Watches one namespace.
     *
     * @param every how often the count is taken
     */
    DemoWatch open(NetworkNamespace namespace, LimitRule rule, Duration every) throws IOException;
  }
}
