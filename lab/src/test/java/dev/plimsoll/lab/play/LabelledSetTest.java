package dev.plimsoll.lab.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.diagnosis.Card;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The goals of the diagnosis, over each scene once. */
class LabelledSetTest {
  private static final List<Run> RUNS = DiagnosisMatrix.play(LabelledSet.ALL, 1);

  @Test
  void whatIsFarAboveItsThresholdIsFoundWithinItsWindow() {
    assertThat(RUNS).filteredOn(Run::isMissed).isEmpty();
  }

  @Test
  void nothingHarmlessIsCalledCompromised() {
    assertThat(RUNS).filteredOn(Run::isFalseAlarm).isEmpty();
  }

  @Test
  void theClassIsRightInNineteenOfTwentyRuns() {
    final List<Run> wrong = RUNS.stream().filter(run -> !run.isClassRight()).toList();
    assertThat(wrong.size()).as(wrong.toString()).isLessThanOrEqualTo(RUNS.size() / 20);
  }

  @Test
  void eachSignIsPlayedAtItsThresholdAndFarAbove() {
    for (final Intensity intensity : List.of(Intensity.AT_THRESHOLD, Intensity.FAR_ABOVE)) {
      assertThat(
              LabelledSet.ALL.stream()
                  .map(Scene::label)
                  .filter(label -> label.intensity() == intensity)
                  .flatMap(label -> label.cards().stream()))
          .containsAll(Arrays.asList(Card.values()));
    }
  }

  @Test
  void theSameSceneAndSeedGiveTheSamePackets() {
    final Scene scene = LabelledSet.ALL.getFirst();
    assertThat(packets(scene, 7)).isEqualTo(packets(scene, 7)).isNotEqualTo(packets(scene, 8));
  }

  private static int packets(final Scene scene, final long seed) {
    final Stage stage = scene.stage(seed);
    int hash = 0;
    while (stage.next((Stage.START_MILLIS + scene.lastsSeconds() * 1_000L) * 1_000)) {
      for (int i = 0; i < stage.length(); i++) {
        hash = 31 * hash + stage.bytes()[i];
      }
    }
    return hash;
  }
}
