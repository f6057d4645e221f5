package dev.plimsoll.app.track;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.app.track.ChartPen.Anchor;
import dev.plimsoll.watch.PlainText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws the number of sessions over time, with the limit in it, as SVG or PNG. Several curves have
 * colours that colour-blind people tell apart (Okabe and Ito).
 */
public final class CurveChart {
  private static final int WIDTH = 900;
  private static final int PLOT_HEIGHT = 270;
  private static final double LEFT = 70;
  private static final double RIGHT = WIDTH - 20;
  private static final double LEGEND_LINE = 18;
  private static final int LONGEST_NAME = 120;
  private static final String INK = "#22303c";
  private static final String PALE = "#d8dee4";
  private static final String LIMIT = "#d55e00";
  private static final String PAPER = "#ffffff";
  private static final String[] COLOURS = {
    "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f6000", "#000000", "#8a2be2"
  };

  /** What an SVG has in place of a colour where people like it dark. */
  private static final Map<String, String> IN_THE_DARK =
      Map.ofEntries(
          Map.entry(PAPER, "#0f1720"),
          Map.entry(INK, "#d5dde5"),
          Map.entry(PALE, "#2b3a48"),
          Map.entry(LIMIT, "#ff8a3d"),
          Map.entry(COLOURS[0], "#4aa3df"),
          Map.entry(COLOURS[1], "#2fc79b"),
          Map.entry(COLOURS[4], "#9ad7ff"),
          Map.entry(COLOURS[5], "#c9a227"),
          Map.entry(COLOURS[6], "#f5f7fa"),
          Map.entry(COLOURS[7], "#b58bff"));

  private static final double TEXT = 12;

  /** One curve and what it is called. */
  public record Curve(String name, List<CountCurve.Point> points) {}

  private final List<Curve> curves;
  private final long limit;
  private final double top;
  private final double bottom;
  private final int height;

  /** A chart of one curve. */
  public CurveChart(final List<CountCurve.Point> points, final long limit) {
    this(limit, List.of(new Curve("sessions", points)));
  }

  /** A chart of several curves. */
  public CurveChart(final long limit, final List<Curve> curves) {
    this.limit = limit;
    this.curves = List.copyOf(curves);
    top = 32 + curves.size() * LEGEND_LINE;
    bottom = top + PLOT_HEIGHT;
    height = (int) bottom + 40;
  }

  /** Whether the name says how to write it. */
  public static boolean isFile(final String name) {
    return name.matches("(?i).+\\.(csv|json|svg|png)");
  }

  /** Writes it into a file, in the format that its name ends in: .svg or .png. */
  public void write(final Path file) throws IOException {
    final String name = file.toString().toLowerCase(Locale.ROOT);
    try (OutputStream out = Files.newOutputStream(file)) {
      if (name.endsWith(".png")) {
        final ImagePen pen = new ImagePen(WIDTH, height);
        draw(pen);
        pen.writeTo(out);
      } else {
        out.write(svg().getBytes(UTF_8));
      }
    } catch (final NoSuchFileException e) {
      throw new IOException("cannot write " + file + ": there is no such folder", e);
    }
  }

  /** The chart as SVG. */
  public String svg() {
    final SvgPen pen = new SvgPen(WIDTH, height, "Sessions over time", IN_THE_DARK);
    draw(pen);
    return pen.toString();
  }

  private void draw(final ChartPen pen) {
    pen.box(0, 0, WIDTH, height, PAPER);
    final long most =
        curves.stream()
            .flatMap(curve -> curve.points().stream())
            .mapToLong(CountCurve.Point::most)
            .max()
            .orElse(0);
    // A limit far above the curve would press it flat: it is named then, and not drawn.
    final boolean drawsLimit = limit <= most * 3;
    final double highest = Math.max(1, (drawsLimit ? Math.max(most, limit) : most) * 1.08);
    final long first = time(true);
    final long last = Math.max(time(false), first + 1);
    drawTitle(pen, drawsLimit);
    drawCounts(pen, highest);
    drawTimes(pen, first, last);
    for (int i = 0; i < curves.size(); i++) {
      drawCurve(pen, curves.get(i), COLOURS[i % COLOURS.length], highest, first, last);
    }
    if (drawsLimit) {
      final double y = y((double) limit, highest);
      pen.line(LEFT, y, RIGHT, y, LIMIT, 1.5);
      pen.text(RIGHT, y - 4, "limit " + PlainText.count(limit), LIMIT, TEXT, Anchor.END);
    }
  }

  private long time(final boolean first) {
    return curves.stream()
        .filter(curve -> !curve.points().isEmpty())
        .mapToLong(
            curve -> (first ? curve.points().getFirst() : curve.points().getLast()).timeMillis())
        .reduce((a, b) -> first ? Math.min(a, b) : Math.max(a, b))
        .orElse(0);
  }

  private void drawTitle(final ChartPen pen, final boolean drawsLimit) {
    if (curves.size() == 1) {
      final String note =
          drawsLimit ? "" : " (the limit of " + PlainText.count(limit) + " is far above)";
      pen.text(LEFT, 24, "Sessions" + note, INK, 14, Anchor.START);
      return;
    }
    // One name a line: they may be long.
    for (int i = 0; i < curves.size(); i++) {
      final double y = 20 + i * LEGEND_LINE;
      pen.line(LEFT, y, LEFT + 18, y, COLOURS[i % COLOURS.length], 3);
      pen.text(LEFT + 24, y + 4, shortened(curves.get(i).name()), INK, TEXT, Anchor.START);
    }
  }

  private static String shortened(final String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }

  private void drawCounts(final ChartPen pen, final double highest) {
    final double step = roundStep(highest / 8);
    for (double count = 0; count <= highest; count += step) {
      final double y = y(count, highest);
      pen.line(LEFT, y, RIGHT, y, PALE, 1);
      pen.text(LEFT - 8, y + 4, PlainText.count(Math.round(count)), INK, TEXT, Anchor.END);
    }
  }

  /** 1, 2 or 5 times a power of ten, at least 1. */
  private static double roundStep(final double about) {
    final double power = Math.pow(10, Math.floor(Math.log10(Math.max(about, 1))));
    for (final int times : new int[] {1, 2, 5}) {
      if (power * times >= about) {
        return power * times;
      }
    }
    return power * 10;
  }

  private void drawTimes(final ChartPen pen, final long first, final long last) {
    for (final TimeAxis.Mark mark : TimeAxis.marks(first, last, ZoneId.systemDefault())) {
      final double x = LEFT + (RIGHT - LEFT) * (mark.timeMillis() - first) / (last - first);
      pen.line(x, bottom, x, bottom + 5, INK, 1);
      pen.text(x, bottom + 20, mark.text(), INK, TEXT, Anchor.MIDDLE);
    }
    pen.line(LEFT, bottom, RIGHT, bottom, INK, 1);
  }

  private void drawCurve(
      final ChartPen pen,
      final Curve curve,
      final String colour,
      final double highest,
      final long first,
      final long last) {
    final List<double[]> drawn = new ArrayList<>();
    for (final CountCurve.Point point : curve.points()) {
      final double x = LEFT + (RIGHT - LEFT) * (point.timeMillis() - first) / (last - first);
      drawn.add(new double[] {x, y(point.most(), highest)});
    }
    final double[] xs = drawn.stream().mapToDouble(point -> point[0]).toArray();
    final double[] ys = drawn.stream().mapToDouble(point -> point[1]).toArray();
    pen.curve(xs, ys, bottom, colour, curves.size() == 1);
  }

  private double y(final double count, final double highest) {
    return bottom - (bottom - top) * count / highest;
  }
}
