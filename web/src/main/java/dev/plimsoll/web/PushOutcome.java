package dev.plimsoll.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a push, by the rules of OTLP/HTTP. */
sealed interface PushOutcome {
  /** All of it was taken. */
  record Taken() implements PushOutcome {}

  /**
   * The same may be taken later.
   *
   * @param after the time that the collector asks for, or null if it asks for none
   */
  record Later(String sentence, @Nullable Duration after) implements PushOutcome {}

  /** The same would not be taken later either. */
  record Dropped(String sentence) implements PushOutcome {}
}
