package dev.plimsoll.app.top;

import static dev.plimsoll.watch.PlainText.count;

import java.util.ArrayList;
import java.util.List;

/** Counts over time as columns, with the limit drawn in. */
final class Chart {
  private static final double ROOM_OVER_LIMIT = 1.15;

  private Chart() {}

  /**
   * Draws it.
   *
   * @param rows 1 or more; the limit is a line only where there are two or more
   */
  static List<Line> of(
      final Trend trend, final long limit, final int columns, final int rows, final Glyphs glyphs) {
    final String label = " " + count(limit);
    final int width = Math.max(1, columns - label.length());
    final long[] slots = trend.slots(width);
    final double scale = Math.max(limit * ROOM_OVER_LIMIT, (double) trend.most());
    final int limitRow = (int) Math.min(rows - 1, Math.floor((double) limit / scale * rows));
    final List<Line> lines = new ArrayList<>();
    for (int row = rows - 1; row >= 0; row--) {
      final boolean isLimit = row == limitRow && rows > 1;
      Line line = Line.EMPTY;
      for (final long value : slots) {
        final int eighths = (int) Math.round(value / scale * rows * 8) - row * 8;
        // A little is more than nothing.
        final int level = row == 0 && value > 0 ? Math.max(1, eighths) : eighths;
        if (level > 0) {
          line =
              line.plus(
                  String.valueOf(glyphs.eighths(Math.min(8, level))),
                  value > limit ? Tint.RED : Tint.GREEN);
        } else {
          line = line.plus(isLimit ? String.valueOf(glyphs.limit()) : " ", Tint.DIM);
        }
      }
      lines.add(isLimit || rows == 1 ? line.plus(label, Tint.DIM) : line);
    }
    return lines;
  }
}
