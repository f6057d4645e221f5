package dev.plimsoll.web;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The metrics for who comes for them, in Prometheus' text format or OpenMetrics. */
final class MetricsPage {
  private final Metrics metrics;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();

  MetricsPage(final Metrics metrics) {
    this.metrics = metrics;
    for (final Metric metric : Metric.values()) {
      register(metric);
    }
  }

  private void register(final Metric metric) {
    final String[] labels = metric.labels().toArray(String[]::new);
    switch (metric.kind()) {
      case GAUGE -> {
        final var builder = GaugeWithCallback.builder().name(metric.id()).help(metric.help());
        if (metric.unit() != null) {
          builder.unit(metric.unit());
        }
        builder
            .labelNames(labels)
            .callback(callback -> metrics.give(metric, callback::call))
            .register(registry);
      }
      case COUNTER -> {
        final var builder = CounterWithCallback.builder().name(metric.id()).help(metric.help());
        if (metric.unit() != null) {
          builder.unit(metric.unit());
        }
        builder
            .labelNames(labels)
            .callback(callback -> metrics.give(metric, callback::call))
            .register(registry);
      }
    }
  }

  /** The page, in the format that the scraper takes. */
  Reply page(final @Nullable String accept) throws IOException {
    final ExpositionFormatWriter writer = formats.findWriter(accept);
    final ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    writer.write(out, registry.scrape());
    return Reply.of(200, writer.getContentType(), out.toByteArray());
  }
}
