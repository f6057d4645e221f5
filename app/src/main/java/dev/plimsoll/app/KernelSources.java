package dev.plimsoll.app;

import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The watched namespaces: those that the mirror follows now, each with its counts. Where the mirror
 * ends by itself it is opened anew.
 *
 * <p>{@link #refresh} and {@link #close} belong to one thread; {@link #current} is for any.
 */
final class KernelSources implements MirrorListener, AutoCloseable {
  private static final Logger LOG = System.getLogger("plimsoll.watch");
  private static final long REOPEN_NANOS = 10_000_000_000L;

  private final Opening opening;
  private final Map<MirroredTable, EventTally> tallies = new ConcurrentHashMap<>();
  private final Map<MirroredTable, KernelSource> sources = new LinkedHashMap<>();
  private final Set<MirroredTable> refused = new HashSet<>();
  private volatile List<KernelSource> current = List.of();
  private @Nullable Mirror mirror;
  private long closedNanos;

  /** Opens a mirror that is to be started. */
  @FunctionalInterface
  interface Opening {
    Mirror open(MirrorListener listener) throws IOException;
  }

  /**
   * Opens the mirror.
   *
   * @throws IOException if a namespace is not there, or rights are missing
   */
  KernelSources(final Opening opening) throws IOException {
    this.opening = opening;
    mirror = opening.open(this).start();
  }

  /** Those that were there at the last {@link #refresh}. */
  List<KernelSource> current() {
    return current;
  }

  /**
   * Takes in namespaces that appeared and drops those that vanished.
   *
   * @param vanished told the name of each one that is gone
   */
  void refresh(final Consumer<String> vanished) {
    reopenIfEnded();
    if (mirror == null) {
      return;
    }
    final List<MirroredTable> tables = mirror.tables();
    for (final MirroredTable gone : new ArrayList<>(sources.keySet())) {
      if (!tables.contains(gone)) {
        drop(gone, tables, vanished);
      }
    }
    refused.retainAll(tables);
    for (final MirroredTable table : tables) {
      if (!sources.containsKey(table)) {
        take(table);
      }
    }
    current = List.copyOf(sources.values());
  }

  private void drop(
      final MirroredTable gone, final List<MirroredTable> tables, final Consumer<String> vanished) {
    final KernelSource source = sources.remove(gone);
    tallies.remove(gone);
    if (source == null) {
      return;
    }
    source.close();
    // One that was opened anew under its name goes on.
    final boolean follows =
        tables.stream().anyMatch(t -> KernelSource.name(t.namespace()).equals(source.namespace()));
    if (!follows) {
      vanished.accept(source.namespace());
    }
  }

  private void take(final MirroredTable table) {
    try {
      sources.put(table, KernelSource.open(table, tally(table)));
      refused.remove(table);
    } catch (final IOException e) {
      if (refused.add(table)) {
        LOG.log(
            Level.WARNING,
            "network namespace {0} cannot be counted: {1}",
            KernelSource.name(table.namespace()),
            e.getMessage());
      }
    }
  }

  private void reopenIfEnded() {
    final Throwable failure = mirror == null ? null : mirror.failure();
    if (mirror != null && failure != null) {
      LOG.log(
          Level.WARNING,
          "the kernel''s events cannot be followed any more: {0}. It is tried anew in 10 seconds;"
              + " until then the kernel''s count of entries stands in",
          failure.getMessage());
      sources.values().forEach(KernelSource::unfollow);
      mirror.close();
      mirror = null;
      closedNanos = System.nanoTime();
    }
    if (mirror == null && System.nanoTime() - closedNanos >= REOPEN_NANOS) {
      closedNanos = System.nanoTime();
      try {
        mirror = opening.open(this).start();
        LOG.log(Level.INFO, "the kernel''s events are followed again");
      } catch (final IOException e) {
        LOG.log(Level.WARNING, "still not: {0}", e.getMessage());
      }
    }
  }

  private EventTally tally(final MirroredTable table) {
    return tallies.computeIfAbsent(table, _ -> new EventTally());
  }

  @Override
  public void event(final MirroredTable table, final SessionEvent event) {
    tally(table).count(event);
  }

  @Override
  public void notice(final MirrorNotice notice) {
    final String text = NoticeText.of(notice);
    if (text != null) {
      LOG.log(Level.WARNING, text.replace("'", "''"));
    }
  }

  @Override
  public void close() {
    if (mirror != null) {
      mirror.close();
      mirror = null;
    }
    sources.values().forEach(KernelSource::close);
    sources.clear();
    current = List.of();
  }
}
