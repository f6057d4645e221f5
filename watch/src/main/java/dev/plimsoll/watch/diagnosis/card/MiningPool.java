package dev.plimsoll.watch.diagnosis.card;

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
 * A steady connection to a port of mining pools by a process that keeps a processor busy. Of a
 * process that cannot be seen the load of all processors has to tell; where that is not known
 * either this stays below the first threshold.
 */
final class MiningPool implements Detector {
  private static final double GUESS = 0.4;

  @Override
  public Card card() {
    return Card.MINER;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    return Several.of(evidence.present().held(), held -> pool(evidence, held));
  }

  private List<Finding> pool(final Evidence evidence, final Held held) {
    final boolean isSeen = !Double.isNaN(evidence.poolCpu());
    final double cpu = isSeen ? evidence.poolCpu() : evidence.circumstances().cpuShare();
    final double age =
        Draft.confidence(
            held.ageMillis() / 1000.0,
            evidence.at(Threshold.MINER_SECONDS),
            evidence.at(Threshold.MINER_STRONG_SECONDS));
    final boolean isBusy = cpu > evidence.at(Threshold.MINER_CPU);
    if (!KnownPorts.isPool(held.port()) || age == 0 || !Double.isNaN(cpu) && !isBusy) {
      return List.of();
    }
    final String remote = held.remote().toString();
    return List.of(
        new Draft(card(), isBusy ? age : GUESS)
            .about("%s tcp port %s".formatted(remote, held.port()))
            .since(evidence.nowMillis() - held.ageMillis())
            .fact(
                "age_seconds",
                held.ageMillis() / 1000.0,
                "a connection to %s, tcp port %s of mining pools, has been held for %s"
                    .formatted(remote, held.port(), PlainText.span(held.ageMillis() / 1000)))
            .fact("cpu_share", isBusy ? cpu : 0, busy(isSeen, cpu))
            .filter("proto:tcp dst:%s dport:%s ".formatted(remote, held.port()) + evidence.out())
            .remote(remote)
            .twin(
                "another service at that port",
                !isBusy
                    ? ""
                    : isSeen
                        ? "its process works all the time"
                        : "the processors are busy all the time")
            .finding());
  }

  private static String busy(final boolean isSeen, final double cpu) {
    if (isSeen) {
      return "its process keeps %s of a processor busy".formatted(Said.share(cpu));
    }
    return Double.isNaN(cpu)
        ? "how busy the processors are is not known"
        : "the processors were %s busy".formatted(Said.share(cpu));
  }
}
