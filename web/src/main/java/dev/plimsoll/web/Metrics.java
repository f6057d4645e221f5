package dev.plimsoll.web;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.alert.Delivery;
import dev.plimsoll.watch.history.HistoryHealth;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The metrics, in Prometheus' text format or OpenMetrics. All come from what the watch knows
 * anyway: a scrape looks at no session, and costs the same for ten as for a million.
 */
final class Metrics implements AutoCloseable {
  private static final List<String> VERDICTS =
      List.of("fine", "brief-peak", "sustained", "unknown");
  private static final int ALERTS = 500;

  private final WatchView view;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Map<String, Double> overSeconds = new ConcurrentHashMap<>();
  private final WatchView.Subscription subscription;

  /** Takes the values of a metric. */
  private interface Values {
    void put(double value, String... labels);
  }

  /** Gives the values of a metric. */
  private interface Source {
    void giveTo(Values values);
  }

  Metrics(final WatchView view) {
    this.view = view;
    for (final Metric metric : Metric.values()) {
      register(metric, source(metric));
    }
    subscription = view.subscribe(this::addTimeOver);
  }

  private void addTimeOver(final Reading reading) {
    if (reading.trouble() == null && reading.verdict().overNow()) {
      // As the rule counts: a sample stands for its own interval, not for a gap before it.
      final long millis = Math.min(reading.sinceMillis(), reading.sample().intervalMillis());
      overSeconds.merge(reading.namespace(), millis / 1000.0, Double::sum);
    }
  }

  private void register(final Metric metric, final Source source) {
    final String[] labels = metric.labels().toArray(String[]::new);
    switch (metric.kind()) {
      case GAUGE -> {
        final var builder = GaugeWithCallback.builder().name(metric.id()).help(metric.help());
        if (metric.unit() != null) {
          builder.unit(metric.unit());
        }
        builder
            .labelNames(labels)
            .callback(callback -> source.giveTo(callback::call))
            .register(registry);
      }
      case COUNTER -> {
        final var builder = CounterWithCallback.builder().name(metric.id()).help(metric.help());
        if (metric.unit() != null) {
          builder.unit(metric.unit());
        }
        builder
            .labelNames(labels)
            .callback(callback -> source.giveTo(callback::call))
            .register(registry);
      }
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

  /** The page, in the format that the scraper takes. */
  Reply page(final @Nullable String accept) throws IOException {
    final ExpositionFormatWriter writer = formats.findWriter(accept);
    final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    writer.write(out, registry.scrape());
    return Reply.of(200, writer.getContentType(), out.toByteArray());
  }

  @Override
  public void close() {
    subscription.close();
  }
}
