package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.app.config.ConfigException;
import dev.plimsoll.app.config.ConfigKey;
import dev.plimsoll.app.config.ConfigValue;
import dev.plimsoll.app.config.Configuration;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.WhatChanged;
import dev.plimsoll.watch.history.History;
import dev.plimsoll.watch.history.HistoryReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plimsoll explain}: what changed between two moments of the history. */
@Command(
    name = "explain",
    header = "Say what changed: which sessions account for a rise or fall.",
    description = {
      "Compares what the table consisted of at two moments, from the history that 'plimsoll watch'"
          + " keeps, and names the groups that account for the difference, largest first, each with"
          + " the filter that shows its sessions.",
      "Without times it compares now with the time before the newest overload, or with an hour ago.",
      "A moment is written as " + MomentText.FORMS + "."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll explain",
      "  plimsoll explain --since 02:50",
      "  plimsoll explain --at 2026-11-24T03:20 --since 2026-11-24T02:50",
      "  plimsoll explain --since 30m --netns web"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final Duration BEFORE_OVERLOAD = Duration.ofMinutes(2);
  private static final Duration RECENT = Duration.ofHours(24);
  private static final Duration FAR = Duration.ofMinutes(30);
  private static final ZoneId ZONE = ZoneId.systemDefault();

  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ConfigOptions config = new ConfigOptions();

  @Option(names = "--at", paramLabel = "T", description = "The later moment. Default: now.")
  private @Nullable String at;

  @Option(names = "--since", paramLabel = "T", description = "The earlier moment.")
  private @Nullable String since;

  @Option(
      names = "--netns",
      paramLabel = "NAME",
      description = "The network namespace. Default: the one that the watch watches.")
  private @Nullable String netns;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the history is kept. Default: as configured.")
  private @Nullable String dataDir;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ExplainCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final Map<ConfigKey, ConfigValue> options = ConfigOptions.none();
    ConfigOptions.put(options, ConfigKey.DATA_DIR, "--data-dir", dataDir);
    final Configuration configuration;
    try {
      configuration = config.read(options);
    } catch (final ConfigException e) {
      return ConfigCommand.tell(console, e);
    }
    try (HistoryReader history = History.read(configuration.history().location())) {
      explain(history);
      return ExitCode.OK;
    } catch (final UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void explain(final HistoryReader history) throws IOException {
    final ZonedDateTime now = ZonedDateTime.now(ZONE);
    final String namespace = namespace(history);
    final Instant later = at == null ? now.toInstant() : moment(at, now);
    final Instant earlier = since == null ? begin(history, namespace, later) : moment(since, now);
    final boolean inOrder = earlier.isBefore(later);
    final Composition after = near(history, namespace, inOrder ? later : earlier);
    final Composition before = near(history, namespace, inOrder ? earlier : later);
    if (before.timeMillis() == after.timeMillis()) {
      throw new IOException(
          "of these two moments only one was kept (%s): choose moments further apart"
              .formatted(local(Instant.ofEpochMilli(after.timeMillis()))));
    }
    final WhatChanged changed = WhatChanged.between(before, after);
    console
        .text()
        .print(
            json
                ? ExplainText.json(namespace, changed, before, after)
                : new ExplainText(now.getZone(), Ink.choose(false, console.terminal()))
                    .of(namespace, changed, before, after));
  }

  private Instant moment(final String text, final ZonedDateTime now) {
    try {
      return MomentText.parse(text, now);
    } catch (final IllegalArgumentException e) {
      throw FilterWords.usage(spec, String.valueOf(e.getMessage()));
    }
  }

  private String namespace(final HistoryReader history) throws IOException {
    final List<String> known = history.namespaces();
    if (known.isEmpty()) {
      throw new IOException(
          "the history is empty yet: 'plimsoll watch' keeps something to explain every minute");
    }
    final String wanted =
        netns != null
            ? netns
            : known.contains(GroupKey.OWN_NAMESPACE) ? GroupKey.OWN_NAMESPACE : known.getFirst();
    if (!known.contains(wanted)) {
      throw new IOException(
          "the history knows no namespace %s; it knows %s"
              .formatted(wanted, String.join(", ", known)));
    }
    return wanted;
  }

  // Just before the newest overload of the last day, else an hour before.
  private static Instant begin(
      final HistoryReader history, final String namespace, final Instant later) {
    final List<Overload> overloads =
        history.overloads(namespace, later.minus(RECENT).toEpochMilli(), later.toEpochMilli());
    return overloads.isEmpty()
        ? later.minus(Duration.ofHours(1))
        : Instant.ofEpochMilli(overloads.getLast().sinceMillis()).minus(BEFORE_OVERLOAD);
  }

  private Composition near(
      final HistoryReader history, final String namespace, final Instant moment)
      throws IOException {
    final Composition found = history.compositionNear(namespace, moment.toEpochMilli());
    if (found == null) {
      throw new IOException(
          "the history does not say yet what the table of %s consisted of".formatted(namespace));
    }
    final long off = Math.abs(found.timeMillis() - moment.toEpochMilli());
    if (off > FAR.toMillis()) {
      console
          .errors()
          .println(
              "plimsoll: nothing is known of %s; the nearest moment is %s"
                  .formatted(local(moment), local(Instant.ofEpochMilli(found.timeMillis()))));
    }
    return found;
  }

  private static LocalDateTime local(final Instant moment) {
    return moment.atZone(ZONE).toLocalDateTime().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Sessions, with the word. */
  static String sessions(final long number) {
    return count(number) + (number == 1 ? " session" : " sessions");
  }
}
