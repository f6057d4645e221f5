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
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** One source knocks at a log-in of ours again and again, each time shortly. */
final class LogInGuessingIn implements Detector {
  @Override
  public Card card() {
    return Card.BRUTEFORCE_IN;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().inServices(), source -> guessing(evidence, source));
  }

  private List<Finding> guessing(final Evidence evidence, final Tally source) {
    if (source.protocol() != Protocol.TCP || !KnownPorts.isLogInHere(source.port())) {
      return List.of();
    }
    final long tries = source.best(Measure.STARTED, 60);
    final long answered = source.total(Measure.ANSWERED);
    final double isShort =
        Math.min(1, (double) source.total(Measure.SHORT) / Math.max(1, answered));
    final double confidence =
        Draft.confidence(
            tries, evidence.at(Threshold.LOGIN_IN_WARN), evidence.at(Threshold.LOGIN_IN_STRONG));
    if (confidence == 0 || isShort < evidence.at(Threshold.LOGIN_IN_SHORT)) {
      return List.of();
    }
    final String address = source.address().toString();
    return List.of(
        new Draft(card(), confidence)
            .about("%s at %s".formatted(address, Said.port(source)))
            .since(source.sinceMillis(Measure.STARTED))
            .fact(
                "tries_per_minute",
                tries,
                "%s knocked %s times in a minute at %s"
                    .formatted(address, count(tries), Said.port(source)))
            .fact(
                "short_share",
                isShort,
                "%s of the connections were over within seconds".formatted(Said.share(isShort)))
            .filter("src:" + address + " " + Said.filter(source) + " " + evidence.in())
            .remote(address)
            .twin("an office behind one address", Said.share(isShort) + " are short: people stay")
            .twin("a build server", "")
            .finding());
  }
}
