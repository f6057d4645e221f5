package dev.plimsoll.app;

import dev.plimsoll.session.LineBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How a status is written, whichever command shows it.
 *
 * @param json as one JSON object instead of text
 * @param rows how many of each list
 */
record StatusOutput(boolean json, int rows, int columns, Ink ink) {
  static final int DEFAULT_ROWS = 5;

  /**
   * Writes it.
   *
   * @param judged what the samples so far say about the limit; null after a single look
   */
  String of(final StatusReport report, final @Nullable Judged judged) {
    if (json) {
      final LineBuffer line = new LineBuffer(4096);
      StatusJson.write(report, judged, rows, line);
      return line.toString();
    }
    return new StatusText(report, rows, columns, ink, Console.isUnicode()).of(judged);
  }
}
