package dev.plimsoll.watch.history;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The history in an SQLite file: one connection writes, another reads, so neither waits for the
 * other. The write-ahead log is synchronised with the disk at each commit.
 */
final class SqliteDatabase implements Database {
  private static final System.Logger LOG = System.getLogger("dev.plimsoll.watch.history");
  private static final byte[] HEADER = "SQLite format 3\0".getBytes(US_ASCII);
  // A connection. What is read lies in the system's page cache as well: the usual 2 MiB would be
  // held
  // twice.
  private static final int CACHE_KIBIBYTES = 512;
  private static final int BUSY_TIMEOUT_MILLIS = 1_000;
  private static final int PAGES_TO_SHRINK = 256;

  private final Path file;
  // Stays open as long as the connections: to close any descriptor of a file gives up the locks
  // that SQLite has on it.
  private final @Nullable FileChannel header;
  private final Object identity;
  private final @Nullable Connection writer;
  private final Connection reader;

  private SqliteDatabase(
      final Path file,
      final @Nullable FileChannel header,
      final Object identity,
      final @Nullable Connection writer,
      final Connection reader) {
    this.file = file;
    this.header = header;
    this.identity = identity;
    this.writer = writer;
    this.reader = reader;
  }

  /** Opens a file to write to; makes it, its folder and its tables if they are missing. */
  static SqliteDatabase open(final Path file) throws SQLException, IOException {
    create(file);
    final FileChannel header = FileChannel.open(file, StandardOpenOption.READ);
    @Nullable Connection writer = null;
    try {
      writer = connect(file, false);
      prepare(file, writer);
      return new SqliteDatabase(file, header, identity(file), writer, connect(file, true));
    } catch (final SQLException | IOException | RuntimeException | LinkageError e) {
      close(writer, e);
      header.close();
      throw e;
    }
  }

  /** Opens a file that another process may be writing to, only to read. */
  static SqliteDatabase read(final Path file) throws SQLException, IOException {
    if (!Files.isReadable(file)) {
      throw new AccessDeniedException(file.toString());
    }
    final Connection reader = connect(file, true);
    try {
      if (!Migrations.isCurrent(reader, hasTables(file, reader))) {
        throw new SQLException("there is no history in " + file + " yet");
      }
      return new SqliteDatabase(file, null, identity(file), null, reader);
    } catch (final SQLException | IOException | RuntimeException e) {
      close(reader, e);
      throw e;
    }
  }

  private static void create(final Path file) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    try {
      // Addresses are nobody else's business; SQLite gives its other files the same rights.
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    } catch (final FileAlreadyExistsException e) {
      return;
    }
  }

  private static Connection connect(final Path file, final boolean readOnly) throws SQLException {
    final SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setCacheSize(-CACHE_KIBIBYTES);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private static void prepare(final Path file, final Connection writer) throws SQLException {
    try (Statement statement = writer.createStatement()) {
      // Counts only in a file that has no table yet.
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA cell_size_check = ON");
      statement.execute("PRAGMA journal_size_limit = 4194304");
    }
    if (!Migrations.isCurrent(writer, hasTables(file, writer))) {
      transaction(writer, "BEGIN IMMEDIATE", Migrations.SQLITE::run);
    }
  }

  private static boolean hasTables(final Path file, final Connection connection)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*), coalesce(sum(name = 'schema_version'), 0) FROM sqlite_master")) {
      rows.next();
      if (rows.getInt(1) > 0 && rows.getInt(2) == 0) {
        throw new SQLException(file + " is the database of another program");
      }
      return rows.getInt(2) > 0;
    }
  }

  @Override
  public <T> T write(final Work<T> work) throws SQLException {
    if (writer == null) {
      throw new SQLException(file + " was opened only to be read");
    }
    return transaction(writer, "BEGIN IMMEDIATE", work);
  }

  @Override
  public <T> T read(final Work<T> work) throws SQLException {
    return transaction(reader, "BEGIN", work);
  }

  // JDBC's own transactions begin when the one before ends, and would keep the file locked.
  private static <T> T transaction(
      final Connection connection, final String begin, final Work<T> work) throws SQLException {
    synchronized (connection) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(begin);
        try {
          final T result = work.in(connection);
          statement.execute("COMMIT");
          return result;
        } catch (final SQLException | RuntimeException e) {
          rollBack(statement, e);
          throw e;
        }
      }
    }
  }

  private static void rollBack(final Statement statement, final Exception failure) {
    try {
      statement.execute("ROLLBACK");
    } catch (final SQLException e) {
      failure.addSuppressed(e); // SQLite has done so itself
    }
  }

  /**
   * SQLite would go on in a file that has no name any more, and with pages that it remembers of a
   * file that was written over.
   */
  @Override
  public void check() throws SQLException {
    try {
      if (!identity(file).equals(identity)) {
        throw new MovedException(file);
      }
      if (header == null) {
        return; // who only reads finds out by reading
      }
      final ByteBuffer begin = ByteBuffer.allocate(HEADER.length);
      header.read(begin, 0);
      if (!Arrays.equals(begin.array(), HEADER)) {
        throw SqliteTrouble.damage("it does not begin as a file of SQLite");
      }
    } catch (final IOException e) {
      throw new MovedException(file, e);
    }
  }

  /** The file was removed or another one put in its place. */
  static final class MovedException extends SQLException {
    private MovedException(final Path file) {
      super(file + " was moved or replaced");
    }

    private MovedException(final Path file, final IOException cause) {
      super(file + " was moved or removed", cause);
    }
  }

  @Override
  public void shrink() throws SQLException {
    write(connection -> {
      try (Statement statement = connection.createStatement()) {
        // Not execute: that would take only the first step, which is one page.
        return statement.executeUpdate("PRAGMA incremental_vacuum(" + PAGES_TO_SHRINK + ")");
      }
    });
  }

  @Override
  public long bytes() {
    return size(file) + size(beside(file, "-wal"));
  }

  private static long size(final Path file) {
    try {
      return Files.size(file);
    } catch (final IOException e) {
      return 0; // there is none
    }
  }

  static Path beside(final Path file, final String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static Object identity(final Path file) throws IOException {
    return Objects.requireNonNull(
        Files.readAttributes(file, BasicFileAttributes.class).fileKey(), "a file has an identity");
  }

  @Override
  public void close() {
    final SQLException failure = new SQLException("closing");
    synchronized (reader) {
      close(reader, failure);
    }
    if (writer != null) {
      synchronized (writer) {
        close(writer, failure);
      }
    }
    try {
      if (header != null) {
        header.close();
      }
    } catch (final IOException e) {
      failure.addSuppressed(e);
    }
    if (failure.getSuppressed().length > 0) {
      LOG.log(Level.DEBUG, "the history's file did not close well", failure);
    }
  }

  private static void close(final @Nullable Connection connection, final Throwable failure) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (final SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
