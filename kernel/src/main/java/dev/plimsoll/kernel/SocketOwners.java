package dev.plimsoll.kernel;

import dev.plimsoll.kernel.process.ProcessReader;
import dev.plimsoll.kernel.process.Respawning;
import dev.plimsoll.session.Session;
import java.io.IOException;
import java.util.List;

/**
 * Finds the processes of this host behind the sessions of one namespace: by their sockets
 * (sock_diag(7)), by who has these open ({@code /proc/PID/fd}), and for sessions that are forwarded
 * in the network namespaces of all processes, where containers have their sockets.
 *
 * <p>Sessions outlive their sockets. So it remembers what it saw for five minutes, and takes a
 * session of which it never saw a socket for that of a process which connected to the same remote
 * or port. The more often it looks, the more it knows: a look costs about 0.1 s of a processor for
 * 10,000 sessions, and 4 µs for each open file of the host.
 *
 * <p>May be used by several threads; they look one after the other.
 */
public final class SocketOwners {
  /** The most processes that one look names. */
  public static final int MOST_OWNERS = 100;

  private final NetworkNamespace namespace;
  private final RecentOwners recent = new RecentOwners();
  private final Respawning respawning = new Respawning();

  public SocketOwners(final NetworkNamespace namespace) {
    this.namespace = namespace;
  }

  /**
   * Looks for the owners. Never fails: {@link Ownership#gaps} says what could not be seen.
   *
   * @param sessions of the namespace; with the host's addresses, which tell the direction. Those of
   *     protocols without sockets have no owner.
   */
  public synchronized Ownership of(final List<Session> sessions) {
    return new OwnerLook(namespace, recent, respawning, sessions, ProcessReader.begin(now()))
        .look();
  }

  private static long now() {
    try {
      return BootClock.ticks();
    } catch (final IOException e) {
      // Without /proc there are no processes to be seen either, which the look itself says.
      return 0;
    }
  }
}
