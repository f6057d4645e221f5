package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleBuffer;
import java.util.List;

/**
 * Plimsoll's own sessions, which are no sign of anything. Immutable.
 *
 * @param listeningPorts TCP ports on which it serves its page and metrics
 * @param receivers where it sends alerts and metrics to, over TCP
 */
public record OwnTraffic(List<Integer> listeningPorts, List<Receiver> receivers) {
  /** It neither listens nor sends. */
  public static final OwnTraffic NONE = new OwnTraffic(List.of(), List.of());

  /** An address and port that it sends to. */
  public record Receiver(IpAddress address, int port) {}

  public OwnTraffic {
    listeningPorts = List.copyOf(listeningPorts);
    receivers = List.copyOf(receivers);
  }

  /** Whether a session of this side is its own. Makes no object. */
  boolean has(final Side side, final Session session) {
    if (session.protocol() != Protocol.TCP) {
      return false;
    }
    return side == Side.IN ? isServed(session.original()) : isSent(session.original());
  }

  private boolean isServed(final TupleBuffer original) {
    for (int i = 0; i < listeningPorts.size(); i++) {
      if (listeningPorts.get(i) == original.destinationPort()) {
        return true;
      }
    }
    return false;
  }

  private boolean isSent(final TupleBuffer original) {
    for (int i = 0; i < receivers.size(); i++) {
      final Receiver receiver = receivers.get(i);
      if (receiver.port() == original.destinationPort()
          && receiver.address().low() == original.destinationLow()
          && receiver.address().high() == original.destinationHigh()) {
        return true;
      }
    }
    return false;
  }
}
