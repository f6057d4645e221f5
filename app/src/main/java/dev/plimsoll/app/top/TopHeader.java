package dev.plimsoll.app.top;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.share;

import dev.plimsoll.app.LoadBar;
import dev.plimsoll.watch.PlainText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The load line: count, bar, verdict and chart, in as many rows as the screen can spare. */
final class TopHeader {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss z", Locale.ROOT);
  // From so many rows on there is room for more than the bare load line.
  private static final int ROWS_FOR_TITLE = 16;
  private static final int ROWS_FOR_CHART = 20;
  private static final int ROWS_FOR_TALL_CHART = 36;

  private final int columns;
  private final int rows;
  private final Glyphs glyphs;
  private final ZoneId zone;
  private final List<Line> lines = new ArrayList<>();

  TopHeader(final int columns, final int rows, final Glyphs glyphs, final ZoneId zone) {
    this.columns = columns;
    this.rows = rows;
    this.glyphs = glyphs;
    this.zone = zone;
  }

  List<Line> lines(final HeadingSource.Heading heading, final boolean isFrozen) {
    final Headline headline = heading.headline();
    final Tint tint = headline.mood().tint();
    final Line frozen = isFrozen ? Line.of("FROZEN", Tint.CHOSEN) : Line.EMPTY;
    final boolean hasTitle = rows >= ROWS_FOR_TITLE;
    if (hasTitle) {
      lines.add(title(heading).withRight(isFrozen ? frozen : judge(heading), columns));
    }
    final Line load = Line.of(load(headline), tint);
    lines.add(hasTitle || !isFrozen ? load : load.withRight(frozen, columns));
    lines.add(
        Line.of(
            new LoadBar(headline.count(), headline.limit(), columns, glyphs.isUnicode()).toString(),
            tint));
    if (hasTitle) {
      wrapped(headline.sentence()).forEach(words -> lines.add(Line.of(words, tint)));
    } else {
      lines.add(Line.of(headline.words(), tint));
    }
    warnings(headline);
    if (rows >= ROWS_FOR_CHART) {
      lines.addAll(
          Chart.of(
              heading.trend(),
              headline.limit(),
              columns,
              rows >= ROWS_FOR_TALL_CHART ? 5 : 2,
              glyphs));
    }
    if (hasTitle) {
      lines.add(rates(heading));
    }
    return lines;
  }

  private Line title(final HeadingSource.Heading heading) {
    final Headline headline = heading.headline();
    final String time = TIME.withZone(zone).format(Instant.ofEpochMilli(headline.timeMillis()));
    return Line.of("Plimsoll", Tint.BOLD).plus("  " + headline.namespace() + ", " + time, Tint.DIM);
  }

  private static Line judge(final HeadingSource.Heading heading) {
    return Line.of(heading.judge(), Tint.DIM);
  }

  private String load(final Headline headline) {
    final String full =
        "%s %s, %s of the limit of %s"
            .formatted(
                count(headline.count()),
                what(headline),
                share(headline.count(), headline.limit()),
                count(headline.limit()));
    return full.length() <= columns
        ? full
        : "%s of %s sessions".formatted(count(headline.count()), count(headline.limit()));
  }

  private static String what(final Headline headline) {
    final boolean one = headline.count() == 1;
    return headline.isEntries() ? (one ? "entry" : "entries") : one ? "session" : "sessions";
  }

  private void warnings(final Headline headline) {
    final String ceiling = headline.ceiling();
    if (ceiling != null) {
      lines.add(Line.of(ceiling, Tint.RED));
    }
    final String trouble = headline.trouble();
    if (trouble != null) {
      lines.add(Line.of(trouble, Tint.YELLOW));
    }
  }

  private Line rates(final HeadingSource.Heading heading) {
    final Headline headline = heading.headline();
    return Line.of(
        "new "
            + perSecond(headline.createdPerSecond())
            + glyphs.separator()
            + "ended "
            + perSecond(headline.destroyedPerSecond())
            + glyphs.separator()
            + "most in %s: %s"
                .formatted(PlainText.minutes(Trend.SPAN_MILLIS), count(heading.trend().most())),
        Tint.DIM);
  }

  private static String perSecond(final double rate) {
    return (rate > 0 && rate < 9.95
            ? String.format(Locale.ROOT, "%.1f", rate)
            : count(Math.round(rate)))
        + "/s";
  }

  private List<String> wrapped(final String sentence) {
    final List<String> wrapped = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (final String word : sentence.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        wrapped.add(line.toString());
        line = new StringBuilder();
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    wrapped.add(line.toString());
    return wrapped;
  }
}
