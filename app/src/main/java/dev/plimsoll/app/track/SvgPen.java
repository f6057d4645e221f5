package dev.plimsoll.app.track;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws as SVG, in other colours where the reader likes it dark. */
final class SvgPen implements ChartPen {
  private final StringBuilder body = new StringBuilder();
  private final int width;
  private final int height;
  private final String title;
  private final Map<String, String> inTheDark;

  SvgPen(
      final int width, final int height, final String title, final Map<String, String> inTheDark) {
    this.width = width;
    this.height = height;
    this.title = title;
    this.inTheDark = new TreeMap<>(inTheDark);
  }

  @Override
  public void box(
      final double x, final double y, final double w, final double h, final String colour) {
    add(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
            x,
            y,
            w,
            h,
            colour));
  }

  @Override
  public void line(
      final double x1,
      final double y1,
      final double x2,
      final double y2,
      final String colour,
      final double thickness) {
    add(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>",
            x1,
            y1,
            x2,
            y2,
            colour,
            thickness));
  }

  @Override
  public void curve(
      final double[] xs,
      final double[] ys,
      final double bottom,
      final String colour,
      final boolean fill) {
    final StringBuilder points = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      points.append(String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", xs[i], ys[i]));
    }
    if (fill && xs.length > 0) {
      add(
          String.format(
              Locale.ROOT,
              "<polygon points=\"%.1f,%.1f %s %.1f,%.1f\" fill=\"%s\" fill-opacity=\"0.15\"/>",
              xs[0],
              bottom,
              points,
              xs[xs.length - 1],
              bottom,
              colour));
    }
    add(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\""
                + " stroke-linejoin=\"round\"/>",
            points,
            colour));
  }

  @Override
  public void text(
      final double x,
      final double y,
      final String text,
      final String colour,
      final double size,
      final Anchor anchor) {
    add(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" font-size=\"%.0f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            colour,
            size,
            anchor.name().toLowerCase(Locale.ROOT),
            escaped(text)));
  }

  private String style() {
    final StringBuilder rules = new StringBuilder("<style>@media (prefers-color-scheme: dark) {\n");
    inTheDark.forEach((light, dark) -> {
      for (final String attribute : new String[] {"fill", "stroke"}) {
        rules.append("svg [%s=\"%s\"] { %1$s: %3$s; }\n".formatted(attribute, light, dark));
      }
    });
    return rules + "}</style>\n";
  }

  private void add(final String element) {
    body.append(element).append('\n');
  }

  private static String escaped(final String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String toString() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" role="img">
    <title>%s</title>
    %s%s</svg>
    """
        .formatted(width, height, escaped(title), style(), body);
  }
}
