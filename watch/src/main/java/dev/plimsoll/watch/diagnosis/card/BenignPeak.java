package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.KnownPorts;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Part;
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** Most sessions are answered and completed ones to web servers or SSH: never a reason to act. */
final class BenignPeak implements Detector {
  private static final int SSH = 22;
  private static final int SECONDS = 300;

  @Override
  public Card card() {
    return Card.PEAK_BENIGN;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.present().outPorts(), port -> peak(evidence, port));
  }

  private List<Finding> peak(final Evidence evidence, final Tally port) {
    if (port.protocol() != Protocol.TCP || !KnownPorts.isWeb(port.port()) && port.port() != SSH) {
      return List.of();
    }
    final long sessions = port.total(Measure.STARTED);
    final double share = (double) sessions / Math.max(1, evidence.present().of(Part.SESSIONS));
    final double assured = (double) port.total(Measure.ASSURED) / Math.max(1, sessions);
    final double answered = answered(evidence, port);
    final double confidence =
        sessions < evidence.at(Threshold.PEAK_SESSIONS)
            ? 0
            : Draft.confidence(
                share, evidence.at(Threshold.PEAK_SHARE), evidence.at(Threshold.PEAK_SHARE_STRONG));
    if (confidence == 0 || Math.min(assured, answered) <= evidence.at(Threshold.PEAK_ANSWERED)) {
      return List.of();
    }
    return List.of(
        new Draft(card(), confidence)
            .about(Said.port(port))
            .since(evidence.nowMillis())
            .fact(
                "share",
                share,
                "%s of all sessions (%s) are with servers at %s"
                    .formatted(Said.share(share), count(sessions), Said.port(port)))
            .fact(
                "assured_share",
                assured,
                "%s of them were answered and completed".formatted(Said.share(assured)))
            .filter(Said.filter(port) + " " + evidence.out())
            .twin("a scan", "%s were answered".formatted(Said.share(answered)))
            .normalFor(port.port() == SSH ? Role.BACKUP : Role.CRAWLER, evidence.roles())
            .finding());
  }

  // Of those that began in the last minutes, also those that have gone; all if none began.
  private static double answered(final Evidence evidence, final Tally there) {
    return evidence.recent().outPorts().stream()
        .filter(port -> port.port() == there.port() && port.protocol() == there.protocol())
        .filter(port -> port.sum(Measure.STARTED, SECONDS) > 0)
        .mapToDouble(port ->
            (double) port.sum(Measure.ANSWERED, SECONDS) / port.sum(Measure.STARTED, SECONDS))
        .findFirst()
        .orElse(1);
  }
}
