package dev.plimsoll.watch.alert;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.minutes;
import static dev.plimsoll.watch.PlainText.seconds;
import static dev.plimsoll.watch.PlainText.share;

import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.Verdict.BriefPeak;
import dev.plimsoll.watch.Verdict.Sustained;
import dev.plimsoll.watch.WhatChanged;
import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Alert.Phase;
import dev.plimsoll.watch.alert.AlertState.Matter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says a matter in words. */
final class AlertText {
  private static final int MOST_FACTS = 3;

  private final String host;
  private final ZoneId zone;
  private final Past past;

  AlertText(final String host, final ZoneId zone, final Past past) {
    this.host = host;
    this.zone = zone;
    this.past = past;
  }

  Alert alert(final Matter matter, final Phase phase, final Look look) {
    final Reading reading = look.reading();
    final Composition newest = recent(reading);
    final long began = matter.sinceMillis() - reading.rule().window().toMillis();
    final List<String> facts =
        phase == Phase.OVER ? factsAtTheEnd(matter, reading) : facts(matter, look, newest);
    return new Alert(
        AlertId.of(
            host, reading.namespace(), matter.kind(), matter.sinceMillis(), phase, matter.told()),
        matter.kind(),
        phase,
        host,
        reading.namespace(),
        reading.timeMillis(),
        matter.sinceMillis(),
        place(reading.namespace()) + ": " + title(matter, phase, look),
        facts.subList(0, Math.min(MOST_FACTS, facts.size())),
        whatChanged(newest, phase == Phase.OVER ? told(matter, began) : began),
        command(matter.kind(), reading.namespace(), began));
  }

  Alert vanished(final Matter matter, final Alert newest, final long timeMillis) {
    return new Alert(
        AlertId.of(
            newest.host(),
            newest.namespace(),
            matter.kind(),
            matter.sinceMillis(),
            Phase.OVER,
            matter.told()),
        matter.kind(),
        Phase.OVER,
        newest.host(),
        newest.namespace(),
        timeMillis,
        matter.sinceMillis(),
        "%s: %s: no longer watched, so nobody saw how it ended"
            .formatted(place(newest.namespace()), matter.kind().word()),
        List.of("The last that was told: " + newest.title() + "."),
        "",
        newest.command());
  }

  private static String title(final Matter matter, final Phase phase, final Look look) {
    final Reading reading = look.reading();
    final String lasted = minutes(Math.max(0, reading.timeMillis() - matter.sinceMillis()));
    final String sessions = amount(reading.sample().count(), reading);
    final String limit = count(reading.rule().limit());
    final String fill = share(reading.ceiling().entries(), reading.ceiling().maximum());
    return switch (matter.kind()) {
      case SUSTAINED ->
          switch (phase) {
            case BEGINS -> "sustained overload, %s over the limit of %s".formatted(sessions, limit);
            case GOES_ON ->
                "still overloaded after %s, %s (limit %s)".formatted(lasted, sessions, limit);
            case OVER -> "the overload is over after %s, %s now".formatted(lasted, sessions);
          };
      case FINDING ->
          switch (phase) {
            case BEGINS -> "looks compromised: " + found(look);
            case GOES_ON -> "still looks compromised after %s: %s".formatted(lasted, found(look));
            case OVER -> "the signs of a compromise are gone after " + lasted;
          };
      case BRIEF_PEAK ->
          switch (phase) {
            case BEGINS -> "brief peak, %s over the limit of %s".formatted(sessions, limit);
            case GOES_ON -> "the peak goes on, %s (limit %s)".formatted(sessions, limit);
            case OVER ->
                reading.verdict().answer() instanceof Sustained
                    ? "the peak has become a sustained overload"
                    : "the peak is over after %s, %s now".formatted(lasted, sessions);
          };
      case RECURRING ->
          switch (phase) {
            case BEGINS -> "peaks over the limit of %s come again and again".formatted(limit);
            case GOES_ON -> "peaks over the limit of %s keep coming".formatted(limit);
            case OVER -> "no peaks over the limit come any more, %s now".formatted(sessions);
          };
      case NEAR_CEILING ->
          switch (phase) {
            case BEGINS -> "the kernel's table is at %s of its maximum".formatted(fill);
            case GOES_ON -> "the kernel's table is still at %s of its maximum".formatted(fill);
            case OVER -> "the kernel's table has room again, it is at %s".formatted(fill);
          };
      case DROPS ->
          switch (phase) {
            case BEGINS -> "the kernel loses connections: " + count(matter.most()) + " so far";
            case GOES_ON -> "the kernel still loses connections: " + count(matter.most());
            case OVER -> "the kernel loses no connections any more";
          };
      case UNWATCHED ->
          switch (phase) {
            case BEGINS -> "the sessions cannot be counted";
            case GOES_ON -> "the sessions still cannot be counted after " + lasted;
            case OVER -> "the sessions are counted again, %s now".formatted(sessions);
          };
      case TEST -> throw new IllegalArgumentException("a test is no matter");
    };
  }

