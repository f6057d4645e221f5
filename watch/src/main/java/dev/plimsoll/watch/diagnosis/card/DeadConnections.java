package dev.plimsoll.watch.diagnosis.card;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.Detector;
import dev.plimsoll.watch.diagnosis.Draft;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.Part;
import dev.plimsoll.watch.diagnosis.Threshold;
import java.util.List;

/** Established connections without a packet for an hour that no process has open any more. */
final class DeadConnections implements Detector {
  private static final double OWNED = 0.5;

  @Override
  public Card card() {
    return Card.STALE_ESTABLISHED;
  }

  @Override
  public List<Finding> detect(final Evidence evidence) {
    final long stale = evidence.present().of(Part.STALE);
    final double share = evidence.present().share(Part.STALE, Part.TCP);
    final double confidence =
        stale < evidence.at(Threshold.STALE_SESSIONS)
            ? 0
            : Draft.confidence(
                share, evidence.at(Threshold.STALE_WARN), evidence.at(Threshold.STALE_STRONG));
    // What a process has open is a websocket, a pool, or a mailbox that waits.
    if (confidence == 0 || evidence.ownedStale() > OWNED) {
      return List.of();
    }
    final boolean known = !Double.isNaN(evidence.ownedStale());
    final int idle = Said.seconds(evidence, Threshold.STALE_IDLE_SECONDS);
    final long timeout =
        evidence.circumstances().timeouts().tcpSeconds(dev.plimsoll.session.TcpState.ESTABLISHED);
    final String open = known ? "no process has them open" : "";
    return List.of(
        new Draft(card(), confidence)
            .about("established connections")
            .since(evidence.nowMillis() - idle * 1_000L)
            .fact(
                "stale_share",
                share,
                "%s of the TCP sessions (%s) had no packet for %s"
                    .formatted(Said.share(share), count(stale), PlainText.span(idle)))
            .fact(
                "timeout_seconds",
                timeout,
                "the kernel keeps them for %s".formatted(PlainText.span(timeout)))
            .fact(
                "owned_share",
                known ? evidence.ownedStale() : 0,
                known
                    ? "%s of them have a process".formatted(Said.share(evidence.ownedStale()))
                    : "whether a process has them open is not known")
            .filter(
                "proto:tcp state:ESTABLISHED timeout>300s timeout<%ss -direction:local"
                    .formatted(Math.max(301, timeout - idle)))
            .twin("websockets", open)
            .twin("pools of connections", open)
            .twin("mailboxes that wait (IMAP IDLE)", open)
            .finding());
  }
}
