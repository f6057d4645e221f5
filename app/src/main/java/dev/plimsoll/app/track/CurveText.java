package dev.plimsoll.app.track;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import java.time.Instant;
import java.util.List;

/** A curve as text: CSV, JSON, or a line of blocks. */
public final class CurveText {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String ASCII = "_.-=+*%#";

  private CurveText() {}

  /** Three columns: time, sessions at that time, the most since the line before. */
  public static String csv(final List<CountCurve.Point> points) {
    final StringBuilder lines = new StringBuilder("time,sessions,most\n");
    for (final CountCurve.Point point : points) {
      lines.append(Instant.ofEpochMilli(point.timeMillis())).append(',');
      lines.append(point.sessions()).append(',').append(point.most()).append('\n');
    }
    return lines.toString();
  }

  /** One object with an array of points. */
  public static String json(final List<CountCurve.Point> points, final long limit) {
    final LineBuffer line = new LineBuffer(1 << 16);
    final JsonWriter writer = new JsonWriter(line);
    writer.beginObject().name("limit").value(limit).name("points").beginArray();
    for (final CountCurve.Point point : points) {
      writer.beginObject();
      writer.name("time").value(Instant.ofEpochMilli(point.timeMillis()).toString());
      writer.name("sessions").value(point.sessions());
      writer.name("most").value(point.most());
      writer.endObject();
    }
    writer.endArray().endObject().endLine();
    return line.toString();
  }

  /** A block for each column; the highest is the most there was in its time. */
  public static String sparkline(
      final List<CountCurve.Point> points, final int columns, final boolean isUnicode) {
    final String signs = isUnicode ? BLOCKS : ASCII;
    final int most = points.stream().mapToInt(CountCurve.Point::most).max().orElse(0);
    final int width = Math.min(columns, points.size());
    final StringBuilder line = new StringBuilder();
    for (int column = 0; column < width; column++) {
      final int from = (int) ((long) column * points.size() / width);
      final int end = (int) ((column + 1L) * points.size() / width);
      int height = 0;
      for (int i = from; i < end; i++) {
        height = Math.max(height, points.get(i).most());
      }
      line.append(
          signs.charAt(most == 0 ? 0 : (int) ((long) height * (signs.length() - 1) / most)));
    }
    return line.toString();
  }
}