  // It is told to begin or to go on only while there is a diagnosis.
  private static String found(final Look look) {
    return DiagnosisText.found(Objects.requireNonNull(look.diagnosis()));
  }

  // The strongest first: the diagnosis, what fired, the cause, then what else is bad.
  private static List<String> facts(
      final Matter matter, final Look look, final @Nullable Composition newest) {
    final Reading reading = look.reading();
    if (matter.kind() == Kind.UNWATCHED) {
      return List.of(
          "The count could not be taken: " + sentence(reading.trouble()),
          "The last count was %s.".formatted(amount(reading.sample().count(), reading)));
    }
    final Set<String> facts = new LinkedHashSet<>();
    if (matter.kind() == Kind.SUSTAINED) {
      facts.addAll(DiagnosisText.verdictAndFacts(look.diagnosis()));
    } else if (matter.kind() == Kind.FINDING) {
      facts.addAll(DiagnosisText.facts(look.diagnosis()));
    }
    facts.add(
        switch (matter.kind()) {
          case SUSTAINED, FINDING, BRIEF_PEAK, RECURRING, UNWATCHED, TEST -> overLimit(reading);
          case NEAR_CEILING -> filled(reading.ceiling());
          case DROPS -> lost(reading);
        });
    if (newest != null && !newest.services().isEmpty()) {
      facts.add(cause(newest));
    }
    if (reading.since().losses() > 0) {
      facts.add(lost(reading));
    }
    if (matter.kind() == Kind.DROPS || reading.ceiling().level() != Ceiling.Level.FREE) {
      facts.add(filled(reading.ceiling()));
    }
    if (reading.since().created() + reading.since().destroyed() > 0) {
      facts.add(rates(reading));
    }
    facts.add(overLimit(reading));
    return List.copyOf(facts);
  }

  private static List<String> factsAtTheEnd(final Matter matter, final Reading reading) {
    final String lasted = minutes(Math.max(0, reading.timeMillis() - matter.sinceMillis()));
    final String most = count(matter.most());
    final String how =
        switch (matter.kind()) {
          case FINDING -> "That they are gone does not make the host clean: find the cause.";
          case SUSTAINED, BRIEF_PEAK, RECURRING ->
              "It lasted %s; the largest count was %s.".formatted(lasted, most);
          case NEAR_CEILING ->
              "It lasted %s; the most were %s entries of %s."
                  .formatted(lasted, most, count(reading.ceiling().maximum()));
          case DROPS -> "It lasted %s; %s packets or entries were lost.".formatted(lasted, most);
          case UNWATCHED, TEST -> "Nobody counted for %s.".formatted(lasted);
        };
    return List.of(how, reading.verdict().sentence(reading.rule()));
  }

  private static String overLimit(final Reading reading) {
    final long count = reading.sample().count();
    final long limit = reading.rule().limit();
    final String now =
        count > limit
            ? "%s, %s over the limit of %s"
                .formatted(amount(count, reading), share(count - limit, limit), count(limit))
            : "%s, within the limit of %s now".formatted(amount(count, reading), count(limit));
    final String forecast =
        reading.verdict().answer() instanceof BriefPeak(_, final long in)
            ? "; sustained in %s if it stays".formatted(minutes(in))
            : "";
    return "%s; over it for %s of the last %s%s."
        .formatted(
            now,
            minutes(reading.verdict().overMillis()),
            minutes(reading.rule().window().toMillis()),
            forecast);
  }

