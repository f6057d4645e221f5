package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Part;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.ArrayList;
import java.util.List;

/** Handshakes that nobody completes: half of the table, or faster than people come. */
final class SynFloodIn implements Detector {
  @Override
  public Card card() {
    return Card.SYNFLOOD_IN;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    final List<Finding> findings = new ArrayList<>();
    findings.addAll(Several.of(evidence.recent().inPorts(), port -> fast(evidence, port)));
    if (findings.isEmpty()) {
      findings.addAll(Several.of(evidence.present().inPorts(), port -> many(evidence, port)));
    }
    return findings;
  }

  private List<Finding> fast(final Evidence evidence, final Tally port) {
    if (port.protocol() != Protocol.TCP) {
      return List.of();
    }
    final int seconds = Said.seconds(evidence, Threshold.SYNFLOOD_IN_SECONDS);
    final double rate = port.heldRate(Measure.STARTED, seconds);
    final long started = port.total(Measure.STARTED);
    final double assured = Math.min(1, (double) port.total(Measure.ASSURED) / Math.max(1, started));
    final long sources = port.total(Measure.PARTNERS);
    final double confidence =
        Draft.confidence(
            rate,
            evidence.at(Threshold.SYNFLOOD_IN_WARN),
            evidence.at(Threshold.SYNFLOOD_IN_STRONG));
    if (confidence == 0
        || assured > evidence.at(Threshold.SYNFLOOD_IN_ASSURED)
        || sources < evidence.at(Threshold.SYNFLOOD_IN_SOURCES)) {
      return List.of();
    }
    return List.of(
        draft(evidence, confidence, port, assured)
            .since(port.sinceMillis(Measure.STARTED))
            .fact(
                "rate",
                rate,
                "%s new connections a second at %s"
                    .formatted(count(Math.round(rate)), Said.port(port)))
            .fact(
                "assured_share",
                assured,
                "%s of them were completed".formatted(Said.share(assured)))
            .fact("distinct_sources", sources, "%s sources".formatted(count(sources)))
            .finding());
  }

  private List<Finding> many(final Evidence evidence, final Tally port) {
    final long halfOpen = port.total(Measure.HALF_OPEN);
    final double share = evidence.present().share(Part.SYN_RECV_IN, Part.SESSIONS);
    final long sources = port.total(Measure.PARTNERS);
    // More than so many, not as many.
    final double confidence =
        Draft.confidence(
            halfOpen - 1,
            evidence.at(Threshold.SYNFLOOD_IN_SESSIONS),
            evidence.at(Threshold.SYNFLOOD_IN_SESSIONS_STRONG));
    if (confidence == 0
        || share <= evidence.at(Threshold.SYNFLOOD_IN_SHARE)
        || sources < evidence.at(Threshold.SYNFLOOD_IN_SOURCES)) {
      return List.of();
    }
    final double assured =
        (double) port.total(Measure.ASSURED) / Math.max(1, port.total(Measure.STARTED));
    return List.of(
        draft(evidence, confidence, port, assured)
            .since(evidence.nowMillis())
            .fact(
                "half_open",
                halfOpen,
                "%s half-open connections at %s".formatted(count(halfOpen), Said.port(port)))
            .fact(
                "half_open_share",
                share,
                "%s of all sessions are half open".formatted(Said.share(share)))
            .fact("distinct_sources", sources, "%s sources".formatted(count(sources)))
            .finding());
  }

  private Draft draft(
      final Evidence evidence, final double confidence, final Tally port, final double assured) {
    return new Draft(card(), confidence)
        .about(Said.port(port))
        .filter("%s state:SYN_SENT,SYN_RECV %s".formatted(Said.filter(port), evidence.in()))
        .twin(
            "a crowd of visitors",
            Said.share(assured) + " of the connections are completed: visitors complete theirs");
  }
}
