package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.KnownPorts;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** One port of many hosts, most of which do not answer. */
final class ScanOfManyHosts implements Detector {
  @Override
  public Card card() {
    return Card.SCAN_HORIZONTAL_OUT;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().outPorts(), port -> scan(evidence, port));
  }

  private List<Finding> scan(final Evidence evidence, final Tally port) {
    final int seconds = Said.seconds(evidence, Threshold.SCAN_HOSTS_SECONDS);
    final long hosts = port.sum(Measure.PARTNERS, seconds);
    final long answered = Math.min(hosts, port.sum(Measure.PARTNERS_ANSWERED, seconds));
    final double failed = hosts == 0 ? 0 : 1 - (double) answered / hosts;
    final double confidence =
        Draft.confidence(
            hosts,
            evidence.at(Threshold.SCAN_HOSTS_WARN),
            evidence.at(Threshold.SCAN_HOSTS_STRONG));
    if (confidence == 0 || failed <= evidence.at(Threshold.SCAN_HOSTS_FAILED)) {
      return List.of();
    }
    if (isPeersPort(evidence, port, hosts) && PeerToPeer.isPeer(evidence)) {
      // A distributed hash table asks many hosts that have gone, also at its usual port.
      return List.of();
    }
    final long refused = port.sum(Measure.REFUSED, seconds);
    final Draft draft =
        new Draft(card(), confidence)
            .about(Said.port(port))
            .since(port.sinceMillis(Measure.STARTED))
            .fact(
                "distinct_remotes",
                hosts,
                "%s hosts were called at %s in %s"
                    .formatted(count(hosts), Said.port(port), PlainText.span(seconds)))
            .fact("failed_share", failed, "%s of them did not answer".formatted(Said.share(failed)))
            .fact("refused", refused, "%s connections were refused".formatted(count(refused)))
            .filter(Said.filter(port) + " " + evidence.out())
            .twin("crawler", Said.share(failed) + " failed: a crawler is mostly answered")
            .twin("Tor", "a Tor relay is mostly answered")
            .twin("a peer-to-peer program", "one local UDP port does not call many ports of peers");
    if (KnownPorts.isMail(port.port())) {
      draft.twin(
          "mail to dead servers",
          evidence.roles().contains(Role.MAIL_SERVER) ? "" : "no mail server is declared");
    }
    return List.of(draft.normalFor(Role.MONITORING, evidence.roles()).finding());
  }

  // Peers are called at one port number by UDP and TCP; the services that are scanned are not.
  private static boolean isPeersPort(final Evidence evidence, final Tally port, final long hosts) {
    return port.protocol() == Protocol.UDP
        || evidence.recent().outPorts().stream()
            .filter(other -> other.protocol() == Protocol.UDP && other.port() == port.port())
            .anyMatch(other -> other.total(Measure.PARTNERS) >= hosts);
  }
}
