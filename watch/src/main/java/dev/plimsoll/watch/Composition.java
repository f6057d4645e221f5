package dev.plimsoll.watch;

import dev.plimsoll.session.SessionTable;
import java.util.List;

/**
 * What a server's table consisted of at one moment, small enough to be kept every minute: what
 * changed between two moments is told from two of these.
 *
 * @param namespace the network namespace's name, or {@link GroupKey#OWN_NAMESPACE}
 * @param timeMillis when, in milliseconds since 1970
 * @param sessions all sessions
 * @param kinds every protocol, state and direction that occurs, most sessions first
 * @param services the services with most sessions, most first; at most {@link #MAX_ROWS}
 * @param remotes the remote addresses with most sessions, most first; at most {@link #MAX_ROWS}
 * @param distinctRemotes how many remote addresses there were
 */
public record Composition(
    String namespace,
    long timeMillis,
    long sessions,
    List<Kind> kinds,
    List<Service> services,
    List<Remote> remotes,
    long distinctRemotes) {

  /** The most rows of services, and of remotes. */
  public static final int MAX_ROWS = 40;

  /** The state or port of a session that has none. */
  public static final String NO_STATE = GroupKey.NONE;

  /** The port of a session that has none. */
  public static final int NO_PORT = -1;

  /**
   * Sessions of one protocol, state and direction.
   *
   * @param protocol the name, {@code tcp}
   * @param state the name, {@code SYN_SENT}, or {@link #NO_STATE}
   * @param direction the word, {@code out}
   */
  public record Kind(String protocol, String state, String direction, long sessions) {}

  /**
   * Sessions of one kind to one port.
   *
   * @param port the port that the first packet was sent to, 0 to 65,535, or {@link #NO_PORT}
   * @param remotes how many remote addresses they are with
   */
  public record Service(
      String protocol, String state, String direction, int port, long sessions, long remotes) {}

  /** Sessions with one remote address. */
  public record Remote(String address, long sessions) {}

  public Composition {
    kinds = List.copyOf(kinds);
    services = List.copyOf(services);
    remotes = List.copyOf(remotes);
  }

  /** What a table's live sessions consist of at a moment. Costs two passes over the table. */
  public static Composition of(
      final String namespace, final SessionTable table, final long nowMillis) {
    return CompositionLook.at(namespace, table, nowMillis);
  }
}
