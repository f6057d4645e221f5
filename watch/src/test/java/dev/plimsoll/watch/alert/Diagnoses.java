package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.diagnosis.Attribution;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Fact;
import dev.plimsoll.watch.diagnosis.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Diagnoses to alert on, and a past that knows the newest one. */
final class Diagnoses implements Past {
  @Nullable Diagnosis newest;

  @Override
  public @Nullable Diagnosis diagnosis(final String namespace) {
    return newest;
  }

  @Override
  public @Nullable Composition newest(final String namespace) {
    return null;
  }

  @Override
  public @Nullable Composition before(final String namespace, final long timeMillis) {
    return null;
  }

  /** A scan for SSH, by a process in /tmp. */
  static Diagnosis compromised(final long timeMillis, final double confidence) {
    return of(
        timeMillis,
        CauseClass.COMPROMISED,
        confidence,
        "tcp port 22",
        List.of(
            "7,412 remotes on tcp port 22 in 5 minutes, 98 % of them did not answer",
            "the program of qvxkzjwp (pid 4711) lies in /tmp and was deleted while it runs",
            "11,900 of 18,120 sessions are its own"));
  }

  static Diagnosis of(
      final long timeMillis,
      final CauseClass causeClass,
      final double confidence,
      final String subject,
      final List<String> reasons) {
    return new Diagnosis(
        "own",
        timeMillis,
        timeMillis - 3_600_000,
        18_120,
        causeClass,
        confidence,
        reasons,
        List.of(),
        List.of(
            new Finding(
                Card.SCAN_HORIZONTAL_OUT,
                causeClass,
                confidence,
                timeMillis - 600_000,
                subject,
                List.of(new Fact("distinct_remotes", 7_412, "7,412 remotes in 5 minutes")),
                "direction:out dport:22",
                11_900,
                List.of("198.51.100.7"),
                List.of())),
        Attribution.NONE,
        0,
        List.of());
  }

  /** Nothing was found. */
  static Diagnosis nothing(final long timeMillis) {
    return new Diagnosis(
        "own",
        timeMillis,
        timeMillis - 3_600_000,
        4_000,
        CauseClass.UNKNOWN,
        0.5,
        List.of(),
        List.of(),
        List.of(),
        Attribution.NONE,
        0,
        List.of());
  }
}
