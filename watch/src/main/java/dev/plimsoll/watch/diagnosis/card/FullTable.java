package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** The kernel's own limit is near, or has cost packets or entries. */
final class FullTable implements Detector {
  private static final double LOST = 0.95;

  @Override
  public Card card() {
    return Card.TABLE_FULL;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    final Ceiling ceiling = evidence.circumstances().ceiling();
    final double share =
        ceiling.maximum() == 0 ? 0 : (double) ceiling.entries() / ceiling.maximum();
    // More than nine tenths, not nine tenths.
    final double near =
        Draft.confidence(
            Math.nextDown(share),
            evidence.at(Threshold.FULL_WARN),
            evidence.at(Threshold.FULL_STRONG));
    final double confidence = ceiling.losses() > 0 ? Math.max(LOST, near) : near;
    if (confidence == 0) {
      return List.of();
    }
    final Draft draft =
        new Draft(card(), confidence).about("the kernel's table").since(evidence.nowMillis());
    if (ceiling.losses() > 0) {
      draft.fact(
          "losses",
          ceiling.losses(),
          "the kernel dropped %s packets or entries of its table"
              .formatted(count(ceiling.losses())));
    }
    return List.of(
        draft
            .fact(
                "share",
                share,
                "%s of at most %s entries are there"
                    .formatted(count(ceiling.entries()), count(ceiling.maximum())))
            .filter("any")
            .finding());
  }
}
