package dev.plimsoll.lab.play;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a diagnosis said of a scene.
 *
 * @param strongest the strongest one of all looks: if one said compromised that one, else the one
 *     with the surest finding
 * @param isFoundInTime whether the label's sign was found within its window
 * @param falseCards signs that were found and are not there
 */
public record Run(
    Scene scene, long seed, Diagnosis strongest, boolean isFoundInTime, Set<Card> falseCards) {
  public Run {
    falseCards = Set.copyOf(falseCards);
  }

  public CauseClass found() {
    return strongest.causeClass();
  }

  public boolean isClassRight() {
    return found() == scene.label().expected();
  }

  /** Whether something harmless was called compromised. */
  public boolean isFalseAlarm() {
    return scene.label().expected() != CauseClass.COMPROMISED && found() == CauseClass.COMPROMISED;
  }

  /** Whether something that is far above its threshold was not found in time. */
  public boolean isMissed() {
    return scene.label().intensity() == Intensity.FAR_ABOVE
        && !scene.label().cards().isEmpty()
        && !isFoundInTime;
  }

  @Override
  public String toString() {
    return "%s, seed %s: %s %.2f%s%s, %s sessions, %s %s"
        .formatted(
            scene,
            seed,
            found().word(),
            strongest.confidence(),
            isClassRight() ? "" : " instead of " + scene.label().expected().word(),
            scene.label().cards().isEmpty() || isFoundInTime ? "" : ", not found in time",
            strongest.sessions(),
            strongest.findings().stream()
                .map(finding -> "%s %.2f".formatted(finding.card().id(), finding.confidence()))
                .collect(Collectors.joining(", ", "[", "]")),
            strongest.reasons());
  }
}
