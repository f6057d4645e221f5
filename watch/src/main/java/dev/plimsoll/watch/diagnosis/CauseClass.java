package dev.plimsoll.watch.diagnosis;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What kind of trouble a sign speaks of. */
public enum CauseClass {
  /** Somebody else uses this host. */
  COMPROMISED("compromised"),
  /** This host is the victim. */
  ATTACKED("attacked"),
  /** A setting makes sessions that need not be. */
  MISCONFIGURED("misconfigured"),
  /** The host does what it is there for. */
  BUSY("busy"),
  /** The count is not high, or nothing explains it. */
  UNKNOWN("unknown");

  private final String word;

  CauseClass(final String word) {
    this.word = word;
  }

  /** The class of a {@link #word}, or null. */
  public static @Nullable CauseClass ofWord(final String word) {
    return Arrays.stream(values())
        .filter(causeClass -> causeClass.word.equals(word))
        .findFirst()
        .orElse(null);
  }

  /** The word used in text, JSON and metrics. */
  public String word() {
    return word;
  }
}
