package dev.plimsoll.watch.history;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** Where the history is kept. */
public sealed interface HistoryLocation {
  /** The word for {@link InMemory} in a configuration. */
  String MEMORY = "memory";

  /** The place as a person may read it: no password. */
  String where();

  /** Nowhere: a restart forgets all. */
  record InMemory() implements HistoryLocation {
    @Override
    public String where() {
      return "memory only";
    }
  }

  /** An SQLite file; it is made if there is none. */
  record InFile(Path file) implements HistoryLocation {
    public InFile {
      file = file.toAbsolutePath().normalize();
    }

    @Override
    public String where() {
      return file.toString();
    }
  }

  /**
   * A PostgreSQL database, or a schema in it, that belongs to this server alone.
   *
   * @param url the JDBC URL, log-in and all
   */
  record InPostgres(String url) implements HistoryLocation {
    private static final String PREFIX = "jdbc:postgresql:";

    /**
     * Checks the URL's beginning, and that it asks for nothing that breaks the history.
     *
     * @throws IllegalArgumentException if it is not of PostgreSQL, or rewrites batches
     */
    public InPostgres {
      if (!url.startsWith(PREFIX)) {
        throw new IllegalArgumentException("the URL must begin with " + PREFIX);
      }
      // A rewritten batch does not tell which of its rows were there before.
      if (url.toLowerCase(Locale.ROOT).contains("rewritebatchedinserts=true")) {
        throw new IllegalArgumentException(
            "leave reWriteBatchedInserts out of the URL: the history counts the rows it adds");
      }
    }

    /** The URL up to its parameters, where the log-in stands. */
    @Override
    public String where() {
      final int parameters = url.indexOf('?');
      final String place = parameters < 0 ? url : url.substring(0, parameters);
      return place.substring("jdbc:".length()).replaceFirst("//[^/]*@", "//");
    }

    /** As {@link #where}, for a password must not get into a log. */
    @Override
    public String toString() {
      return where();
    }
  }

  /**
   * Reads {@code memory}, a JDBC URL of PostgreSQL, or else the name of a file.
   *
   * @throws IllegalArgumentException if it is none of these; the message says why
   */
  static HistoryLocation parse(final String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "the history's place must be a file, a jdbc:postgresql: URL, or 'memory'");
    }
    if (text.equals(MEMORY)) {
      return new InMemory();
    }
    if (text.startsWith(InPostgres.PREFIX)) {
      return new InPostgres(text);
    }
    if (text.startsWith("jdbc:")) {
      throw new IllegalArgumentException("of databases only PostgreSQL can keep the history");
    }
    try {
      return new InFile(Path.of(text));
    } catch (final InvalidPathException e) {
      throw new IllegalArgumentException("the history's file cannot be named so: " + text, e);
    }
  }
}
