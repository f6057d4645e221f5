package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** Answers of many amplifiers to questions that somebody else asked in our name. */
final class AmplifiedIn implements Detector {
  @Override
  public Card card() {
    return Card.AMPLIFIED_IN;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().amplifiers(), port -> amplified(evidence, port));
  }

  private List<Finding> amplified(final Evidence evidence, final Tally port) {
    final long sources = port.best(Measure.PARTNERS, 60);
    final double confidence =
        Draft.confidence(
            sources,
            evidence.at(Threshold.AMPLIFIED_WARN),
            evidence.at(Threshold.AMPLIFIED_STRONG));
    if (confidence == 0) {
      return List.of();
    }
    return List.of(
        new Draft(card(), confidence)
            .about("udp source port " + port.port())
            .since(port.sinceMillis(Measure.STARTED))
            .fact(
                "sources_per_minute",
                sources,
                "%s hosts sent answers from UDP port %s in a minute"
                    .formatted(count(sources), port.port()))
            .filter("proto:udp sport:" + port.port() + " " + evidence.in())
            .twin(
                "answers to our own questions",
                "those belong to sessions that this host began, and these do not")
            .finding());
  }
}
