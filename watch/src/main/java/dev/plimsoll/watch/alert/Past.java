package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a server besides its readings. What its table consisted of is asked only when
 * there is something to tell, and an answer may wait for a disk. Where it cannot be known the
 * answer is null, and the alert goes without.
 */
public interface Past {
  /** The newest composition; a minute old, or some minutes for a very large table. */
  @Nullable Composition newest(String namespace);

  /** The newest composition that is not later than a moment, in milliseconds since 1970. */
  @Nullable Composition before(String namespace, long timeMillis);

  /**
   * The newest diagnosis, or null where nobody diagnoses. Asked after each reading, so it must be
   * at hand.
   */
  default @Nullable Diagnosis diagnosis(final String namespace) {
    return null;
  }
}
