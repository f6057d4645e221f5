package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.app.track.CurveJudgement;
import dev.plimsoll.app.track.CurveText;
import dev.plimsoll.app.track.TrackRun;
import dev.plimsoll.engine.PacketPipeline;
import dev.plimsoll.engine.TrackerStatistics;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.Breakdown;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.PlainText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a capture comes to, for a person: the count, the limit, what the sessions are. */
final class TrackText {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final int LABEL_COLUMNS = 12;
  private static final long LONG_MILLIS = 600_000;

  private final TrackRun run;
  private final int columns;
  private final Ink ink;
  private final int rows;
  private final SessionFilter filter;

  TrackText(
      final TrackRun run,
      final int columns,
      final Ink ink,
      final int rows,
      final SessionFilter filter) {
    this.run = run;
    this.columns = columns;
    this.ink = ink;
    this.rows = rows;
    this.filter = filter;
  }

  @Override
  public String toString() {
    final PacketPipeline pipeline = run.pipeline();
    if (pipeline.firstMillis() == PacketPipeline.NEVER) {
      return "No packet to track among %s frames.%n".formatted(count(pipeline.frameCount()));
    }
    final StringBuilder text = new StringBuilder();
    final long limit = run.judgement().rule().limit();
    final int sessions = run.tracker().table().size();
    text.append(ink.bold(count(sessions) + (sessions == 1 ? " session" : " sessions")));
    text.append(" at the end, ").append(count(most())).append(" at most; the limit is ");
    text.append(count(limit)).append(".\n");
    text.append(new LoadBar(most(), limit, Math.min(columns, 72), Console.isUnicode()))
        .append('\n');
    line(text, "Verdict", verdict(run.judgement()));
    line(text, "Capture", capture(pipeline));
    line(text, "Packets", packets());
    final var points = run.curve().points();
    if (points.size() > 1) {
      final int width = Math.min(columns - LABEL_COLUMNS, 60);
      line(text, "Curve", CurveText.sparkline(points, width, Console.isUnicode()));
    }
    appendGroups(text, "protocol,state,direction");
    appendGroups(text, "dport,protocol");
    return text.toString();
  }

  private int most() {
    return Math.max(run.curve().most(), run.tracker().table().size());
  }

  private String verdict(final CurveJudgement judgement) {
    if (judgement.overMillis() == 0) {
      return most() > judgement.rule().limit()
          ? ink.yellow("over the limit for less than a second")
          : ink.green("never over the limit");
    }
    final String over =
        "over the limit for %s in %s"
            .formatted(
                PlainText.minutes(judgement.overMillis()),
                judgement.peaks() == 1 ? "one peak" : count(judgement.peaks()) + " peaks");
    return judgement.sustainedSinceMillis() == LimitState.NEVER
        ? ink.yellow(over + ", never sustained")
        : ink.red(over + ", sustained from " + at(judgement.sustainedSinceMillis(), TIME) + " on");
  }

  private String capture(final PacketPipeline pipeline) {
    final long millis = pipeline.lastMillis() - pipeline.firstMillis();
    return "%s packets in %s, from %s to %s"
        .formatted(
            count(pipeline.frameCount()),
            millis < LONG_MILLIS ? Quantities.seconds(millis / 1000) : PlainText.minutes(millis),
            at(pipeline.firstMillis(), MOMENT),
            at(pipeline.lastMillis(), TIME));
  }

  private static String at(final long millis, final DateTimeFormatter format) {
    return format.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
  }

  private String packets() {
    final TrackerStatistics statistics = run.tracker().statistics();
    final List<String> parts = new ArrayList<>();
    parts.add(count(statistics.inserted()) + " began a session");
    part(parts, statistics.invalid() + statistics.icmpErrors(), "invalid");
    part(parts, statistics.untracked(), "not tracked on purpose");
    part(parts, statistics.dropped(), "dropped at a full table");
    part(parts, run.pipeline().ignored(), "no IP");
    return String.join(", ", parts);
  }

  private static void part(final List<String> into, final long number, final String what) {
    if (number > 0) {
      into.add(count(number) + " " + what);
    }
  }

  private void appendGroups(final StringBuilder text, final String keys) {
    final Breakdown groups = new Breakdown(GroupKey.parse(keys));
    run.tracker()
        .table()
        .forEach(
            run.pipeline().lastMillis(),
            session -> {
              if (filter.matches(session)) {
                groups.visit(session);
              }
            });
    if (groups.sessions() > 0) {
      text.append('\n').append(GroupTable.text(groups, rows, ink));
    }
  }

  private void line(final StringBuilder text, final String label, final String what) {
    text.append(ink.dim(label + " ".repeat(LABEL_COLUMNS - label.length()))).append(what);
    text.append('\n');
  }
}
