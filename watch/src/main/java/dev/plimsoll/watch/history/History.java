package dev.plimsoll.watch.history;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.alert.AlertStore;
import dev.plimsoll.watch.alert.Delivery;
import dev.plimsoll.watch.history.HistoryLocation.InFile;
import dev.plimsoll.watch.history.HistoryLocation.InMemory;
import dev.plimsoll.watch.history.HistoryLocation.InPostgres;
import dev.plimsoll.watch.history.HistoryWriter.Trouble;
import dev.plimsoll.watch.history.Row.DeliveryRow;
import dev.plimsoll.watch.history.Row.NoteRow;
import dev.plimsoll.watch.history.Row.OverloadRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the watch sees, over restarts. What is added waits in memory for at most five seconds;
 * then all of it is written in one transaction, which is on the disk when it is done: so the loss
 * of power costs the last ten seconds at most.
 *
 * <p>The store's troubles are never the watch's: while the database cannot be opened or written,
 * rows wait in memory, can be asked for, and are written when that works again. {@link #health}
 * tells. Of each moment of a namespace the first word stands. Any thread.
 */
public final class History implements AlertStore, AutoCloseable {
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(5);

  private final HistorySettings settings;
  private final Backlog backlog;
  private final @Nullable HistoryWriter writer;
  private final HistoryReader reader;

  private History(final HistorySettings settings, final InstantSource clock) {
    this.settings = settings;
    backlog = new Backlog(settings.mostWaiting());
    writer =
        settings.location() instanceof InMemory
            ? null
            : new HistoryWriter(settings, backlog, clock);
    reader = new HistoryReader(writer == null ? new Source.None() : writer, backlog, () -> {});
  }

  /** Opens the history, in the background; it never fails for the store's sake. */
  public static History open(final HistorySettings settings) {
    return open(settings, InstantSource.system());
  }

  /** Opens the history, with a clock by which the age of rows is told. */
  public static History open(final HistorySettings settings, final InstantSource clock) {
    final History history = new History(settings, clock);
    if (history.writer != null) {
      history.writer.start();
    }
    return history;
  }

  /**
   * Opens a history only to be read, while another process may be writing it.
   *
   * @throws IOException if there is none, or it cannot be read; the message says why
   */
  public static HistoryReader read(final HistoryLocation location) throws IOException {
    final Backlog nothing = new Backlog(0);
    try {
      switch (location) {
        case InMemory() ->
            throw new IOException("The history is kept in memory only, within the watch itself.");
        case InFile(var file) -> {
          if (!Files.exists(file)) {
            throw new IOException(
                "There is no history at %s. Does 'plimsoll watch' run, and keep it there?"
                    .formatted(file));
          }
          final SqliteDatabase database = SqliteDatabase.read(file);
          return new HistoryReader(new ReadOnly(location, database), nothing, database::close);
        }
        case InPostgres it -> {
          final PostgresDatabase database = PostgresDatabase.read(it);
          return new HistoryReader(new ReadOnly(location, database), nothing, database::close);
        }
      }
    } catch (final AccessDeniedException e) {
      throw new IOException(
          "You may not read the history at %s. Ask as root, or as the user that 'plimsoll watch' runs as."
              .formatted(location.where()),
          e);
    } catch (final SQLException e) {
      throw new IOException(sentence(location, e), e);
    }
  }

  private static String sentence(final HistoryLocation location, final SQLException failure) {
    return "The history cannot be read: %s (%s)".formatted(failure.getMessage(), location.where());
  }

  private record ReadOnly(HistoryLocation location, Database database) implements Source {
    @Override
    public <T> T read(final Database.Work<T> work, final T otherwise) {
      try {
        return database.read(work);
      } catch (final SQLException e) {
        throw new UncheckedIOException(new IOException(sentence(location, e), e));
      }
    }
  }

  /** Asks the history. */
  public HistoryReader reader() {
    return reader;
  }

  /** {@inheritDoc} Waits for the first try to open it. */
  @Override
  public boolean isReadable() {
    return writer == null || reader.isReadable();
  }

  /** Keeps a reading's sample, with what happened since; none where the count was not taken. */
  public void add(final Reading reading) {
    if (reading.trouble() == null) {
      backlog.add(SampleRow.of(reading));
    }
  }

  /** Keeps a composition. Packing it takes a fraction of a millisecond. */
  public void add(final Composition composition) {
    backlog.add(new CompositionRow(composition));
  }

  /** Keeps an overload, in place of what was known of it: namespace and beginning name it. */
  public void put(final Overload overload) {
    backlog.add(new OverloadRow(overload));
  }

  /** {@inheritDoc} They are on the disk when this returns, unless the store has trouble. */
  @Override
  public void put(final List<Delivery> deliveries) {
    keep(deliveries.stream().map(DeliveryRow::new).toList());
  }

  private void keep(final List<? extends Row> rows) {
    backlog.add(rows);
    if (writer != null && writer.trouble() == null) {
      writer.writeNow(LONGEST_WRITE);
    }
  }

  @Override
  public List<Delivery> pending() {
    return reader.pending();
  }

  @Override
  public List<Delivery> newest(final int rows) {
    return reader.newest(rows);
  }

  @Override
  public String recall(final String key) {
    return reader.note(key);
  }

  @Override
  public Set<String> keys() {
    return reader.notes();
  }

  /** {@inheritDoc} */
  @Override
  public void remember(final String key, final String text, final List<Delivery> deliveries) {
    final List<Row> rows = new ArrayList<>();
    rows.add(new NoteRow(key, text));
    deliveries.forEach(delivery -> rows.add(new DeliveryRow(delivery)));
    keep(rows);
  }

  /**
   * Writes now what waits, even if it could not be written a moment ago.
   *
   * @return whether nothing waits any more; true if only memory is to keep it
   */
  public boolean flush() {
    return writer == null || writer.writeNow(LONGEST_WRITE);
  }

  /** How the history fares; quick. */
  public HistoryHealth health() {
    final String where = settings.location().where();
    if (writer == null) {
      return new HistoryHealth(where, -1, null, 0, 0, 0, 0);
    }
    final Trouble trouble = writer.trouble();
    return new HistoryHealth(
        where,
        writer.bytes(),
        trouble == null ? null : trouble.sentence(),
        trouble == null ? 0 : trouble.sinceMillis(),
        backlog.size(),
        backlog.lost(),
        writer.damagedFiles());
  }

  /**
   * Files that were damaged, put aside and replaced, newest first; for a person to mend or delete.
   *
   * @throws IOException if their folder cannot be read
   */
  public List<Path> damagedFiles() throws IOException {
    return settings.location() instanceof InFile(var file) ? DamagedFile.of(file) : List.of();
  }

  /** Writes what waits and closes; within three seconds, whatever the store does. */
  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
