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
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** So many look-ups of names at a few resolvers that a cache of our own would pay. */
final class ResolverLoad implements Detector {
  private static final int DNS = 53;
  private static final int SECONDS = 300;

  @Override
  public Card card() {
    return Card.DNS_HEAVY;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().outPorts(), port -> load(evidence, port));
  }

  private List<Finding> load(final Evidence evidence, final Tally port) {
    if (port.protocol() != Protocol.UDP || port.port() != DNS) {
      return List.of();
    }
    final long resolvers = port.sum(Measure.PARTNERS, SECONDS);
    final double perMinute = port.heldRate(Measure.STARTED, 60) * 60;
    final long there = evidence.present().outTo(Protocol.UDP, DNS);
    final long sessions = evidence.present().of(Part.SESSIONS);
    final double share = sessions == 0 ? 0 : (double) there / sessions;
    final double confidence =
        Math.max(
            Draft.confidence(
                perMinute, evidence.at(Threshold.DNS_WARN), evidence.at(Threshold.DNS_STRONG)),
            there < evidence.at(Threshold.DNS_SESSIONS)
                ? 0
                : Draft.confidence(
                    share,
                    evidence.at(Threshold.DNS_SHARE),
                    evidence.at(Threshold.DNS_SHARE_STRONG)));
    final boolean isAnswered =
        port.sum(Measure.ANSWERED, SECONDS) * 2 >= port.sum(Measure.STARTED, SECONDS);
    if (confidence == 0 || !isAnswered || resolvers > evidence.at(Threshold.DNS_RESOLVERS)) {
      return List.of();
    }
    return List.of(
        new Draft(card(), confidence)
            .about(Said.port(port))
            .since(port.sinceMillis(Measure.STARTED))
            .fact(
                "questions_per_minute",
                perMinute,
                "%s names a minute are asked of %s resolvers"
                    .formatted(count(Math.round(perMinute)), count(resolvers)))
            .fact("share", share, "%s of all sessions are such".formatted(Said.share(share)))
            .filter(Said.filter(port) + " " + evidence.out())
            .normalFor(Role.MAIL_SERVER, evidence.roles())
            .normalFor(Role.CRAWLER, evidence.roles())
            .normalFor(Role.RESOLVER, evidence.roles())
            .finding());
  }
}
