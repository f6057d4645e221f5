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

/** One source makes short web connections, far more than the port is used to. */
final class RequestFlood implements Detector {
  // Before that there is no telling what is usual.
  private static final long BASELINE_MILLIS = 1_800_000;
  private static final int SECONDS = 10;

  @Override
  public Card card() {
    return Card.HTTPFLOOD_IN;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.recent().inServices(), source -> flood(evidence, source));
  }

  private List<Finding> flood(final Evidence evidence, final Tally source) {
    if (source.protocol() != Protocol.TCP || !KnownPorts.isWeb(source.port())) {
      return List.of();
    }
    final double rate = source.heldRate(Measure.STARTED, SECONDS);
    final long open = open(evidence, source);
    final double confidence =
        Math.max(
            Draft.confidence(
                rate,
                evidence.at(Threshold.HTTPFLOOD_WARN),
                evidence.at(Threshold.HTTPFLOOD_STRONG)),
            Draft.confidence(
                open,
                evidence.at(Threshold.HTTPFLOOD_OPEN_WARN),
                evidence.at(Threshold.HTTPFLOOD_OPEN_STRONG)));
    final long answered = Math.max(1, source.total(Measure.ANSWERED));
    final double isShort = Math.min(1, (double) source.total(Measure.SHORT) / answered);
    if (confidence == 0
        || isShort < evidence.at(Threshold.HTTPFLOOD_SHORT)
        || source.total(Measure.ANSWERED) * 2 < source.total(Measure.STARTED)
        || isUsual(evidence, source, rate)) {
      return List.of();
    }
    final String address = source.address().toString();
    return List.of(
        new Draft(card(), confidence)
            .about("%s at %s".formatted(address, Said.port(source)))
            .since(source.sinceMillis(Measure.STARTED))
            .fact(
                "rate",
                rate,
                "%s began %s connections a second at %s"
                    .formatted(address, count(Math.round(rate)), Said.port(source)))
            .fact("open_sessions", open, "it has %s sessions".formatted(count(open)))
            .fact(
                "short_share",
                isShort,
                "%s of its connections were over within seconds".formatted(Said.share(isShort)))
            .filter("src:" + address + " " + Said.filter(source) + " " + evidence.in())
            .remote(address)
            .twin("a launch", "visitors come from many addresses, this is one")
            .twin("a search engine", "none asks that fast")
            .twin("a content network", "it keeps its connections, these are short")
            .finding());
  }

  private static long open(final Evidence evidence, final Tally source) {
    return evidence.present().inServices().stream()
        .filter(one -> one.port() == source.port() && one.protocol() == source.protocol())
        .filter(one -> one.address().equals(source.address()))
        .mapToLong(one -> one.total(Measure.STARTED))
        .sum();
  }

  // Whether the source alone is not ten times what the whole port is used to.
  private static boolean isUsual(final Evidence evidence, final Tally source, final double rate) {
    return evidence.recent().inPorts().stream()
        .filter(port -> port.port() == source.port() && port.protocol() == source.protocol())
        .filter(port -> evidence.nowMillis() - port.beganMillis() >= BASELINE_MILLIS)
        .anyMatch(port -> rate < port.usualRate() * evidence.at(Threshold.HTTPFLOOD_BASELINE));
  }
}
