package dev.plimsoll.app.track;

/** What a chart is drawn with; measures are points from the top left. */
interface ChartPen {
  /** Where a text stands to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  void box(double x, double y, double width, double height, String colour);

  void line(double x1, double y1, double x2, double y2, String colour, double width);

  /** A line through points, with what lies below it filled lightly if asked for. */
  void curve(double[] xs, double[] ys, double bottom, String colour, boolean fill);

  void text(double x, double y, String text, String colour, double size, Anchor anchor);
}
