package dev.plimsoll.lab.play;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** Plays the labelled set through the engine and says, in Markdown, how right the diagnosis is. */
public final class DiagnosisMatrix {
  private static final double GOAL = 0.95;

  private final List<Run> runs;

  private DiagnosisMatrix(final List<Run> runs) {
    this.runs = List.copyOf(runs);
  }

  /** A scene and a seed to play it by. */
  private record Turn(Scene scene, long seed) {
    Run play() {
      try {
        return EnginePlayer.play(scene, seed);
      } catch (final IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Plays each scene by the seeds 1 to so many, on all processors.
   *
   * @return in the set's order
   */
  public static List<Run> play(final List<Scene> scenes, final int seeds) {
    final List<Turn> turns = new ArrayList<>();
    for (final Scene scene : scenes) {
      LongStream.rangeClosed(1, seeds).forEach(seed -> turns.add(new Turn(scene, seed)));
    }
    return turns.parallelStream().map(Turn::play).toList();
  }

  /** Arguments: SEEDS [WORD]: of the scenes only those with the word in their names. */
  public static void main(final String[] arguments) {
    final String word = arguments.length > 1 ? arguments[1] : "";
    final List<Scene> scenes =
        LabelledSet.ALL.stream().filter(scene -> scene.toString().contains(word)).toList();
    final DiagnosisMatrix matrix =
        new DiagnosisMatrix(play(scenes, Integer.parseInt(arguments[0])));
    System.out.print(matrix.text());
    System.exit(matrix.isGood() ? 0 : 1);
  }

  private boolean isGood() {
    return runs.stream().noneMatch(Run::isMissed)
        && runs.stream().noneMatch(Run::isFalseAlarm)
        && right() >= GOAL * runs.size();
  }

  private long right() {
    return runs.stream().filter(Run::isClassRight).count();
  }

  private String text() {
    final StringBuilder text = new StringBuilder();
    classes(text);
    cards(text);
    wrong(text);
    return text.toString();
  }

  private void classes(final StringBuilder text) {
    final List<CauseClass> all = List.of(CauseClass.values());
    text.append(
        "%,d runs. The class is right in %,d (%.1f %%).%n%n"
            .formatted(runs.size(), right(), 100.0 * right() / runs.size()));
    text.append("| expected \\ found |");
    all.forEach(found -> text.append(' ').append(found.word()).append(" |"));
    text.append("\n|---|").append("--:|".repeat(all.size())).append('\n');
    for (final CauseClass expected : all) {
      text.append("| ").append(expected.word()).append(" |");
      for (final CauseClass found : all) {
        final long here =
            runs.stream()
                .filter(run -> run.scene().label().expected() == expected)
                .filter(run -> run.found() == found)
                .count();
        text.append(here == 0 ? " · |" : " " + here + " |");
      }
      text.append('\n');
    }
    text.append('\n');
  }

  private void cards(final StringBuilder text) {
    text.append(
        "| sign | at threshold: found in time | far above: found in time | found where it is not |\n");
    text.append("|---|--:|--:|--:|\n");
    for (final Card card : Card.values()) {
      text.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  card.id(),
                  inTime(card, Intensity.AT_THRESHOLD),
                  inTime(card, Intensity.FAR_ABOVE),
                  runs.stream().filter(run -> run.falseCards().contains(card)).count()));
    }
    text.append('\n');
  }

  private String inTime(final Card card, final Intensity intensity) {
    final List<Run> of =
        runs.stream()
            .filter(run -> run.scene().label().cards().contains(card))
            .filter(run -> run.scene().label().intensity() == intensity)
            .toList();
    return of.stream().filter(Run::isFoundInTime).count() + " of " + of.size();
  }

  private void wrong(final StringBuilder text) {
    final List<Run> wrong =
        runs.stream()
            .filter(run -> !run.isClassRight() || run.isMissed() || !run.falseCards().isEmpty())
            .sorted(Comparator.comparing(Run::isClassRight))
            .toList();
    if (!wrong.isEmpty()) {
      text.append("Not as it should be:\n\n");
      wrong.forEach(run ->
          text.append("- ")
              .append(run)
              .append(run.falseCards().isEmpty() ? "" : "; found but not there: ")
              .append(run.falseCards().isEmpty() ? "" : run.falseCards())
              .append('\n'));
    }
  }
}
