package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.ArrayList;
import java.util.List;

/** UDP at one host that does not answer: many sessions, or few with very many packets. */
final class UdpFloodOut implements Detector {
  @Override
  public Card card() {
    return Card.UDPFLOOD_OUT;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    final List<Finding> findings = new ArrayList<>();
    findings.addAll(Several.of(evidence.recent().outServices(), one -> sessions(evidence, one)));
    if (findings.isEmpty()) {
      findings.addAll(Several.of(evidence.present().outUdp(), one -> packets(evidence, one)));
    }
    return findings;
  }

  /** Whether what goes to an address is a flood, and so not a scan of its ports. */
  static boolean isFlooded(final Evidence evidence, final IpAddress address) {
    return evidence.recent().outServices().stream()
        .anyMatch(one -> one.address().equals(address) && confidence(evidence, one) > 0);
  }

  private static double rate(final Evidence evidence, final Tally remote) {
    return remote.heldRate(Measure.STARTED, Said.seconds(evidence, Threshold.UDPFLOOD_SECONDS));
  }

  private static double unanswered(final Tally remote) {
    final long started = remote.total(Measure.STARTED);
    return 1 - Math.min(1, (double) remote.total(Measure.ANSWERED) / Math.max(1, started));
  }

  private static double confidence(final Evidence evidence, final Tally remote) {
    return remote.protocol() != Protocol.UDP
            || unanswered(remote) <= evidence.at(Threshold.UDPFLOOD_UNANSWERED)
        ? 0
        : Draft.confidence(
            rate(evidence, remote),
            evidence.at(Threshold.UDPFLOOD_WARN),
            evidence.at(Threshold.UDPFLOOD_STRONG));
  }

  private List<Finding> sessions(final Evidence evidence, final Tally remote) {
    final double confidence = confidence(evidence, remote);
    if (confidence == 0) {
      return List.of();
    }
    final double rate = rate(evidence, remote);
    return List.of(
        draft(evidence, confidence, remote, unanswered(remote))
            .since(remote.sinceMillis(Measure.STARTED))
            .fact(
                "rate",
                rate,
                "%s new UDP sessions a second to %s"
                    .formatted(count(Math.round(rate)), remote.address()))
            .fact(
                "unanswered_share",
                unanswered(remote),
                "%s of them were not answered".formatted(Said.share(unanswered(remote))))
            .finding());
  }

  private List<Finding> packets(final Evidence evidence, final Tally remote) {
    final long packets = remote.total(Measure.UNANSWERED_PACKETS);
    final double confidence =
        Draft.confidence(
            packets,
            evidence.at(Threshold.UDPFLOOD_PACKETS_WARN),
            evidence.at(Threshold.UDPFLOOD_PACKETS_STRONG));
    if (confidence == 0) {
      return List.of();
    }
    return List.of(
        draft(evidence, confidence, remote, 1)
            .since(evidence.nowMillis())
            .fact(
                "packets_per_second",
                packets,
                "%s UDP packets a second to %s, and no answer"
                    .formatted(count(packets), remote.address()))
            .finding());
  }

  private Draft draft(
      final Evidence evidence,
      final double confidence,
      final Tally remote,
      final double unanswered) {
    final String address = remote.address().toString();
    final String oneWay = Said.share(unanswered) + " is not answered";
    return new Draft(card(), confidence)
        .about(address)
        .filter("proto:udp dst:" + address + " " + evidence.out())
        .remote(address)
        .twin("games or telephony", oneWay + ": both go both ways")
        .twin("a VPN or QUIC", oneWay + ": both go both ways");
  }
}
