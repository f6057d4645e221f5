package dev.plimsoll.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Text in columns that are as wide as their widest cell. */
final class Columns {
  private static final String GAP = "  ";

  private final List<Boolean> rightAligned = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  private record Row(List<String> cells, UnaryOperator<String> style) {}

  /** Adds a column on the right. */
  Columns add(final boolean isRightAligned) {
    rightAligned.add(isRightAligned);
    return this;
  }

  /** Adds a line; the style is laid on it when its width is known. */
  Columns row(final List<String> cells, final UnaryOperator<String> style) {
    rows.add(new Row(List.copyOf(cells), style));
    return this;
  }

  @Override
  public String toString() {
    final int[] widths = new int[rightAligned.size()];
    for (final Row row : rows) {
      for (int i = 0; i < row.cells.size(); i++) {
        widths[i] = Math.max(widths[i], row.cells.get(i).length());
      }
    }
    final StringBuilder text = new StringBuilder();
    for (final Row row : rows) {
      final StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.cells.size(); i++) {
        final String cell = row.cells.get(i);
        final String padding = " ".repeat(widths[i] - cell.length());
        line.append(i == 0 ? "" : GAP);
        line.append(rightAligned.get(i) ? padding + cell : cell + padding);
      }
      text.append(row.style.apply(line.toString().stripTrailing())).append('\n');
    }
    return text.toString();
  }
}
