package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Held;
import dev.plimsoll.watch.diagnosis.KnownPorts;
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** Connections to the ports of Tor's relays, or from others to ours. */
final class Tor implements Detector {
  @Override
  public Card card() {
    return Card.TOR;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    final List<Held> out =
        evidence.present().held().stream().filter(held -> KnownPorts.isTor(held.port())).toList();
    final long relays = out.stream().map(Held::remote).distinct().count();
    final long clients =
        evidence.present().torClients().stream().map(Held::remote).distinct().count();
    final double confidence =
        Draft.confidence(
            relays + clients,
            evidence.at(Threshold.TOR_RELAYS_WARN),
            evidence.at(Threshold.TOR_RELAYS_STRONG));
    if (confidence == 0) {
      return List.of();
    }
    final Draft draft =
        new Draft(card(), confidence)
            .about(clients > 0 ? "a Tor relay" : "Tor")
            .since(since(evidence, out))
            .fact(
                "relays",
                relays,
                "%s hosts are connected at the ports of Tor relays".formatted(count(relays)))
            .filter(
                clients > 0
                    ? "proto:tcp dport:9001,9030"
                    : "proto:tcp dport:9001,9030 " + evidence.out());
    if (clients > 0) {
      draft.fact(
          "clients",
          clients,
          "%s hosts are connected to Tor's ports here".formatted(count(clients)));
    }
    return List.of(draft.normalFor(Role.TOR_RELAY, evidence.roles()).finding());
  }

  private static long since(final Evidence evidence, final List<Held> held) {
    return evidence.nowMillis() - held.stream().mapToLong(Held::ageMillis).max().orElse(0);
  }
}
