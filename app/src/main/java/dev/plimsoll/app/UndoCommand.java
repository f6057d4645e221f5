package dev.plimsoll.app;

import dev.plimsoll.app.action.ActionJson;
import dev.plimsoll.app.action.ActionRecord;
import dev.plimsoll.app.action.ActionRunner;
import dev.plimsoll.app.config.ConfigException;
import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plimsoll undo}: takes back what was done. */
@Command(
    name = "undo",
    header = "Take back what 'plimsoll diagnose --apply' did.",
    description = {
      "Every action is written down before and after it happens, with a number. 'undo' takes back the"
          + " newest one that stands, 'undo ID' that one: a block is removed, frozen processes go on,"
          + " deleted sessions are put back where their place is still free.",
      "A block that nobody confirmed has ended by itself after 60 seconds."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  plimsoll undo --list", "  plimsoll undo", "  plimsoll undo 3"})
final class UndoCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH);

  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ActionOptions options = new ActionOptions();

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The action's number. Default: the newest one that stands.")
  private @Nullable Long id;

  @Option(names = "--list", description = "Show what was done, and change nothing.")
  private boolean list;

  @Option(names = "--json", description = "With --list: a line of JSON an action.")
  private boolean json;

  UndoCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (list && id != null) {
      throw FilterWords.usage(spec, "--list shows all actions: leave out " + id);
    }
    if (json && !list) {
      throw FilterWords.usage(spec, "--json only means something with --list");
    }
    final ActionRunner runner;
    try {
      runner = options.runner();
    } catch (final ConfigException e) {
      return ConfigCommand.tell(console, e);
    }
    tellLeftOvers(console, runner);
    if (list) {
      return list(runner.list());
    }
    final Long meant = id == null ? newest(runner.list()) : id;
    if (meant == null) {
      console.text().println("There is nothing to undo.");
      return ExitCode.OK;
    }
    final ActionRecord undone = runner.undo(meant);
    console
        .text()
        .println(
            "Action %d (%s): %s"
                .formatted(
                    undone.id(), HarmlessText.of(undone.title()), HarmlessText.of(undone.text())));
    return ExitCode.OK;
  }

  /** Says what earlier runs left, and what of the journal cannot be read. */
  static void tellLeftOvers(final Console console, final ActionRunner runner) throws IOException {
    for (final String found : runner.findLeftOvers()) {
      console.errors().println("plimsoll: " + HarmlessText.of(found));
    }
    final int damaged = runner.damagedLines();
    if (damaged > 0) {
      console
          .errors()
          .println(
              "plimsoll: %d lines of the journal of actions cannot be read; what they say is left out"
                  .formatted(damaged));
    }
  }

  private static @Nullable Long newest(final List<ActionRecord> records) {
    return records.reversed().stream()
        .filter(ActionRecord::isOpen)
        .map(ActionRecord::id)
        .findFirst()
        .orElse(null);
  }

  private int list(final List<ActionRecord> records) {
    if (json) {
      final LineBuffer line = new LineBuffer(512);
      records.forEach(record -> {
        write(record, new JsonWriter(line));
        console.text().print(line);
        line.clear();
      });
      return ExitCode.OK;
    }
    if (records.isEmpty()) {
      console.text().println("Nothing was done so far.");
      return ExitCode.OK;
    }
    final Columns columns = new Columns().add(true).add(false).add(false).add(false);
    columns.row(List.of("ID", "WHEN", "STATUS", "WHAT"), text -> text);
    for (final ActionRecord record : records) {
      columns.row(
          List.of(
              Long.toString(record.id()),
              time(record.beganMillis()),
              status(record),
              HarmlessText.of(record.title(), 120)),
          text -> text);
    }
    console.text().print(columns);
    return ExitCode.OK;
  }

  private static String status(final ActionRecord record) {
    final String words = record.status().words();
    return record.isOpen() && record.untilMillis() != 0
        ? words + " until " + time(record.untilMillis())
        : words;
  }

  private static String time(final long millis) {
    return TIME.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
  }

  private static void write(final ActionRecord record, final JsonWriter json) {
    json.beginObject();
    json.name("id").value(record.id());
    json.name("time").timeValue(record.beganMillis() * 1_000_000);
    json.name("step").value(record.step());
    json.name("title").value(record.title());
    json.name("netns").value(record.netns());
    json.name("action");
    ActionJson.write(record.action(), json);
    json.name("status").value(record.status().name().toLowerCase(Locale.ROOT));
    if (record.untilMillis() != 0) {
      json.name("until").timeValue(record.untilMillis() * 1_000_000);
    }
    json.name("text").value(record.text());
    json.endObject().endLine();
  }
}
