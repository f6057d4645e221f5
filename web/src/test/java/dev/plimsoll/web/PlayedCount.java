package dev.plimsoll.web;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Episode;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.SeriesPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * A believable count for any moment of two years: busy by day, quiet by night, a brief peak each
 * afternoon, and every third night something that sends SYNs at many hosts. Since the play began
 * there is a story of six minutes that repeats: normal, a brief peak, normal, a flood.
 */
record PlayedCount(String namespace, long limit, double scale, long beganMillis) {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;
  private static final long STORY = 6 * MINUTE;

  /** Sessions of the ordinary kind. */
  long ordinary(final long time) {
    final double dayPart = (time % DAY) / (double) DAY;
    final double wave = 7300 - 1500 * Math.cos(2 * Math.PI * (dayPart - 0.1));
    final double weekly = time / DAY % 7 >= 5 ? 0.8 : 1;
    return Math.round(scale * (wave * weekly + 350 * noise(time)));
  }

  /** Sessions of a brief peak: visitors. */
  long visitors(final long time) {
    final long extra;
    if (time >= beganMillis) {
      final long at = (time - beganMillis) % STORY;
      extra = at >= 90_000 && at < 135_000 ? 7400 : 0;
    } else {
      final long at = time % DAY - 14 * HOUR;
      extra = at >= 0 && at < 4 * MINUTE ? 6500 : 0;
    }
    return Math.round(scale * extra);
  }

  /** Sessions of a flood of SYNs. */
  long flood(final long time) {
    final long extra;
    if (time >= beganMillis) {
      final long at = (time - beganMillis) % STORY;
      extra = at >= 195_000 ? Math.min(9200, (at - 195_000) / 2) : 0;
    } else {
      final long at = time % DAY - 170 * MINUTE;
      extra = time / DAY % 3 == 0 && at >= 0 && at < 21 * MINUTE ? Math.min(8120, at / 10) : 0;
    }
    return Math.round(scale * extra);
  }

  long at(final long time) {
    return ordinary(time) + visitors(time) + flood(time);
  }

  // Smooth and always the same for a moment, -1 to 1.
  private double noise(final long time) {
    final double t = time / 1000.0;
    return (Math.sin(t / 37) + Math.sin(t / 101 + scale) + Math.sin(t / 613) + Math.sin(t / 7)) / 4;
  }

  List<SeriesPoint> series(final long from, final long to, final int points) {
    final long wanted = Math.max(1, (to - from) / points);
    final long step =
        wanted <= 5000
            ? 5000
            : wanted <= HOUR
                ? Math.ceilDiv(wanted, MINUTE) * MINUTE
                : Math.ceilDiv(wanted, HOUR) * HOUR;
    final List<SeriesPoint> series = new ArrayList<>();
    for (long time = Math.ceilDiv(from, step) * step; time <= to; time += step) {
      series.add(point(time, step));
    }
    return series;
  }

  private SeriesPoint point(final long time, final long step) {
    long min = Long.MAX_VALUE;
    long max = 0;
    long sum = 0;
    final int looks = step == 5000 ? 1 : 12;
    for (int i = 0; i < looks; i++) {
      final long count = at(time + i * step / looks);
      min = Math.min(min, count);
      max = Math.max(max, count);
      sum += count;
    }
    final long created = sum / looks * step / 60_000;
    return new SeriesPoint(
        time, step == 5000 ? 0 : step, min, (double) sum / looks, max, created, created, 0);
  }

  List<Overload> overloads(final long from, final long to) {
    final List<Overload> overloads = new ArrayList<>();
    for (long day = from / DAY * DAY; day <= to; day += DAY) {
      final long night = day + 170 * MINUTE;
      if (day / DAY % 3 == 0 && night < beganMillis && at(night + 10 * MINUTE) > limit) {
        overloads.add(
            new Overload(
                namespace,
                night + 50_000,
                night + 590_000,
                night + 26 * MINUTE,
                Episode.Ending.CLEARED,
                limit,
                at(night + 20 * MINUTE)));
      }
      final long afternoon = day + 14 * HOUR;
      if (afternoon < beganMillis && at(afternoon) > limit) {
        overloads.add(
            new Overload(
                namespace,
                afternoon,
                LimitState.NEVER,
                afternoon + 4 * MINUTE,
                Episode.Ending.WITHIN_LIMIT,
                limit,
                at(afternoon)));
      }
    }
    overloads.removeIf(o -> o.endMillis() < from || o.sinceMillis() > to);
    return overloads;
  }

  /** What the table consisted of. */
  Composition composition(final long time) {
    final long ordinary = ordinary(time);
    final long web = ordinary * 60 / 100 + visitors(time);
    final long waiting = ordinary * 22 / 100;
    final long names = ordinary - ordinary * 60 / 100 - waiting;
    final long flood = flood(time);
    final List<Composition.Kind> kinds = new ArrayList<>();
    final List<Composition.Service> services = new ArrayList<>();
    add("tcp", "ESTABLISHED", "in", 443, web, web / 7, kinds, services);
    add("tcp", "TIME_WAIT", "in", 443, waiting, waiting / 5, kinds, services);
    add("udp", Composition.NO_STATE, "out", 53, names, 2, kinds, services);
    add("tcp", "SYN_SENT", "out", 22, flood, flood * 9 / 10, kinds, services);
    kinds.sort((a, b) -> Long.compare(b.sessions(), a.sessions()));
    services.sort((a, b) -> Long.compare(b.sessions(), a.sessions()));
    final List<Composition.Remote> remotes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      remotes.add(new Composition.Remote("198.51.100." + (10 + i * 7), web / (20 + 5 * i) + 1));
    }
    return new Composition(
        namespace,
        time,
        at(time),
        kinds,
        services,
        remotes,
        web / 7 + waiting / 5 + flood * 9 / 10 + 2);
  }

  private static void add(
      final String protocol,
      final String state,
      final String direction,
      final int port,
      final long sessions,
      final long remotes,
      final List<Composition.Kind> kinds,
      final List<Composition.Service> services) {
    if (sessions > 0) {
      kinds.add(new Composition.Kind(protocol, state, direction, sessions));
      services.add(
          new Composition.Service(
              protocol, state, direction, port, sessions, Math.max(1, remotes)));
    }
  }
}
