package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Features;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.KnownPorts;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.PrivateAddress;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.ArrayList;
import java.util.List;

/**
 * Short connections to services that people log in to: answered ones to many hosts, or many to one.
 * Who does not answer is a matter of the scan of many hosts, so the two rest on different sessions.
 * Short, answered connections to a database of one's own network are those of an application that
 * keeps no pool: {@link ClosedPileUp}'s.
 */
final class LogInGuessingOut implements Detector {
  @Override
  public Card card() {
    return Card.BRUTEFORCE_OUT;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    final List<Finding> findings = new ArrayList<>();
    findings.addAll(Several.of(evidence.recent().outPorts(), port -> many(evidence, port)));
    findings.addAll(Several.of(evidence.recent().outServices(), one -> few(evidence, one)));
    return findings;
  }

  private List<Finding> many(final Evidence evidence, final Tally port) {
    if (!isLogIn(port)) {
      return List.of();
    }
    final int seconds = Said.seconds(evidence, Threshold.LOGIN_SECONDS);
    final long remotes = port.sum(Measure.PARTNERS_SHORT, seconds);
    final double confidence =
        Draft.confidence(
            remotes,
            evidence.at(Threshold.LOGIN_REMOTES_WARN),
            evidence.at(Threshold.LOGIN_REMOTES_STRONG));
    final double share = shortShare(port, seconds, port.sum(Measure.ANSWERED, seconds));
    if (confidence == 0 || share < evidence.at(Threshold.LOGIN_SHORT_SHARE)) {
      return List.of();
    }
    return List.of(
        draft(evidence, confidence, port, seconds, share)
            .about(Said.port(port))
            .fact(
                "distinct_remotes",
                remotes,
                "%s hosts had connections of less than %s seconds at %s in %s"
                    .formatted(
                        count(remotes),
                        Features.SHORT_SECONDS,
                        Said.port(port),
                        PlainText.span(seconds)))
            .fact(
                "short_share",
                share,
                "%s of what was answered was that short".formatted(Said.share(share)))
            .filter(Said.filter(port) + " " + evidence.out())
            .finding());
  }

  private List<Finding> few(final Evidence evidence, final Tally service) {
    if (!isLogIn(service) || isOwnDatabase(service)) {
      return List.of();
    }
    final int seconds = Said.seconds(evidence, Threshold.LOGIN_SECONDS);
    final long answered = service.sum(Measure.SHORT, seconds);
    final long refused = service.sum(Measure.REFUSED, seconds);
    final long tries = answered + refused;
    final double confidence =
        Draft.confidence(
            tries,
            evidence.at(Threshold.LOGIN_SHORT_WARN),
            evidence.at(Threshold.LOGIN_SHORT_STRONG));
    final double share =
        Math.min(1, (double) tries / Math.max(1, service.sum(Measure.STARTED, seconds)));
    if (confidence == 0
        || share < evidence.at(Threshold.LOGIN_SHORT_SHARE)
        || SynFloodOut.rate(evidence, service) >= evidence.at(Threshold.SYNFLOOD_OUT_WARN)) {
      return List.of();
    }
    final String address = service.address().toString();
    return List.of(
        draft(evidence, confidence, service, seconds, share)
            .about("%s %s".formatted(address, Said.port(service)))
            .fact(
                "short_connections",
                tries,
                "%s connections of less than %s seconds to %s, %s, in %s"
                    .formatted(
                        count(tries),
                        Features.SHORT_SECONDS,
                        address,
                        Said.port(service),
                        PlainText.span(seconds)))
            .fact("refused", refused, "%s of them were refused".formatted(count(refused)))
            .filter("dst:" + address + " " + Said.filter(service) + " " + evidence.out())
            .remote(address)
            .finding());
  }

  private Draft draft(
      final Evidence evidence,
      final double confidence,
      final Tally tally,
      final int seconds,
      final double share) {
    final String isShort = Said.share(share) + " of the connections are short";
    return new Draft(card(), confidence)
        .since(tally.sinceMillis(Measure.STARTED))
        .twin("git or rsync", isShort + ", and there are many within " + PlainText.span(seconds))
        .twin("Ansible", isShort + ": Ansible keeps its connections")
        .twin("a backup", isShort + ": a backup's last")
        .normalFor(dev.plimsoll.watch.diagnosis.Role.MONITORING, evidence.roles());
  }

  private static boolean isLogIn(final Tally tally) {
    return tally.protocol() == Protocol.TCP && KnownPorts.isLogIn(tally.port());
  }

  private static boolean isOwnDatabase(final Tally service) {
    return KnownPorts.isDatabase(service.port())
        && PrivateAddress.is(service.address())
        && service.total(Measure.REFUSED) == 0;
  }

  private static double shortShare(final Tally tally, final int seconds, final long answered) {
    return Math.min(1, (double) tally.sum(Measure.SHORT, seconds) / Math.max(1, answered));
  }
}
