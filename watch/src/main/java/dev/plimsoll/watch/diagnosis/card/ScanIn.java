package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** One source tries many of our ports, most of which refuse. For information only. */
final class ScanIn implements Detector {
  @Override
  public Card card() {
    return Card.SCAN_IN;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().inSources(), source -> scan(evidence, source));
  }

  private List<Finding> scan(final Evidence evidence, final Tally source) {
    final int seconds = Said.seconds(evidence, Threshold.SCAN_IN_SECONDS);
    final long ports = source.sum(Measure.PARTNERS, seconds);
    final long started = Math.max(1, source.sum(Measure.STARTED, seconds));
    final double failed = 1 - Math.min(1, (double) source.sum(Measure.ANSWERED, seconds) / started);
    final double confidence =
        Draft.confidence(
            ports, evidence.at(Threshold.SCAN_IN_WARN), evidence.at(Threshold.SCAN_IN_STRONG));
    if (confidence == 0 || failed <= evidence.at(Threshold.SCAN_IN_FAILED)) {
      return List.of();
    }
    final String address = source.address().toString();
    return List.of(
        new Draft(card(), confidence)
            .about(address)
            .since(source.sinceMillis(Measure.STARTED))
            .fact(
                "distinct_ports",
                ports,
                "%s tried %s ports of this host in %s"
                    .formatted(address, count(ports), PlainText.span(seconds)))
            .fact("failed_share", failed, "%s were not answered".formatted(Said.share(failed)))
            .filter("src:" + address + " is:unreplied " + evidence.in())
            .remote(address)
            .twin("the Internet's background", "")
            .finding());
  }
}
