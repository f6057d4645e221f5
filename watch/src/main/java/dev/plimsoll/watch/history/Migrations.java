package dev.plimsoll.watch.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Brings a database's tables to the form that this program knows, step by step. The steps are
 * numbered files, one folder a kind of database; a file that was released never changes.
 */
enum Migrations {
  SQLITE("sqlite"),
  POSTGRESQL("postgresql");

  private static final List<String> STEPS = List.of("001-begin.sql");
  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");

  /** The tables are of a later program. */
  static final class NewerSchemaException extends SQLException {
    private NewerSchemaException(final int version) {
      super(
          "the history was written by a newer Plimsoll (its tables have version %d, this one knows %d)"
              .formatted(version, STEPS.size()));
    }
  }

  private final String folder;

  Migrations(final String folder) {
    this.folder = folder;
  }

  /**
   * Whether the tables are up to date.
   *
   * @param hasTables whether there is a table of versions to look at
   * @throws NewerSchemaException if they are of a later program
   */
  static boolean isCurrent(final Connection connection, final boolean hasTables)
      throws SQLException {
    final int version = hasTables ? version(connection) : 0;
    if (version > STEPS.size()) {
      throw new NewerSchemaException(version);
    }
    return version == STEPS.size();
  }

  /** Takes the missing steps, within the connection's transaction; tells how many there are. */
  int run(final Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)");
      for (int step = version(connection); step < STEPS.size(); step++) {
        for (final String sql : COMMENT.matcher(text(step)).replaceAll("").split(";", -1)) {
          if (!sql.isBlank()) {
            statement.execute(sql);
          }
        }
        try (PreparedStatement note =
            connection.prepareStatement("INSERT INTO schema_version (version) VALUES (?)")) {
          note.setInt(1, step + 1);
          note.executeUpdate();
        }
      }
    }
    return STEPS.size();
  }

  private static int version(final Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT coalesce(max(version), 0) FROM schema_version")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private String text(final int step) {
    final String name = folder + "/" + STEPS.get(step);
    try (InputStream file = Migrations.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("the program is incomplete: it lacks " + name);
      }
      return new String(file.readAllBytes(), UTF_8);
    } catch (final IOException e) {
      throw new UncheckedIOException("the program's own file cannot be read: " + name, e);
    }
  }
}
