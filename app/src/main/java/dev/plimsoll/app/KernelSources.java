package dev.plimsoll.app;

import dev.plimsoll.app.diagnose.NamespaceDiagnosis;
import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.watch.diagnosis.OwnTraffic;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final MirrorLog log = new MirrorLog(LOG, System::nanoTime);
  private final Map<MirroredTable, Heard> heard = new ConcurrentHashMap<>();
  private final OwnTraffic own;
  private final Map<MirroredTable, KernelSource> sources = new LinkedHashMap<>();
  private final Set<MirroredTable> refused = new HashSet<>();
  private final Map<String, Integer> missing = new HashMap<>();
  private volatile List<KernelSource> current = List.of();
  private Set<String> seenBefore = Set.of();
  private Set<String> there = Set.of();
  private @Nullable Mirror mirror;
  private boolean isFresh = true;
  private long closedNanos;

  /** Who hears the events of a namespace. */
  record Heard(EventTally tally, NamespaceDiagnosis diagnosis) {}

  /** Opens a mirror that is to be started. */
  @FunctionalInterface
  interface Opening {
    Mirror open(MirrorListener listener) throws IOException;
  }

  /**
   * Opens the mirror.
   *
   * @param own what a diagnosis leaves out
   * @throws IOException if a namespace is not there, or rights are missing
   */
  KernelSources(final Opening opening, final OwnTraffic own) throws IOException {
    this.opening = opening;
    this.own = own;
    mirror = opening.open(this).start();
  }

  /** Those that were there at the last {@link #refresh}. */
  List<KernelSource> current() {
    return current;
  }

  /**
   * The names of all namespaces that were there at the last two {@link #refresh}es, also of those
   * that cannot be counted; none while that is not known. For the thread that refreshes.
   */
  Set<String> there() {
    return there;
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
    if (tables.isEmpty() && isFresh) {
      // The mirror has just been opened, and has not had its first turn.
      return;
    }
    isFresh = false;
    final Set<String> names = new HashSet<>();
    tables.forEach(table -> names.add(KernelSource.name(table.namespace())));
    there = new HashSet<>(seenBefore);
    there.retainAll(names);
    seenBefore = names;
    for (final MirroredTable gone : new ArrayList<>(sources.keySet())) {
      if (!tables.contains(gone)) {
        drop(gone);
      }
    }
    refused.retainAll(tables);
    for (final MirroredTable table : tables) {
      if (!sources.containsKey(table)) {
        take(table);
      }
    }
    heard.keySet().retainAll(tables);
    current = List.copyOf(sources.values());
    tellVanished(vanished);
  }

  // Gone is what is missing in two rounds running: one that is opened anew is missing for a moment.
  private void tellVanished(final Consumer<String> vanished) {
    for (final KernelSource source : current) {
      missing.remove(source.namespace());
    }
    for (final Map.Entry<String, Integer> entry : missing.entrySet()) {
      if (entry.setValue(entry.getValue() + 1) > 0) {
        vanished.accept(entry.getKey());
      }
    }
    missing.values().removeIf(rounds -> rounds > 1);
  }

  private void drop(final MirroredTable gone) {
    final KernelSource source = sources.remove(gone);
    if (source != null) {
      source.close();
      missing.put(source.namespace(), 0);
    }
  }

  private void take(final MirroredTable table) {
    try {
      sources.put(table, KernelSource.open(table, heard(table)));
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
        isFresh = true;
        LOG.log(Level.INFO, "the kernel's events are followed again");
      } catch (final IOException e) {
        LOG.log(Level.WARNING, "still not: {0}", e.getMessage());
      }
    }
  }

  private Heard heard(final MirroredTable table) {
    // Asked for each event: the second way makes an object even where there is one already.
    final Heard known = heard.get(table);
    if (known != null) {
      return known;
    }
    return heard.computeIfAbsent(
        table, _ -> new Heard(new EventTally(), new NamespaceDiagnosis(own)));
  }

  @Override
  public void event(final MirroredTable table, final SessionEvent event) {
    final Heard by = heard(table);
    by.tally().count(event);
    by.diagnosis().event(event);
  }

  @Override
  public void notice(final MirrorNotice notice) {
    log.accept(notice);
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
