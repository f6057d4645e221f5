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

/** So many sessions with one port of one host that the local ports run out. */
final class SourcePorts implements Detector {
  @Override
  public Card card() {
    return Card.PORTS_EXHAUSTED;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.present().outServices(), service -> used(evidence, service));
  }

  private List<Finding> used(final Evidence evidence, final Tally service) {
    final long used = service.total(Measure.STARTED);
    final int ports = evidence.circumstances().sourcePorts();
    final double share = (double) used / ports;
    final double confidence =
        Draft.confidence(
            share, evidence.at(Threshold.PORTS_WARN), evidence.at(Threshold.PORTS_STRONG));
    // Connections that nobody answers are a flood or a scan, whatever ports they take.
    if (service.protocol() != Protocol.TCP
        || confidence == 0
        || service.total(Measure.ANSWERED) * 2 < used) {
      return List.of();
    }
    final String address = service.address().toString();
    return List.of(
        new Draft(card(), confidence)
            .about("%s %s".formatted(address, Said.port(service)))
            .since(evidence.nowMillis())
            .fact(
                "used_ports",
                used,
                "%s of %s local ports are taken by sessions with %s, %s"
                    .formatted(count(used), count(ports), address, Said.port(service)))
            .filter("dst:" + address + " " + Said.filter(service) + " " + evidence.out())
            .remote(address)
            .twin("a load test", "")
            .finding());
  }
}
