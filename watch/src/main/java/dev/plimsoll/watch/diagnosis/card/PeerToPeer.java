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

/** One local UDP port calls many hosts at ports of all kinds. */
final class PeerToPeer implements Detector {
  // A scan from one local port has one port over there, or few.
  private static final int PORTS = 20;

  @Override
  public Card card() {
    return Card.P2P;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().localUdp(), port -> peers(evidence, port));
  }

  /** Whether a local UDP port calls many ports of many hosts, as peers do, though not yet a lot. */
  static boolean isPeer(final Evidence evidence) {
    return evidence.recent().localUdp().stream()
        .anyMatch(port -> isManifold(evidence, port) && remotes(evidence, port) >= 2 * PORTS);
  }

  private static long remotes(final Evidence evidence, final Tally port) {
    return port.sum(Measure.PARTNERS, Said.seconds(evidence, Threshold.P2P_SECONDS));
  }

  private static boolean isManifold(final Evidence evidence, final Tally port) {
    return port.sum(Measure.PORTS, Said.seconds(evidence, Threshold.P2P_SECONDS)) >= PORTS;
  }

  private List<Finding> peers(final Evidence evidence, final Tally port) {
    final long remotes = remotes(evidence, port);
    final double confidence =
        Draft.confidence(
            remotes, evidence.at(Threshold.P2P_WARN), evidence.at(Threshold.P2P_STRONG));
    if (confidence == 0 || !isManifold(evidence, port)) {
      return List.of();
    }
    final int seconds = Said.seconds(evidence, Threshold.P2P_SECONDS);
    final long ports = port.sum(Measure.PORTS, seconds);
    return List.of(
        new Draft(card(), confidence)
            .about("local udp port " + port.port())
            .since(port.sinceMillis(Measure.STARTED))
            .fact(
                "distinct_remotes",
                remotes,
                "%s hosts were called from UDP port %s in %s"
                    .formatted(count(remotes), port.port(), PlainText.span(seconds)))
            .fact("distinct_ports", ports, "at %s different ports".formatted(count(ports)))
            .filter("proto:udp sport:" + port.port() + " " + evidence.out())
            .twin("WebRTC", "%s hosts are too many for calls".formatted(count(remotes)))
            .twin("a blockchain's node", "")
            .normalFor(Role.PEER_TO_PEER, evidence.roles())
            .finding());
  }
}
