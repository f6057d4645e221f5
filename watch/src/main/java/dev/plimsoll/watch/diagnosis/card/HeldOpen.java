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

/**
 * One source holds many web connections open and says hardly anything. Needs byte counters, and the
 * connections' age.
 */
final class HeldOpen implements Detector {
  @Override
  public Card card() {
    return Card.SLOWLORIS_IN;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.present().inServices(), source -> held(evidence, source));
  }

  private List<Finding> held(final Evidence evidence, final Tally source) {
    final long slow = source.total(Measure.SLOW);
    final double confidence =
        Draft.confidence(
            slow, evidence.at(Threshold.SLOWLORIS_WARN), evidence.at(Threshold.SLOWLORIS_STRONG));
    if (confidence == 0) {
      return List.of();
    }
    final String address = source.address().toString();
    final int seconds = Said.seconds(evidence, Threshold.SLOWLORIS_SECONDS);
    final int bytes = evidence.thresholds().whole(Threshold.SLOWLORIS_BYTES);
    return List.of(
        new Draft(card(), confidence)
            .about("%s at %s".formatted(address, Said.port(source)))
            .since(evidence.nowMillis() - seconds * 1_000L)
            .fact(
                "slow_connections",
                slow,
                "%s holds %s connections open at %s"
                    .formatted(address, count(slow), Said.port(source)))
            .fact(
                "bytes",
                bytes,
                "each is older than %s seconds and carried less than %s bytes"
                    .formatted(seconds, count(bytes)))
            .filter(
                "src:%s %s state:ESTABLISHED bytes<%s %s"
                    .formatted(address, Said.filter(source), bytes, evidence.in()))
            .remote(address)
            .twin("websockets", "less than %s bytes went over each".formatted(count(bytes)))
            .twin("long polling", "less than %s bytes went over each".formatted(count(bytes)))
            .finding());
  }
}
