package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import org.jspecify.annotations.Nullable;

/**
 * What is judged at one moment.
 *
 * @param diagnosis the newest; null if there is none, or none that still holds
 */
record Look(Reading reading, @Nullable Diagnosis diagnosis) {
  /** What is older says nothing about now. */
  static final long HOLDS_MILLIS = 600_000;

  /** A reading together with the diagnosis that holds at its time. */
  static Look at(final Reading reading, final Past past) {
    final Diagnosis newest = past.diagnosis(reading.namespace());
    return new Look(
        reading,
        newest != null && newest.timeMillis() >= reading.timeMillis() - HOLDS_MILLIS
            ? newest
            : null);
  }
}
