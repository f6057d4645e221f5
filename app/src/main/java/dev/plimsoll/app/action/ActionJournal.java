package dev.plimsoll.app.action;

import dev.plimsoll.app.action.ActionRecord.Status;
import dev.plimsoll.app.top.Json;
import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.watch.diagnosis.Action;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import dev.plimsoll.watch.diagnosis.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was done to this host: a line of JSON before an action and one after it, each on the disk
 * before anything goes on. So what was done is known although Plimsoll or the machine ended in the
 * middle. Only ever appended to.
 */
final class ActionJournal {
  private static final String FILE = "actions.jsonl";
  // Some hundred thousand actions.
  private static final long MOST_BYTES = 32L << 20;
  private static final int TEXT = 500;

  private final Path folder;
  private final Path file;

  /** What one line says beyond its id. */
  private enum Event {
    BEGIN,
    TRIAL,
    DONE,
    FAILED,
    CONFIRMED,
    UNDONE,
    ENDED;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the journal says.
   *
   * @param records in the order of their ids
   * @param damagedLines how many lines could not be read
   */
  record Content(List<ActionRecord> records, int damagedLines) {
    @Nullable ActionRecord find(final long id) {
      return records.stream().filter(one -> one.id() == id).findFirst().orElse(null);
    }

    private long nextId() {
      return records.isEmpty() ? 1 : records.getLast().id() + 1;
    }
  }

  ActionJournal(final Path folder) {
    this.folder = folder;
    file = folder.resolve(FILE);
  }

  /** The file of an action's own, beside the journal. */
  Path fileOf(final long id) {
    return folder.resolve("action-%d.jsonl".formatted(id));
  }

  /** Keeps other runs of Plimsoll from acting meanwhile; waits for one that does. */
  Lock lock() throws IOException {
    makeFolder();
    final FileChannel channel =
        FileChannel.open(
            folder.resolve("actions.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      return new Lock(channel, channel.lock());
    } catch (final IOException | OverlappingFileLockException e) {
      channel.close();
      throw new IOException("another action is under way: " + e.getMessage(), e);
    }
  }

  /** Held while an action is carried out or undone. */
  record Lock(FileChannel channel, FileLock held) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Writes that an action is about to be carried out. */
  ActionRecord begin(final Step step, final @Nullable String netns, final long nowMillis)
      throws IOException {
    final Action action = step.action();
    if (action == null) {
      throw new IOException("the step " + step.id() + " is not one that Plimsoll can do itself");
    }
    final ActionRecord record =
        new ActionRecord(
            read().nextId(),
            step.id(),
            HarmlessText.of(step.title()),
            action,
            netns,
            nowMillis,
            Status.BEGUN,
            0,
            "");
    append(Event.BEGIN, record, nowMillis);
    return record;
  }

  /** Writes that it was done; until a moment, or for good if that is 0. */
  ActionRecord done(
      final ActionRecord record,
      final boolean onTrial,
      final long untilMillis,
      final String text,
      final long nowMillis)
      throws IOException {
    final ActionRecord done =
        record.with(onTrial ? Status.ON_TRIAL : Status.STANDING, untilMillis, text);
    append(onTrial ? Event.TRIAL : Event.DONE, done, nowMillis);
    return done;
  }

  ActionRecord failed(final ActionRecord record, final String text, final long nowMillis)
      throws IOException {
    return append(Event.FAILED, record.with(Status.FAILED, 0, text), nowMillis);
  }

  ActionRecord confirmed(
      final ActionRecord record, final long untilMillis, final String text, final long nowMillis)
      throws IOException {
    return append(Event.CONFIRMED, record.with(Status.STANDING, untilMillis, text), nowMillis);
  }

  ActionRecord undone(final ActionRecord record, final String text, final long nowMillis)
      throws IOException {
    return append(Event.UNDONE, record.with(Status.UNDONE, 0, text), nowMillis);
  }

  ActionRecord ended(final ActionRecord record, final String text, final long nowMillis)
      throws IOException {
    return append(Event.ENDED, record.with(Status.ENDED, 0, text), nowMillis);
  }

  private ActionRecord append(final Event event, final ActionRecord record, final long nowMillis)
      throws IOException {
    makeFolder();
    final boolean isNew = !Files.exists(file);
    final LineBuffer line = new LineBuffer(512);
    final JsonWriter json = new JsonWriter(line).beginObject();
    json.name("id").value(record.id());
    json.name("time").timeValue(nowMillis * 1_000_000);
    json.name("event").value(event.word());
    if (event == Event.BEGIN) {
      json.name("step").value(record.step());
      json.name("title").value(record.title());
      json.name("netns").value(record.netns());
      json.name("action");
      ActionJson.write(record.action(), json);
    } else {
      json.name("text").value(HarmlessText.of(record.text(), TEXT));
      if (record.untilMillis() != 0) {
        json.name("until").timeValue(record.untilMillis() * 1_000_000);
      }
    }
    json.endObject().endLine();
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    line.drainTo(bytes);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      final ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
      if (isTorn()) {
        channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    if (isNew) {
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
    return record;
  }

  // The machine may have ended in the middle of a line; the next one begins on its own.
  private boolean isTorn() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      final ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() > 0
          && channel.read(last, channel.size() - 1) == 1
          && last.get(0) != '\n';
    }
  }

  /**
   * Reads all of it.
   *
   * @throws IOException if it cannot be read, or is larger than any journal should be
   */
  Content read() throws IOException {
    if (!Files.exists(file)) {
      return new Content(List.of(), 0);
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(
          "the journal of actions %s is larger than 32 MiB: move it away when nothing in it has to be undone"
              .formatted(file));
    }
    final Map<Long, ActionRecord> records = new TreeMap<>();
    int damaged = 0;
    // Not by a reader: what is torn need not be UTF-8.
    for (final String line :
        new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isBlank() && !take(line, records)) {
        damaged++;
      }
    }
    return new Content(new ArrayList<>(records.values()), damaged);
  }

  private static boolean take(final String line, final Map<Long, ActionRecord> records) {
    try {
      final Json json = Json.read(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
      final long id = json.at("id").number();
      final String event = json.at("event").text();
      if (event.equals(Event.BEGIN.word())) {
        final Json netns = json.find("netns");
        records.put(
            id,
            new ActionRecord(
                id,
                json.at("step").text(),
                json.at("title").text(),
                ActionJson.read(json.at("action")),
                netns == null ? null : netns.text(),
                millis(json.at("time")),
                Status.BEGUN,
                0,
                ""));
        return true;
      }
      final ActionRecord before = records.get(id);
      final Status status = status(event);
      if (before == null || status == null) {
        return false;
      }
      final Json until = json.find("until");
      records.put(
          id, before.with(status, until == null ? 0 : millis(until), json.at("text").text()));
      return true;
    } catch (final IOException | ArithmeticException | DateTimeException e) {
      return false;
    }
  }

  private static @Nullable Status status(final String event) {
    return switch (event) {
      case "trial" -> Status.ON_TRIAL;
      case "done", "confirmed" -> Status.STANDING;
      case "failed" -> Status.FAILED;
      case "undone" -> Status.UNDONE;
      case "ended" -> Status.ENDED;
      default -> null;
    };
  }

  private static long millis(final Json time) throws IOException {
    return Instant.parse(time.text()).toEpochMilli();
  }
}
