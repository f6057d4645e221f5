package dev.plimsoll.lab.play;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Finding;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what was said of a scene at its looks. One thread. */
public final class Looks {
  // Below it a finding is a guess, which no verdict rests on.
  private static final double SURE = 0.5;

  private final Scene scene;
  private final long inTimeMillis;
  private final Set<Card> falseCards = EnumSet.noneOf(Card.class);
  private @Nullable Diagnosis strongest;
  private boolean isFoundInTime;

  /** No look yet. */
  public Looks(final Scene scene) {
    this.scene = scene;
    inTimeMillis =
        Stage.START_MILLIS
            + 1_000L * (Scene.ONSET_SECONDS + scene.label().windowSeconds() + scene.lookSeconds());
  }

  /** Takes what a look said. */
  public void add(final Diagnosis diagnosis) {
    if (strongest == null || isStronger(diagnosis, strongest)) {
      strongest = diagnosis;
    }
    for (final Finding finding : diagnosis.findings()) {
      if (finding.confidence() >= SURE) {
        isFoundInTime |=
            scene.label().cards().contains(finding.card())
                && diagnosis.timeMillis() <= inTimeMillis;
        if (!scene.label().allows(finding.card())) {
          falseCards.add(finding.card());
        }
      }
    }
  }

  // The worst there is, then the surest finding, then the latest.
  private static boolean isStronger(final Diagnosis one, final Diagnosis other) {
    final boolean oneIsWorst = one.causeClass() == CauseClass.COMPROMISED;
    final boolean otherIsWorst = other.causeClass() == CauseClass.COMPROMISED;
    return oneIsWorst == otherIsWorst ? surest(one) >= surest(other) : oneIsWorst;
  }

  private static double surest(final Diagnosis diagnosis) {
    return diagnosis.findings().stream().mapToDouble(Finding::confidence).max().orElse(0);
  }

  /**
   * What came out.
   *
   * @throws IllegalStateException if nobody looked
   */
  public Run run(final long seed) {
    if (strongest == null) {
      throw new IllegalStateException("nobody looked at " + scene);
    }
    return new Run(scene, seed, strongest, isFoundInTime, falseCards);
  }
}
