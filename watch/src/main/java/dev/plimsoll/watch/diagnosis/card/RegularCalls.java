package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Calls;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.KnownPorts;
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;
import java.util.Locale;

/** One remote service is called at even gaps for hours. */
final class RegularCalls implements Detector {
  @Override
  public Card card() {
    return Card.BEACON;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().calls(), calls -> beacon(evidence, calls));
  }

  private List<Finding> beacon(final Evidence evidence, final Calls calls) {
    if (calls.count() < evidence.at(Threshold.BEACON_CONNECTIONS)
        || calls.spanMillis() < 1000 * evidence.at(Threshold.BEACON_SECONDS)
        || KnownPorts.isHousekeeping(calls.protocol(), calls.port())) {
      return List.of();
    }
    final double score = calls.score();
    final double confidence =
        Draft.confidence(
            score, evidence.at(Threshold.BEACON_WARN), evidence.at(Threshold.BEACON_STRONG));
    if (confidence == 0) {
      return List.of();
    }
    final String address = calls.address().toString();
    final String protocol = Protocol.displayName(calls.protocol());
    return List.of(
        new Draft(card(), confidence)
            .about("%s %s port %s".formatted(address, protocol, calls.port()))
            .since(calls.firstMillis())
            .fact(
                "connections",
                calls.count(),
                "%s calls to %s, %s port %s, in %s"
                    .formatted(
                        count(calls.count()),
                        address,
                        protocol,
                        calls.port(),
                        PlainText.span(calls.spanMillis() / 1000)))
            .fact(
                "gap_seconds",
                calls.gapMillis() / 1000.0,
                "one every %s".formatted(PlainText.span(calls.gapMillis() / 1000)))
            .fact(
                "score",
                score,
                "their evenness is %s of 1".formatted(String.format(Locale.ROOT, "%.2f", score)))
            .filter(
                "proto:%s dst:%s dport:%s ".formatted(protocol, address, calls.port())
                    + evidence.out())
            .remote(address)
            .twin("a clock or name server", "it is neither port")
            .twin("an agent of monitoring", "")
            .twin("a program that looks for updates", "")
            .normalFor(Role.MONITORING, evidence.roles())
            .finding());
  }
}
