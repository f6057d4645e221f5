package dev.plimsoll.watch.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.plimsoll.watch.history.HistoryLocation.InPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The history in PostgreSQL: a few connections that come back by themselves when it does. */
final class PostgresDatabase implements Database {
  private static final int MOST_CONNECTIONS = 3;
  private static final long CONNECT_MILLIS = 2_000;

  private final HikariDataSource pool;

  private PostgresDatabase(final HikariDataSource pool) {
    this.pool = pool;
  }

  /** Opens a database to write to, and makes its tables if they are missing. */
  static PostgresDatabase open(final InPostgres location) throws SQLException {
    final PostgresDatabase database = new PostgresDatabase(pool(location, MOST_CONNECTIONS));
    try {
      if (!database.read(PostgresDatabase::isCurrent)) {
        database.write(connection -> {
          Migrations.POSTGRESQL.run(connection);
          return true;
        });
      }
      return database;
    } catch (final SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Opens a database that another process may be writing to, only to read. */
  static PostgresDatabase read(final InPostgres location) throws SQLException {
    final PostgresDatabase database = new PostgresDatabase(pool(location, 1));
    try {
      if (!database.read(PostgresDatabase::isCurrent)) {
        throw new SQLException("there is no history in " + location.where() + " yet");
      }
      return database;
    } catch (final SQLException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static HikariDataSource pool(final InPostgres location, final int connections) {
    final HikariConfig config = new HikariConfig();
    config.setPoolName("plimsoll-history");
    config.setDriverClassName("org.postgresql.Driver");
    config.setJdbcUrl(location.url());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setValidationTimeout(1_000);
    // It opens when it can: what failed is told by the first who asks for a connection.
    config.setInitializationFailTimeout(-1);
    config.setAutoCommit(false);
    config.addDataSourceProperty("ApplicationName", "plimsoll");
    config.addDataSourceProperty("connectTimeout", "2");
    config.addDataSourceProperty("socketTimeout", "10");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    return new HikariDataSource(config);
  }

  private static boolean isCurrent(final Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT to_regclass('schema_version')")) {
      rows.next();
      return Migrations.isCurrent(connection, rows.getString(1) != null);
    }
  }

  @Override
  public <T> T write(final Work<T> work) throws SQLException {
    return transaction(work, false);
  }

  @Override
  public <T> T read(final Work<T> work) throws SQLException {
    return transaction(work, true);
  }

  private <T> T transaction(final Work<T> work, final boolean readOnly) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(readOnly);
      connection.setTransactionIsolation(
          readOnly
              ? Connection.TRANSACTION_REPEATABLE_READ
              : Connection.TRANSACTION_READ_COMMITTED);
      try {
        final T result = work.in(connection);
        connection.commit();
        return result;
      } catch (final SQLException | RuntimeException e) {
        try {
          connection.rollback();
        } catch (final SQLException inTheWay) {
          e.addSuppressed(inTheWay);
        }
        throw e;
      }
    }
  }

  /** Nothing to look at: PostgreSQL sees to its files itself. */
  @Override
  public void check() {}

  /** Nothing to do: PostgreSQL's autovacuum gives space back. */
  @Override
  public void shrink() {}

  @Override
  public long bytes() throws SQLException {
    return read(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT coalesce(sum(pg_total_relation_size(to_regclass(name))), 0)"
                      + " FROM unnest(ARRAY['sample', 'minute', 'hour', 'composition',"
                      + " 'overload', 'delivery', 'note', 'netns']) AS name")) {
        rows.next();
        return rows.getLong(1);
      }
    });
  }

  /** What a failure means, and what to do about it. */
  static String sentence(final InPostgres location, final Throwable failure) {
    if (failure instanceof Migrations.NewerSchemaException) {
      return failure.getMessage() + ". Update Plimsoll, or name another database.";
    }
    Throwable deepest = failure;
    while (deepest.getCause() instanceof SQLException cause) {
      deepest = cause;
    }
    final String state =
        deepest instanceof SQLException e && e.getSQLState() != null ? e.getSQLState() : "";
    final String reason = String.valueOf(deepest.getMessage()).lines().findFirst().orElse("");
    final String advice =
        switch (state) {
          case String it when it.startsWith("28") ->
              " Look at the user and the password in the URL.";
          case "3D000" -> " Create it: createdb --owner=plimsoll plimsoll";
          case "42501" -> " Make its user the owner of the database.";
          case "53100" -> " Its disk is full: free some space there.";
          case String it when it.startsWith("08") || it.startsWith("57P") ->
              " Does it run, and may this host reach it?";
          default -> "";
        };
    return "PostgreSQL at %s: %s%s%s"
        .formatted(location.where(), reason, reason.endsWith(".") ? "" : ".", advice);
  }

  @Override
  public void close() {
    pool.close();
  }
}
