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
import java.util.ArrayList;
import java.util.List;

/**
 * A service of ours answers questions with forged senders. The kernel's byte counters tell how much
 * larger the answers are; without them this is a guess.
 */
final class Reflector implements Detector {
  private static final double GUESS = 0.5;
  private static final double CERTAIN = 0.9;

  @Override
  public Card card() {
    return Card.REFLECTOR;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    final List<Finding> findings = new ArrayList<>();
    findings.addAll(Several.of(evidence.recent().inPorts(), port -> open(evidence, port)));
    findings.addAll(Several.of(evidence.recent().inServices(), one -> amplified(evidence, one)));
    return findings;
  }

  private List<Finding> open(final Evidence evidence, final Tally port) {
    if (!isOurs(port) || !KnownPorts.isNeverPublic(port.port())) {
      return List.of();
    }
    final long answered = port.total(Measure.ANSWERED);
    if (answered == 0) {
      return List.of();
    }
    return List.of(
        new Draft(card(), CERTAIN)
            .about(Said.port(port))
            .since(port.sinceMillis(Measure.STARTED))
            .fact(
                "answers",
                answered,
                "%s questions from outside were answered at %s, which nobody should offer"
                    .formatted(count(answered), Said.port(port)))
            .filter(Said.filter(port) + " " + evidence.in())
            .twin("a public service", "no such service belongs on the Internet")
            .finding());
  }

  private List<Finding> amplified(final Evidence evidence, final Tally service) {
    if (!isOurs(service) || KnownPorts.isNeverPublic(service.port())) {
      return List.of();
    }
    final long questions = service.best(Measure.STARTED, 60);
    final double confidence =
        Draft.confidence(
            questions,
            evidence.at(Threshold.REFLECTOR_WARN),
            evidence.at(Threshold.REFLECTOR_STRONG));
    if (confidence == 0 || service.total(Measure.ANSWERED) * 2 < service.total(Measure.STARTED)) {
      return List.of();
    }
    final double ratio = ratio(evidence, service);
    if (ratio < evidence.at(Threshold.REFLECTOR_RATIO)) {
      return List.of();
    }
    final boolean counted = !Double.isNaN(ratio);
    final String address = service.address().toString();
    final Draft draft =
        new Draft(card(), counted ? confidence : Math.min(confidence, GUESS))
            .about("%s, asked as %s".formatted(Said.port(service), address))
            .since(service.sinceMillis(Measure.STARTED))
            .fact(
                "questions_per_minute",
                questions,
                "%s questions in a minute at %s in the name of %s"
                    .formatted(count(questions), Said.port(service), address))
            .filter("src:" + address + " " + Said.filter(service) + " " + evidence.in())
            .remote(address)
            .twin(
                "a public name or time server",
                counted ? "the answers are much larger than the questions" : "");
    if (counted) {
      draft.fact(
          "bytes_ratio",
          ratio,
          "the answers are %s times as large as the questions".formatted(count(Math.round(ratio))));
    }
    return List.of(draft.normalFor(Role.RESOLVER, evidence.roles()).finding());
  }

  private static boolean isOurs(final Tally tally) {
    return tally.protocol() == Protocol.UDP && KnownPorts.isAmplifier(tally.port());
  }

  // NaN where nothing is counted.
  private static double ratio(final Evidence evidence, final Tally service) {
    long in = service.bytesIn();
    long out = service.bytesOut();
    for (final Tally there : evidence.present().inServices()) {
      if (there.port() == service.port()
          && there.protocol() == service.protocol()
          && there.address().equals(service.address())) {
        in += there.bytesIn();
        out += there.bytesOut();
      }
    }
    return in == 0 ? Double.NaN : (double) out / in;
  }
}
