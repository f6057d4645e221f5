package dev.plimsoll.app.top;

import dev.plimsoll.watch.LimitState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Headings from a running watch, which has watched for longer than we have. Where it does not watch
 * a namespace, or does not answer, the own ones stand in.
 */
final class DaemonHeadings implements HeadingSource {
  private static final String POINTS = "600";

  private final DaemonClient daemon;
  private final @Nullable HeadingSource own;
  private final Map<String, Trend> trends = new HashMap<>();

  /**
   * Headings of a watch.
   *
   * @param own what we judge ourselves, or null if we may not
   */
  DaemonHeadings(final DaemonClient daemon, final @Nullable HeadingSource own) {
    this.daemon = daemon;
    this.own = own;
  }

  /** The namespaces that it watches, or none if it does not answer. */
  static List<String> namespaces(final DaemonClient daemon) throws IOException {
    final List<String> names = new ArrayList<>();
    for (final Json name : daemon.get("now", Map.of()).at("namespaces").list()) {
      names.add(name.text());
    }
    return names;
  }

  @Override
  public List<Heading> headings() throws IOException {
    if (own == null) {
      final List<Heading> headings = new ArrayList<>();
      for (final String namespace : namespaces(daemon)) {
        final Heading heading = heading(namespace);
        if (heading != null) {
          headings.add(heading);
        }
      }
      return headings;
    }
    final List<Heading> headings = new ArrayList<>();
    for (final Heading mine : own.headings()) {
      headings.add(orMine(mine));
    }
    return headings;
  }

  private Heading orMine(final Heading mine) {
    try {
      final Heading heading = heading(mine.headline().namespace());
      return heading == null ? mine : heading;
    } catch (final IOException e) {
      // Said where the user sees who judged.
      return new Heading(
          mine.headline(), mine.trend(), "the watch does not answer: " + mine.judge());
    }
  }

  private @Nullable Heading heading(final String namespace) throws IOException {
    final Json now = daemon.find("now", Map.of("netns", namespace));
    final Json reading = now == null ? null : now.find("reading");
    if (reading == null) {
      return null;
    }
    final Headline headline = headline(reading);
    Trend trend = trends.get(namespace);
    trend = trend == null ? past(headline) : trend;
    trend = trend.plus(headline.timeMillis(), headline.count());
    trends.put(namespace, trend);
    return new Heading(headline, trend, "judged by the watch at " + daemon.name());
  }

  static Headline headline(final Json reading) throws IOException {
    final Json ceiling = reading.at("ceiling");
    final Json sustainedIn = reading.find("sustainedInMillis");
    final Json trouble = reading.find("trouble");
    final long limit = reading.at("limit").number();
    if (limit < 1) {
      throw new IOException("the JSON has the limit " + limit);
    }
    return new Headline(
        reading.at("netns").text(),
        reading.at("time").number(),
        reading.at("count").number(),
        reading.at("measure").text().equals("entries"),
        limit,
        mood(reading),
        reading.at("sentence").text(),
        sustainedIn == null ? LimitState.NEVER : sustainedIn.number(),
        reading.at("createdPerSecond").decimal(),
        reading.at("destroyedPerSecond").decimal(),
        ceiling.at("level").text().equals("free") ? null : ceiling.at("sentence").text(),
        trouble == null ? null : trouble.text());
  }

  private static Headline.Mood mood(final Json reading) throws IOException {
    final String verdict = reading.at("verdict").text();
    return switch (verdict) {
      case "fine" -> Headline.Mood.FINE;
      case "brief-peak" -> Headline.Mood.BRIEF_PEAK;
      case "sustained" -> Headline.Mood.SUSTAINED;
      case "unknown" -> Headline.Mood.UNKNOWN;
      default -> throw new IOException("the JSON has the verdict \"" + verdict + "\"");
    };
  }

  private Trend past(final Headline headline) throws IOException {
    final Json series =
        daemon.find(
            "series",
            Map.of(
                "netns",
                headline.namespace(),
                "from",
                Long.toString(headline.timeMillis() - Trend.SPAN_MILLIS),
                "to",
                Long.toString(headline.timeMillis()),
                "points",
                POINTS));
    Trend trend = Trend.NOTHING;
    if (series != null) {
      for (final Json point : series.at("points").list()) {
        final List<Json> numbers = point.list();
        if (numbers.size() < 5) {
          throw new IOException("the JSON has a point of " + numbers.size() + " numbers");
        }
        trend = trend.plus(numbers.get(0).number(), (long) numbers.get(4).decimal());
      }
    }
    return trend;
  }
}
