package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Held;
import dev.plimsoll.watch.diagnosis.KnownPorts;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/**
 * A long, quiet connection to a port of IRC, or to a rare port that nothing else of this host uses.
 * A hint: one such connection is at the first threshold and never above.
 */
final class CommandChannel implements Detector {
  private static final double HINT = 0.5;

  @Override
  public Card card() {
    return Card.C2_PORT;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.present().held(), held -> channel(evidence, held));
  }

  private List<Finding> channel(final Evidence evidence, final Held held) {
    if (held.ageMillis() < 1000 * evidence.at(Threshold.C2_SECONDS)) {
      return List.of();
    }
    final boolean chat = KnownPorts.isChat(held.port());
    if (!chat && !isRare(evidence, held)) {
      return List.of();
    }
    final String remote = held.remote().toString();
    final Draft draft =
        new Draft(card(), HINT)
            .about("%s tcp port %s".formatted(remote, held.port()))
            .since(evidence.nowMillis() - held.ageMillis())
            .fact(
                "age_seconds",
                held.ageMillis() / 1000.0,
                "a connection to %s, tcp port %s, has been held for %s"
                    .formatted(remote, held.port(), PlainText.span(held.ageMillis() / 1000)))
            .filter("proto:tcp dst:%s dport:%s ".formatted(remote, held.port()) + evidence.out())
            .remote(remote)
            .twin("people on IRC", chat ? "" : "it is no port of IRC");
    if (held.bytes() >= 0) {
      draft.fact("bytes", held.bytes(), "it has carried %s bytes".formatted(count(held.bytes())));
    }
    return List.of(draft.finding());
  }

  // The only connection to that port.
  private static boolean isRare(final Evidence evidence, final Held held) {
    return !KnownPorts.isPool(held.port())
        && !KnownPorts.isTor(held.port())
        && evidence.present().outTo(dev.plimsoll.session.Protocol.TCP, held.port()) <= 1;
  }
}
