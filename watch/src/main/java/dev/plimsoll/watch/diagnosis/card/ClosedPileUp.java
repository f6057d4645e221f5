package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.KnownPorts;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Part;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Most sessions are closed connections with the same few ends: none is used twice. */
final class ClosedPileUp implements Detector {
  private static final double OF_FEW = 0.5;

  @Override
  public Card card() {
    return Card.TIMEWAIT_PILEUP;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    final long closed = evidence.present().of(Part.TIME_WAIT);
    final double share = evidence.present().share(Part.TIME_WAIT, Part.SESSIONS);
    // More than half, not half.
    final double confidence =
        closed < evidence.at(Threshold.TIMEWAIT_SESSIONS)
            ? 0
            : Draft.confidence(
                Math.nextDown(share),
                evidence.at(Threshold.TIMEWAIT_WARN),
                evidence.at(Threshold.TIMEWAIT_STRONG));
    if (confidence == 0) {
      return List.of();
    }
    final List<Tally> ends =
        Stream.concat(
                evidence.present().outServices().stream(), evidence.present().inServices().stream())
            .sorted(Comparator.comparingLong(ClosedPileUp::closed).reversed())
            .limit(evidence.thresholds().whole(Threshold.TIMEWAIT_REMOTES))
            .toList();
    final long ofFew = ends.stream().mapToLong(ClosedPileUp::closed).sum();
    final long ofDatabases =
        evidence.present().outPorts().stream()
            .filter(port -> KnownPorts.isDatabase(port.port()))
            .mapToLong(ClosedPileUp::closed)
            .sum();
    if (ofFew < OF_FEW * closed && ofDatabases < OF_FEW * closed) {
      // A web server whose visitors all come once.
      return List.of();
    }
    final Tally most = ends.getFirst();
    return List.of(
        new Draft(card(), confidence)
            .about("closed connections")
            .since(evidence.nowMillis())
            .fact(
                "time_wait_share",
                share,
                "%s of all sessions (%s) are closed connections"
                    .formatted(Said.share(share), count(closed)))
            .fact(
                "of_few",
                ofFew,
                "%s of them are with %s ends, most with %s, %s"
                    .formatted(count(ofFew), ends.size(), most.address(), Said.port(most)))
            .filter("proto:tcp state:TIME_WAIT -direction:local")
            .remote(most.address().toString())
            .twin("a busy web server", "its visitors are many, these ends are few")
            .finding());
  }

  private static long closed(final Tally tally) {
    return tally.total(Measure.CLOSED);
  }
}
