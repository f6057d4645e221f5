package dev.plimsoll.web;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.alert.Delivery;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.history.HistoryHealth;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The value of each metric, for whoever hands them out. All come from what the watch knows anyway:
 * to ask looks at no session, and costs the same for ten as for a million. Any thread.
 */
public final class Metrics implements AutoCloseable {
  private static final List<String> VERDICTS =
      List.of("fine", "brief-peak", "sustained", "unknown");
  private static final int ALERTS = 500;

  private final WatchView view;
  private final Map<String, Double> overSeconds = new ConcurrentHashMap<>();
  private final WatchView.Subscription subscription;

  /** Takes the values of a metric. */
  interface Values {
    /**
     * Takes one value.
     *
     * @param labels the values of the metric's labels, in their order
     */
    void put(double value, String... labels);
  }

  /** Gives the values of a metric. */
  private interface Source {
    void giveTo(Values values);
  }

  /** Counts from now on what is counted here alone: the time over the limit. */
  public Metrics(final WatchView view) {
    this.view = view;
    subscription = view.subscribe(this::addTimeOver);
  }

  /** What they are of. */
  WatchView view() {
    return view;
  }

  /** Gives the values that a metric has now; none where it cannot be told. */
  void give(final Metric metric, final Values values) {
    source(metric).giveTo(values);
  }

  private void addTimeOver(final Reading reading) {
    if (reading.trouble() == null && reading.verdict().overNow()) {
      // As the rule counts: a sample stands for its own interval, not for a gap before it.
      final long millis = Math.min(reading.sinceMillis(), reading.sample().intervalMillis());
      overSeconds.merge(reading.namespace(), millis / 1000.0, Double::sum);
    }
  }

  private Source source(final Metric metric) {
    return switch (metric) {
      case SESSIONS -> this::sessions;
      case COUNT -> ofReading(reading -> reading.sample().count());
      case ENTRIES -> ofReading(reading -> reading.ceiling().entries());
      case LIMIT -> ofReading(reading -> reading.rule().limit());
      case CEILING -> ofReading(reading -> reading.ceiling().maximum());
      case SYNCHRONISED -> ofReading(reading -> oneIf(reading.synchronised()));
      case CREATED -> ofReading(reading -> reading.totals().created());
      case DESTROYED -> ofReading(reading -> reading.totals().destroyed());
      case VERDICT -> this::verdict;
      case DIAGNOSIS -> this::diagnosis;
      case FINDING -> this::findings;
      case OVER_LIMIT -> ofReading(reading -> overSeconds.getOrDefault(reading.namespace(), 0.0));
      case OVER_LIMIT_IN_WINDOW -> ofReading(reading -> reading.verdict().overMillis() / 1000.0);
      case SUSTAINED_IN -> this::sustainedIn;
      case DROPS -> this::drops;
      case EVENT_OVERRUNS -> ofReading(reading -> reading.totals().overruns());
      case RESYNCS -> ofReading(reading -> reading.totals().resyncs());
      case READING_TIMESTAMP -> ofReading(reading -> reading.timeMillis() / 1000.0);
      case READING_FAILED -> ofReading(reading -> oneIf(reading.trouble() != null));
      case HISTORY_TROUBLE -> ofHistory(history -> oneIf(history.trouble() != null));
      case HISTORY_SIZE -> this::historySize;
      case HISTORY_WAITING -> ofHistory(HistoryHealth::waiting);
      case HISTORY_LOST -> ofHistory(HistoryHealth::lost);
      case HISTORY_DAMAGED -> ofHistory(HistoryHealth::damagedFiles);
      case ALERTS -> this::alerts;
      case CPU -> ofCost(OwnCost::cpuSeconds);
      case RESIDENT -> ofCost(OwnCost::residentBytes);
      case MIRROR -> ofCost(OwnCost::mirrorBytes);
      case SAMPLES -> ofCost(OwnCost::samples);
      case LATE_SAMPLES -> ofCost(OwnCost::lateSamples);
      case VIEWERS -> ofCost(OwnCost::viewers);
      case STARTED -> values -> values.put(view.startedMillis() / 1000.0);
      case BUILD -> values -> values.put(1, view.version());
    };
  }

