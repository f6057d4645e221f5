package dev.plimsoll.web;

import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.SeriesPoint;
import dev.plimsoll.watch.alert.Delivery;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Step;
import dev.plimsoll.watch.history.HistoryHealth;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the web server shows: a running watch. Any thread may ask; questions about the past may wait
 * for a disk and belong on a virtual thread. Where a namespace is not watched, answers are null or
 * empty.
 */
public interface WatchView {
  /** The name of this machine. */
  String host();

  /** Plimsoll's version. */
  String version();

  /** When the watch began, in milliseconds since 1970. */
  long startedMillis();

  /** The watched namespaces, the own one first. */
  List<String> namespaces();

  /** The newest reading. */
  @Nullable Reading latest(String namespace);

  /** The newest composition; some seconds old, minutes for a very large table. */
  @Nullable Composition composition(String namespace);

  /** The newest diagnosis, some seconds old; null before the first, and where nobody diagnoses. */
  default @Nullable Diagnosis diagnosis(final String namespace) {
    return null;
  }

  /** What to do after {@link #diagnosis}, in this order. */
  default List<Step> steps(final String namespace) {
    return List.of();
  }

  /** The live sessions, to be read only. */
  @Nullable SessionTable sessions(String namespace);

  /**
   * The count from one moment to another.
   *
   * @param points about so many at most; the finest rows that fit are taken
   * @throws IOException if the history cannot be read; the message says why
   */
  List<SeriesPoint> series(String namespace, long fromMillis, long toMillis, int points)
      throws IOException;

  /**
   * Compositions between two moments, oldest first, thinned out evenly to at most so many.
   *
   * @throws IOException if the history cannot be read; the message says why
   */
  List<Composition> compositions(String namespace, long fromMillis, long toMillis, int most)
      throws IOException;

  /** The times over the limit that touch these moments, oldest first. */
  List<Overload> overloads(String namespace, long fromMillis, long toMillis) throws IOException;

  /** The newest alerts with what became of them, newest first. */
  List<Delivery> alerts(int rows) throws IOException;

  /** The doctor's findings, some minutes old at most, worst first. */
  List<SystemFinding> findings();

  /** What the watch itself costs. */
  OwnCost ownCost();

  HistoryHealth history();

  /**
   * Hands on each new reading, on the thread that made it: the consumer must be quick and must not
   * throw.
   *
   * @return closing it ends the subscription
   */
  Subscription subscribe(Consumer<Reading> consumer);

  /** A subscription that can be ended. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
