package dev.plimsoll.kernel;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what an {@link EventSocket} tells. */
final class HeardEvents implements EventSocket.Listener {
  private static final int QUIET_MILLIS = 200;

  final List<Heard> events = new ArrayList<>();
  int overruns;

  /** One event, kept. */
  record Heard(SessionEvent.Type type, Session session, int portId, int namespaceId) {}

  @Override
  public void event(final SessionEvent event, final int namespaceId) {
    events.add(new Heard(event.type(), event.session().copy(), event.portId(), namespaceId));
  }

  @Override
  public void overrun() {
    overruns++;
  }

  /** Listens until nothing more comes. */
  void takeAll(final EventSocket socket) throws IOException {
    while (socket.awaitReadable(QUIET_MILLIS)) {
      while (socket.receive(this)) {}
    }
  }

  List<SessionEvent.Type> types() {
    return events.stream().map(Heard::type).toList();
  }
}
