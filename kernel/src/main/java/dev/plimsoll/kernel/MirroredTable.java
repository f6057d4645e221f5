package dev.plimsoll.kernel;

import dev.plimsoll.session.SessionTable;
import java.util.Objects;

/**
 * The mirror of one namespace's table: what a {@link Mirror} keeps up to date, for any thread to
 * read.
 */
public final class MirroredTable {
  private final NetworkNamespace namespace;
  private final SessionTable sessions;
  private volatile MirrorStatistics statistics;

  MirroredTable(
      final NetworkNamespace namespace,
      final SessionTable sessions,
      final MirrorStatistics statistics) {
    this.namespace = Objects.requireNonNull(namespace);
    this.sessions = Objects.requireNonNull(sessions);
    this.statistics = statistics;
  }

  public NetworkNamespace namespace() {
    return namespace;
  }

  /** The sessions. Only the mirror writes to this table. */
  public SessionTable sessions() {
    return sessions;
  }

  public MirrorStatistics statistics() {
    return statistics;
  }

  void statistics(final MirrorStatistics now) {
    statistics = now;
  }

  @Override
  public String toString() {
    return "MirroredTable[" + namespace.displayName() + ", " + sessions.size() + " sessions]";
  }
}