  private static String cause(final Composition newest) {
    final Composition.Service most = newest.services().getFirst();
    final StringBuilder text = new StringBuilder();
    text.append(most.sessions() * 2 > newest.sessions() ? "Most are " : "The largest group is ")
        .append(WhatChanged.words(most))
        .append(": %s of %s".formatted(count(most.sessions()), count(newest.sessions())));
    if (most.remotes() > 1) {
      text.append(", with %s remotes".formatted(count(most.remotes())));
    }
    if (!newest.remotes().isEmpty()
        && newest.remotes().getFirst().sessions() * 2 > newest.sessions()) {
      final Composition.Remote remote = newest.remotes().getFirst();
      text.append("; %s are with %s".formatted(count(remote.sessions()), remote.address()));
    }
    return text.append('.').toString();
  }

  private static String lost(final Reading reading) {
    final Totals since = reading.since();
    final List<String> parts = new ArrayList<>();
    part(parts, since.drops(), "new connections dropped because the table was full");
    part(parts, since.earlyDrops(), "unanswered sessions thrown out to make room");
    part(parts, since.insertFailures(), "entries lost to an equal packet");
    return "In the last %s: %s."
        .formatted(seconds(reading.sinceMillis() / 1000.0), String.join(", ", parts));
  }

  private static void part(final List<String> parts, final long number, final String what) {
    if (number > 0) {
      parts.add(count(number) + " " + what);
    }
  }

  private static String filled(final Ceiling ceiling) {
    return new Ceiling(ceiling.entries(), ceiling.maximum(), 0).sentence();
  }

  private static String rates(final Reading reading) {
    return "%s new and %s ended sessions a second."
        .formatted(
            count(Math.round(reading.createdPerSecond())),
            count(Math.round(reading.destroyedPerSecond())));
  }

  private static String sentence(final @Nullable String trouble) {
    final String text = trouble == null ? "" : trouble.strip();
    return text.endsWith(".") ? text : text + ".";
  }

  private static String amount(final long number, final Reading reading) {
    final boolean isOne = number == 1;
    return count(number)
        + (reading.sample().measure() == Sample.Measure.SESSIONS
            ? isOne ? " session" : " sessions"
            : isOne ? " entry" : " entries");
  }

  private @Nullable Composition recent(final Reading reading) {
    final Composition newest = past.newest(reading.namespace());
    return reading.trouble() == null
            && newest != null
            && newest.timeMillis() >= reading.timeMillis() - Look.HOLDS_MILLIS
        ? newest
        : null;
  }

  private String whatChanged(final @Nullable Composition newest, final long beforeMillis) {
    if (newest == null) {
      return "";
    }
    final Composition before = past.before(newest.namespace(), beforeMillis);
    if (before == null || before.timeMillis() >= newest.timeMillis()) {
      return "";
    }
    final WhatChanged changed = WhatChanged.between(before, newest);
    return changed.difference() == 0 && changed.groups().isEmpty() ? "" : changed.sentence(zone);
  }

  private static long told(final Matter matter, final long otherwise) {
    return matter.newest() == null ? otherwise : matter.newest().timeMillis();
  }

  private String place(final String namespace) {
    return namespace.equals(GroupKey.OWN_NAMESPACE) ? host : host + ", namespace " + namespace;
  }

  private static String command(final Kind kind, final String namespace, final long sinceMillis) {
    final String look =
        switch (kind) {
          case FINDING -> "plimsoll diagnose";
          case UNWATCHED -> "plimsoll doctor";
          default ->
              "plimsoll explain --since "
                  + Instant.ofEpochMilli(sinceMillis).truncatedTo(ChronoUnit.SECONDS);
        };
    if (namespace.equals(GroupKey.OWN_NAMESPACE)) {
      return look;
    }
    final boolean isPlain = namespace.matches("[A-Za-z0-9_.:/-]+");
    return look + " --netns " + (isPlain ? namespace : "'" + namespace.replace("'", "'\\''") + "'");
  }
}
