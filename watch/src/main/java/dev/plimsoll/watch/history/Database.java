package dev.plimsoll.watch.history;

import java.sql.Connection;
import java.sql.SQLException;

/** An open database with the history's tables. Any thread. */
sealed interface Database extends AutoCloseable permits SqliteDatabase, PostgresDatabase {
  /** What is done in one transaction. */
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** Does work that writes: all of it is on the disk when this returns, or none of it is done. */
  <T> T write(Work<T> work) throws SQLException;

  /** Does work that only reads, all of it at one moment of the database. */
  <T> T read(Work<T> work) throws SQLException;

  /**
   * Looks whether the database is still the one that was opened, in place and sound.
   *
   * @throws SQLException if it is not
   */
  void check() throws SQLException;

  /** Gives a small piece of what was deleted back to the disk. */
  void shrink() throws SQLException;

  /** The size on disk in bytes, or -1 if that is not known. */
  long bytes() throws SQLException;

  @Override
  void close();
}
