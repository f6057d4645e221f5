package dev.plimsoll.kernel;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.util.Set;

/**
 * The events of one namespace's table as they happen, handed out in the caller's thread.
 *
 * <p>Of a session that began before anybody listened, a kernel with its default setting
 * (nf_conntrack_events=2) tells nothing. Needs CAP_NET_ADMIN. Not thread safe.
 */
public final class EventStream implements AutoCloseable {
  private final EventSocket socket;
  private final Ears ears;

  /** Takes what happened, in its order. */
  public interface Listener {
    /** Takes one event, which is filled anew for each call. */
    void event(SessionEvent event);

    /** The buffer was full: events were lost before the next one. */
    void overrun();
  }

  private EventStream(final EventSocket socket, final Ears ears) {
    this.socket = socket;
    this.ears = ears;
  }

  /**
   * Begins to hear. From the return on no event is missed without {@link Listener#overrun}.
   *
   * @param types the kinds of events to hear
   * @param bufferBytes what the kernel may hold back for us, its overhead included (about a
   *     kilobyte an event); beyond net.core.rmem_max with CAP_NET_ADMIN on the host only
   * @param listener called by {@link #receive}
   * @throws IOException if the namespace is gone, or the kernel refuses
   */
  public static EventStream open(
      final NetworkNamespace namespace,
      final Set<SessionEvent.Type> types,
      final int bufferBytes,
      final Listener listener)
      throws IOException {
    final HostAddresses host = Rtnetlink.addresses(namespace);
    return new EventStream(
        EventSocket.open(namespace, types, bufferBytes, false, new CtnetlinkDecoder()),
        new Ears(listener, namespace, host));
  }

  /** What the kernel may hold back for us, in bytes. */
  public int bufferBytes() {
    return socket.bufferBytes();
  }

  /**
   * Waits until something is there to be received.
   *
   * @return false if the time is over before, or a signal came
   */
  public boolean await(final long millis) throws KernelException {
    return socket.awaitReadable(millis);
  }

  /** Hands out all that is there now, without waiting. */
  public void receive() throws KernelException {
    boolean more = true;
    while (more) {
      more = socket.receive(ears);
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  private record Ears(Listener listener, NetworkNamespace namespace, HostAddresses host)
      implements EventSocket.Listener {
    @Override
    public void event(final SessionEvent event, final int namespaceId) {
      event.session().namespace(namespace.name());
      event.session().host(host);
      listener.event(event);
    }

    @Override
    public void overrun() {
      listener.overrun();
    }
  }
}
