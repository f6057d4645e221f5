package dev.plimsoll.watch.history;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A history's file that was damaged and put aside. It is never deleted: a person may mend it. */
record DamagedFile(Path file) {
  /** With so many put aside it is the disk that is no good; more of them would only fill it. */
  static final int MOST = 10;

  private static final String MARK = ".damaged-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final List<String> COMPANIONS = List.of("-wal", "-shm");

  /** Puts a file aside, with the files that SQLite keeps beside it. */
  static DamagedFile setAside(final Path file, final Instant now) throws IOException {
    final String name = file.getFileName() + MARK + TIME.format(now);
    Path free = file.resolveSibling(name);
    for (int number = 2; Files.exists(free); number++) {
      free = file.resolveSibling(name + "-" + number);
    }
    for (final String companion : COMPANIONS) {
      final Path beside = SqliteDatabase.beside(file, companion);
      if (Files.exists(beside)) {
        Files.move(beside, SqliteDatabase.beside(free, companion));
      }
    }
    return new DamagedFile(Files.move(file, free));
  }

  /** The files that were put aside from a place, newest first. */
  static List<Path> of(final Path file) throws IOException {
    final Path folder = Objects.requireNonNull(file.getParent());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    final List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (final Path entry : entries) {
        final String name = entry.getFileName().toString();
        if (name.startsWith(file.getFileName() + MARK)
            && COMPANIONS.stream().noneMatch(name::endsWith)) {
          found.add(entry);
        }
      }
    }
    found.sort(Collections.reverseOrder());
    return found;
  }
}
