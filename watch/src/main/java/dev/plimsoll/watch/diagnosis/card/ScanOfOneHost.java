package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** Many ports of one host, most of which do not answer. */
final class ScanOfOneHost implements Detector {
  @Override
  public Card card() {
    return Card.SCAN_VERTICAL_OUT;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().outRemotes(), remote -> scan(evidence, remote));
  }

  private List<Finding> scan(final Evidence evidence, final Tally remote) {
    final int seconds = Said.seconds(evidence, Threshold.SCAN_PORTS_SECONDS);
    final long ports = remote.sum(Measure.PARTNERS, seconds);
    final long answered = Math.min(ports, remote.sum(Measure.PARTNERS_ANSWERED, seconds));
    final double failed = ports == 0 ? 0 : 1 - (double) answered / ports;
    final double confidence =
        Draft.confidence(
            ports,
            evidence.at(Threshold.SCAN_PORTS_WARN),
            evidence.at(Threshold.SCAN_PORTS_STRONG));
    if (confidence == 0
        || failed <= evidence.at(Threshold.SCAN_PORTS_FAILED)
        || UdpFloodOut.isFlooded(evidence, remote.address())) {
      return List.of();
    }
    final String address = remote.address().toString();
    return List.of(
        new Draft(card(), confidence)
            .about(address)
            .since(remote.sinceMillis(Measure.STARTED))
            .fact(
                "distinct_ports",
                ports,
                "%s ports of %s were called in %s"
                    .formatted(count(ports), address, PlainText.span(seconds)))
            .fact("failed_share", failed, "%s of them did not answer".formatted(Said.share(failed)))
            .filter("dst:" + address + " " + evidence.out())
            .remote(address)
            .twin("an administrator's own scan", "")
            .twin("passive FTP", Said.share(failed) + " failed: the ports of FTP answer")
            .normalFor(Role.MONITORING, evidence.roles())
            .finding());
  }
}
