package dev.plimsoll.watch.history;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What an SQLite file's failure means, and what to do about it. */
final class SqliteTrouble {
  private static final long AS_GOOD_AS_FULL_BYTES = 1 << 20;

  private final Path file;

  SqliteTrouble(final Path file) {
    this.file = file;
  }

  /** Whether the file's content is no good, so that only a new one helps. */
  static boolean isDamage(final Throwable failure) {
    return failure instanceof SQLException e
        && switch (code(e)) {
          case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT -> true;
          default -> false;
        };
  }

  static SQLException damage(final String reason) {
    return new SQLException(reason, null, SQLiteErrorCode.SQLITE_CORRUPT.code);
  }

  String sentence(final Throwable failure) {
    return switch (failure) {
      case SqliteDatabase.MovedException e ->
          e.getMessage() + " again and again. Stop Plimsoll before you put a file there.";
      case Migrations.NewerSchemaException e ->
          e.getMessage() + ". Update Plimsoll, or name another file.";
      case AccessDeniedException e -> notWritable();
      case SQLException e -> ofSqlite(e);
      case IOException e -> ofDisk(e);
      case LinkageError e ->
          "SQLite's native library cannot be loaded: %s. Is the folder for temporary files writable?"
              .formatted(e.getMessage());
      default -> "The history failed: " + failure;
    };
  }

  private String ofSqlite(final SQLException failure) {
    return switch (code(failure)) {
      case SQLITE_FULL -> full();
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "Another program keeps %s locked. See which with: fuser -v %s".formatted(file, file);
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH -> notWritable();
      case SQLITE_IOERR -> ofDisk(failure);
      case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT ->
          "%s is damaged, as %d before it that were put aside beside it. Look whether the disk fails, then move those away."
              .formatted(file, DamagedFile.MOST);
      default -> "SQLite cannot write %s: %s.".formatted(file, failure.getMessage());
    };
  }

  private String ofDisk(final Exception failure) {
    return isFull()
        ? full()
        : "The disk with %s fails: %s. Look into the kernel's log: dmesg"
            .formatted(file, failure.getMessage());
  }

  private String full() {
    return "The disk with %s is full. Free some space there: df -h %s"
        .formatted(file, file.getParent());
  }

  private String notWritable() {
    return "%s may not be written. Look at the rights of the file and its folder, and whether the disk is mounted read-only: ls -la %s"
        .formatted(file, file.getParent());
  }

  private boolean isFull() {
    try {
      return Files.getFileStore(file).getUsableSpace() < AS_GOOD_AS_FULL_BYTES;
    } catch (final IOException e) {
      return false; // not known, and then not said
    }
  }

  // The extended codes have the primary one in their last byte.
  private static SQLiteErrorCode code(final SQLException failure) {
    return SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff);
  }
}
