package dev.plimsoll.app;

/**
 * The load line as a bar: how deep the server lies in the water. The mark is the limit; what is
 * over it goes on behind the mark.
 */
public final class LoadBar {
  private static final String BLOCKS = "█░┃";
  private static final String ASCII = "#-|";

  private final String bar;

  /**
   * Draws it.
   *
   * @param columns how wide it may be, at least 10
   * @param isUnicode whether the terminal can show more than ASCII
   */
  public LoadBar(
      final long sessions, final long limit, final int columns, final boolean isUnicode) {
    final String signs = isUnicode ? BLOCKS : ASCII;
    // A little water is always left behind the mark.
    final int width = Math.max(10, columns) - 1;
    final double scale = Math.max((double) sessions, limit * 1.15);
    final int mark = (int) Math.round(width * (limit / scale));
    final int filled =
        sessions == 0 ? 0 : Math.max(1, (int) Math.round(width * (sessions / scale)));
    final StringBuilder cells = new StringBuilder();
    for (int i = 0; i < width; i++) {
      if (i == mark) {
        cells.append(signs.charAt(2));
      }
      cells.append(signs.charAt(i < filled ? 0 : 1));
    }
    bar = cells.toString();
  }

  @Override
  public String toString() {
    return bar;
  }
}