  private static double oneIf(final boolean truth) {
    return truth ? 1 : 0;
  }

  private Source ofReading(final ToDoubleFunction<Reading> value) {
    return values -> {
      for (final String namespace : view.namespaces()) {
        final @Nullable Reading reading = view.latest(namespace);
        if (reading != null) {
          values.put(value.applyAsDouble(reading), namespace);
        }
      }
    };
  }

  private Source ofHistory(final ToDoubleFunction<HistoryHealth> value) {
    return values -> values.put(value.applyAsDouble(view.history()));
  }

  private Source ofCost(final ToDoubleFunction<OwnCost> value) {
    return values -> values.put(value.applyAsDouble(view.ownCost()));
  }

  private void sessions(final Values values) {
    for (final String namespace : view.namespaces()) {
      final @Nullable Composition composition = view.composition(namespace);
      if (composition != null) {
        for (final Composition.Kind kind : composition.kinds()) {
          values.put(
              (double) kind.sessions(), namespace, kind.protocol(), kind.state(), kind.direction());
        }
      }
    }
  }

  private void verdict(final Values values) {
    for (final String namespace : view.namespaces()) {
      final @Nullable Reading reading = view.latest(namespace);
      if (reading != null) {
        final String holds = WatchJson.word(reading.verdict().answer());
        VERDICTS.forEach(word -> values.put(oneIf(word.equals(holds)), namespace, word));
      }
    }
  }

  private void diagnosis(final Values values) {
    for (final String namespace : view.namespaces()) {
      final @Nullable Diagnosis diagnosis = view.diagnosis(namespace);
      if (diagnosis != null) {
        for (final CauseClass each : CauseClass.values()) {
          values.put(oneIf(each == diagnosis.causeClass()), namespace, each.word());
        }
      }
    }
  }

  // A card may fire for several subjects: the labels must tell the values apart, so one stands.
  private void findings(final Values values) {
    for (final String namespace : view.namespaces()) {
      final @Nullable Diagnosis diagnosis = view.diagnosis(namespace);
      if (diagnosis != null) {
        final Map<Card, Double> strongest = new EnumMap<>(Card.class);
        for (final Finding finding : diagnosis.findings()) {
          strongest.merge(finding.card(), finding.confidence(), Math::max);
        }
        strongest.forEach((card, confidence) -> values.put(confidence, namespace, card.id()));
      }
    }
  }

  private void sustainedIn(final Values values) {
    for (final String namespace : view.namespaces()) {
      final @Nullable Reading reading = view.latest(namespace);
      if (reading != null) {
        final long millis = WatchJson.sustainedInMillis(reading.verdict().answer());
        if (millis != LimitState.NEVER) {
          values.put(millis / 1000.0, namespace);
        }
      }
    }
  }

  private void drops(final Values values) {
    for (final String namespace : view.namespaces()) {
      final @Nullable Reading reading = view.latest(namespace);
      if (reading != null) {
        final Totals totals = reading.totals();
        values.put((double) totals.drops(), namespace, "drop");
        values.put((double) totals.earlyDrops(), namespace, "early_drop");
        values.put((double) totals.insertFailures(), namespace, "insert_failed");
      }
    }
  }

  private void historySize(final Values values) {
    final long bytes = view.history().bytes();
    if (bytes >= 0) {
      values.put((double) bytes);
    }
  }

  private void alerts(final Values values) {
    final Map<List<String>, Integer> counts = new HashMap<>();
    try {
      for (final Delivery delivery : view.alerts(ALERTS)) {
        final String state = delivery.state().name().toLowerCase(Locale.ROOT);
        counts.merge(List.of(delivery.channel(), state), 1, Integer::sum);
      }
    } catch (final IOException e) {
      // Absent then: the history's trouble has a metric of its own.
      return;
    }
    counts.forEach((labels, count) -> values.put(count, labels.toArray(String[]::new)));
  }

  @Override
  public void close() {
    subscription.close();
  }
}
