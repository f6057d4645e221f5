package dev.plimsoll.app;

import dev.plimsoll.watch.history.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is found about the history's files; whether it can be written, its health tells. */
final class HistoryFindings {
  private static final String SUBJECT = "history";

  private HistoryFindings() {}

  static List<Finding> of(final History history) {
    if (history.health().damagedFiles() == 0) {
      return List.of();
    }
    try {
      return history.damagedFiles().stream().limit(1).map(HistoryFindings::aside).toList();
    } catch (final IOException e) {
      return List.of(
          Finding.unknown(SUBJECT, "its folder cannot be read", e.getMessage() + ".", List.of()));
    }
  }

  private static Finding aside(final Path newest) {
    return Finding.warning(
        SUBJECT,
        "it was damaged, and was put aside as " + newest,
        "A new one was begun. Most of the old one can often be saved. This stays here until you move"
            + " that file away.",
        List.of("sqlite3 %s .recover | sqlite3 saved.db".formatted(newest)));
  }
}
