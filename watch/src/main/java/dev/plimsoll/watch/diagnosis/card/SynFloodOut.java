package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** Unanswered connections to one port of one host, faster than any retry. */
final class SynFloodOut implements Detector {
  @Override
  public Card card() {
    return Card.SYNFLOOD_OUT;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().outServices(), service -> flood(evidence, service));
  }

  /** How many connections a second were begun for as long as it takes. */
  static double rate(final Evidence evidence, final Tally service) {
    return service.heldRate(
        Measure.STARTED, Said.seconds(evidence, Threshold.SYNFLOOD_OUT_SECONDS));
  }

  private List<Finding> flood(final Evidence evidence, final Tally service) {
    if (service.protocol() != Protocol.TCP) {
      return List.of();
    }
    final double rate = rate(evidence, service);
    final long started = service.total(Measure.STARTED);
    final double unanswered =
        1 - Math.min(1, (double) service.total(Measure.ANSWERED) / Math.max(1, started));
    final double confidence =
        Draft.confidence(
            rate,
            evidence.at(Threshold.SYNFLOOD_OUT_WARN),
            evidence.at(Threshold.SYNFLOOD_OUT_STRONG));
    if (confidence == 0 || unanswered <= evidence.at(Threshold.SYNFLOOD_OUT_UNANSWERED)) {
      return List.of();
    }
    final String address = service.address().toString();
    return List.of(
        new Draft(card(), confidence)
            .about("%s %s".formatted(address, Said.port(service)))
            .since(service.sinceMillis(Measure.STARTED))
            .fact(
                "rate",
                rate,
                "%s new connections a second to %s, %s"
                    .formatted(count(Math.round(rate)), address, Said.port(service)))
            .fact(
                "unanswered_share",
                unanswered,
                "%s of them were not answered".formatted(Said.share(unanswered)))
            .filter("dst:" + address + " " + Said.filter(service) + " " + evidence.out())
            .remote(address)
            .twin(
                "retries to a server that is down",
                "%s a second: a program waits before it tries again"
                    .formatted(count(Math.round(rate))))
            .finding());
  }
}
