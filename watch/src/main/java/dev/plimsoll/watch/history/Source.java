package dev.plimsoll.watch.history;

import dev.plimsoll.watch.history.Database.Work;

/** What the history is read from. Any thread. */
interface Source {
  /** Reads from the database, or answers with something else where there is none to read. */
  <T> T read(Work<T> work, T otherwise);

  /** No database: all that there is waits in memory. */
  final class None implements Source {
    @Override
    public <T> T read(final Work<T> work, final T otherwise) {
      return otherwise;
    }
  }
}
