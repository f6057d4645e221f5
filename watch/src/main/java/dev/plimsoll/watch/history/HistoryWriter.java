package dev.plimsoll.watch.history;

import dev.plimsoll.watch.history.Database.Work;
import dev.plimsoll.watch.history.HistoryLocation.InFile;
import dev.plimsoll.watch.history.HistoryLocation.InMemory;
import dev.plimsoll.watch.history.HistoryLocation.InPostgres;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that opens, writes and tidies the database: every five seconds, or when asked.
 * What fails waits in the backlog and is tried again, at growing steps up to a minute.
 */
final class HistoryWriter implements Source, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.plimsoll.watch.history");

  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration FIRST_TRY = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(3);
  private static final long SIZE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int ROWS_IN_BATCH = 2_000;

  private final HistorySettings settings;
  private final Backlog backlog;
  private final InstantSource clock;
  private final Retention retention;
  private final BlockingQueue<CompletableFuture<Boolean>> asked = new LinkedBlockingQueue<>();
  private final CountDownLatch tried = new CountDownLatch(1);
  private final Thread thread;

  private volatile @Nullable Database database;
  private volatile @Nullable Database suspect;
  private volatile @Nullable Trouble trouble;
  private volatile String unreadable = "";
  private volatile long bytes = -1;
  private volatile int damagedFiles;
  private volatile boolean closing;

  // Only of the thread.
  private long retryNanos = System.nanoTime();
  private Duration pause = TICK;
  private long sizeNanos = System.nanoTime() - SIZE_NANOS;

  /** Why nothing can be written, and since when. */
  record Trouble(String sentence, long sinceMillis) {}

  HistoryWriter(final HistorySettings settings, final Backlog backlog, final InstantSource clock) {
    this.settings = settings;
    this.backlog = backlog;
    this.clock = clock;
    retention = new Retention(settings);
    thread = Thread.ofPlatform().daemon().name("plimsoll-history").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Nullable Trouble trouble() {
    return trouble;
  }

  /** The size on disk when it was last looked at, or -1. */
  long bytes() {
    return bytes;
  }

  /** How many damaged files lay aside when that was last looked at. */
  int damagedFiles() {
    return damagedFiles;
  }

  /** Writes now, and waits for it. Whether all that was added before is written. */
  boolean writeNow(final Duration most) {
    final CompletableFuture<Boolean> done = new CompletableFuture<>();
    asked.add(done);
    try {
      return done.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (final TimeoutException | ExecutionException e) {
      return false;
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes what is left, and ends within three seconds, whatever the disk does. */
  @Override
  public void close() {
    closing = true;
    asked.add(new CompletableFuture<>());
    try {
      if (!thread.join(CLOSING)) {
        LOG.log(Level.WARNING, "the history could not be closed in time: a write hangs");
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public <T> T read(final Work<T> work, final T otherwise) {
    try {
      if (!tried.await(FIRST_TRY.toMillis(), TimeUnit.MILLISECONDS)) {
        return otherwise;
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return otherwise;
    }
    final Database open = database;
    // A server that is away would keep each question waiting.
    final boolean isAway = trouble != null && settings.location() instanceof InPostgres;
    if (open == null || isAway) {
      return otherwise;
    }
    try {
      return open.read(work);
    } catch (final SQLException e) {
      unreadable(open, e);
      return otherwise;
    }
  }

  private void unreadable(final Database open, final SQLException failure) {
    if (open != database) {
      return; // it was closed meanwhile
    }
    if (settings.location() instanceof InFile && SqliteTrouble.isDamage(failure)) {
      suspect = open;
      asked.add(new CompletableFuture<>());
    }
    final String sentence = sentence(failure);
    if (!sentence.equals(unreadable)) {
      unreadable = sentence;
      LOG.log(Level.WARNING, "The history cannot be read. {0}", sentence);
    }
  }

  private void run() {
    write(true);
    tried.countDown();
    while (!closing) {
      final List<CompletableFuture<Boolean>> requests = next();
      final boolean written = write(!requests.isEmpty());
      requests.forEach(request -> request.complete(written));
    }
    if (backlog.size() > 0) {
      write(true); // it came while the last write was on its way
    }
    closeDatabase();
  }

  private List<CompletableFuture<Boolean>> next() {
    final List<CompletableFuture<Boolean>> requests = new ArrayList<>();
    try {
      final CompletableFuture<Boolean> first = asked.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
      if (first != null) {
        requests.add(first);
        asked.drainTo(requests);
      }
    } catch (final InterruptedException e) {
      closing = true; // and what waits is written on the way out
    }
    return requests;
  }

  // Whether all is written. A pause after a failure is kept, unless somebody asks for a try.
  private boolean write(final boolean isAsked) {
    if (!isAsked && System.nanoTime() - retryNanos < 0) {
      return false;
    }
    try {
      try {
        writeAll();
      } catch (final SQLException e) {
        if (!startAnew(e)) {
          throw e;
        }
        writeAll();
      }
      well();
      return true;
    } catch (final SQLException | IOException | RuntimeException | LinkageError e) {
      failed(e);
      return false;
    }
  }

  private void writeAll() throws SQLException, IOException {
    final Database open = opened();
    open.check();
    if (suspect == open) {
      suspect = null;
      throw SqliteTrouble.damage("a page cannot be read");
    }
    for (List<Row> rows = backlog.next(ROWS_IN_BATCH);
        !rows.isEmpty();
        rows = backlog.next(ROWS_IN_BATCH)) {
      final List<Row> batch = rows;
      open.write(connection -> RowWriter.write(connection, batch));
      backlog.remove(batch);
    }
    retention.turn(open, clock.millis());
    if (System.nanoTime() - sizeNanos >= SIZE_NANOS) {
      bytes = open.bytes();
      damagedFiles =
          settings.location() instanceof InFile(var file) ? DamagedFile.of(file).size() : 0;
      sizeNanos = System.nanoTime();
    }
  }

  private Database opened() throws SQLException, IOException {
    final Database known = database;
    if (known != null) {
      return known;
    }
    final Database opened =
        switch (settings.location()) {
          case InFile(var file) -> SqliteDatabase.open(file);
          case InPostgres it -> PostgresDatabase.open(it);
          case InMemory() -> throw new IllegalStateException("memory needs no writer");
        };
    database = opened;
    return opened;
  }

  // Where the file is no good or gone, a new one helps at once.
  private boolean startAnew(final SQLException failure) throws IOException {
    if (!(settings.location() instanceof InFile(var file))) {
      return false;
    }
    if (SqliteTrouble.isDamage(failure) && DamagedFile.of(file).size() < DamagedFile.MOST) {
      closeDatabase();
      final DamagedFile damaged = DamagedFile.setAside(file, clock.instant());
      LOG.log(
          Level.WARNING,
          "The history in {0} is damaged ({1}). It was put aside as {2}, and a new one is begun.",
          file,
          failure.getMessage(),
          damaged.file());
      sizeNanos = System.nanoTime() - SIZE_NANOS; // another file, and one more aside
      return true;
    }
    if (failure instanceof SqliteDatabase.MovedException) {
      closeDatabase();
      LOG.log(Level.WARNING, "{0}: what is there now is used, or a new one.", failure.getMessage());
      return true;
    }
    return false;
  }

  private void closeDatabase() {
    final Database open = database;
    database = null;
    if (open != null) {
      open.close();
    }
  }

  private void well() {
    retryNanos = System.nanoTime();
    pause = TICK;
    if (trouble != null) {
      trouble = null;
      LOG.log(Level.INFO, "The history is written again: {0}", settings.location().where());
    }
  }

  private void failed(final Throwable failure) {
    final String sentence = sentence(failure);
    final Trouble before = trouble;
    if (before == null || !before.sentence.equals(sentence)) {
      LOG.log(
          Level.WARNING,
          "The history cannot be written; what is seen waits in memory. {0}",
          sentence);
      LOG.log(Level.DEBUG, "the history's failure", failure);
    }
    trouble = new Trouble(sentence, before == null ? clock.millis() : before.sinceMillis);
    retryNanos = System.nanoTime() + pause.toNanos();
    final Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }

  private String sentence(final Throwable failure) {
    return switch (settings.location()) {
      case InFile(var file) -> new SqliteTrouble(file).sentence(failure);
      case InPostgres it -> PostgresDatabase.sentence(it, failure);
      case InMemory it -> it.where();
    };
  }
}
