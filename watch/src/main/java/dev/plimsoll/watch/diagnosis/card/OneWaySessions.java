package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Measure;
import dev.plimsoll.watch.diagnosis.Part;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.ArrayList;
import java.util.List;

/** Sessions of which only one direction is seen, or UDP to a host that is not there. */
final class OneWaySessions implements Detector {
  @Override
  public Card card() {
    return Card.UNREPLIED_LEAK;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    final List<Finding> findings = new ArrayList<>();
    findings.addAll(established(evidence));
    findings.addAll(Several.of(evidence.present().outUdp(), remote -> deadHost(evidence, remote)));
    return findings;
  }

  private static double confidence(final Evidence evidence, final long sessions) {
    final double share = share(evidence, sessions);
    return sessions < evidence.at(Threshold.LEAK_SESSIONS)
        ? 0
        : Draft.confidence(
            share, evidence.at(Threshold.LEAK_WARN), evidence.at(Threshold.LEAK_STRONG));
  }

  private static double share(final Evidence evidence, final long sessions) {
    return (double) sessions / Math.max(1, evidence.present().of(Part.SESSIONS));
  }

  private List<Finding> established(final Evidence evidence) {
    final long oneWay = evidence.present().of(Part.ESTABLISHED_ONE_WAY);
    final double confidence = confidence(evidence, oneWay);
    if (confidence == 0) {
      return List.of();
    }
    return List.of(
        new Draft(card(), confidence)
            .about("established connections in one direction")
            .since(evidence.nowMillis())
            .fact(
                "one_way_share",
                share(evidence, oneWay),
                "%s of all sessions (%s) are established and were never answered"
                    .formatted(Said.share(share(evidence, oneWay)), count(oneWay)))
            .filter("proto:tcp state:ESTABLISHED is:unreplied -direction:local")
            .twin("answers that come another way (asymmetric routing)", "")
            .twin("traffic shaping", "")
            .finding());
  }

  private List<Finding> deadHost(final Evidence evidence, final Tally remote) {
    final long oneWay = remote.total(Measure.STARTED) - remote.total(Measure.ANSWERED);
    final double confidence = confidence(evidence, oneWay);
    if (confidence == 0
        || oneWay * 10 < remote.total(Measure.STARTED) * 9
        || UdpFloodOut.isFlooded(evidence, remote.address())) {
      return List.of();
    }
    final String address = remote.address().toString();
    return List.of(
        new Draft(card(), confidence)
            .about("udp to " + address)
            .since(evidence.nowMillis())
            .fact(
                "one_way_share",
                share(evidence, oneWay),
                "%s of all sessions (%s) are UDP to %s, which does not answer"
                    .formatted(Said.share(share(evidence, oneWay)), count(oneWay), address))
            .filter("proto:udp is:unreplied dst:" + address + " " + evidence.out())
            .remote(address)
            .twin("a service that never answers, such as a log server", "")
            .finding());
  }
}
