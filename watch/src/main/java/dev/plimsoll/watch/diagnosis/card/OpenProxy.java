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
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** What one client begins here is begun again to many web servers in the same moment. */
final class OpenProxy implements Detector {
  private static final int SECONDS = 300;

  @Override
  public Card card() {
    return Card.PROXY_OPEN;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    final long remotes =
        evidence.recent().outPorts().stream()
            .filter(port -> port.protocol() == Protocol.TCP && KnownPorts.isWeb(port.port()))
            .mapToLong(port -> port.sum(Measure.PARTNERS, SECONDS))
            .sum();
    if (remotes < evidence.at(Threshold.PROXY_REMOTES) || evidence.recent().web().isEmpty()) {
      return List.of();
    }
    final Tally web = evidence.recent().web().getFirst();
    return Several.of(
        evidence.present().inServices(), client -> proxy(evidence, client, web, remotes));
  }

  private List<Finding> proxy(
      final Evidence evidence, final Tally client, final Tally web, final long remotes) {
    final long open = client.total(Measure.ANSWERED) - client.total(Measure.CLOSED);
    final double confidence =
        client.protocol() != Protocol.TCP
            ? 0
            : Draft.confidence(
                open, evidence.at(Threshold.PROXY_WARN), evidence.at(Threshold.PROXY_STRONG));
    if (confidence == 0) {
      return List.of();
    }
    final double mirrored = mirrored(evidence, client, web);
    if (mirrored < evidence.at(Threshold.PROXY_MIRRORED)) {
      return List.of();
    }
    final String address = client.address().toString();
    return List.of(
        new Draft(card(), confidence)
            .about("%s at %s".formatted(address, Said.port(client)))
            .since(client.sinceMillis(Measure.STARTED))
            .fact(
                "open_sessions",
                open,
                "%s has %s sessions at once with %s"
                    .formatted(address, count(open), Said.port(client)))
            .fact(
                "mirrored_share",
                mirrored,
                "%s of what it began was begun again to web servers in the same moment"
                    .formatted(Said.share(mirrored)))
            .fact(
                "distinct_remotes", remotes, "%s web servers were called".formatted(count(remotes)))
            .filter(
                "(src:%s %s) or (proto:tcp dport:80,443 %s)"
                    .formatted(address, Said.filter(client), evidence.out()))
            .remote(address)
            .twin("a VPN", "each of its sessions is a TCP session of its own")
            .twin("a reverse proxy", "one client and many servers, not many clients and few")
            .normalFor(Role.PROXY, evidence.roles())
            .finding());
  }

  private static double mirrored(final Evidence evidence, final Tally client, final Tally web) {
    return evidence.recent().inServices().stream()
        .filter(one -> one.port() == client.port() && one.protocol() == client.protocol())
        .filter(one -> one.address().equals(client.address()))
        .mapToDouble(one -> one.togetherWith(web))
        .findFirst()
        .orElse(0);
  }
}
