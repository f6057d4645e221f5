package dev.plimsoll.web;

import dev.plimsoll.session.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * All metrics as OTLP has them: an {@code ExportMetricsServiceRequest} in the JSON mapping of its
 * protobuf definition, which writes integers of 64 bits as strings and enumerations as numbers.
 *
 * <p>The names are those of {@code /metrics}. Prometheus and the collectors add a unit or {@code
 * _total} to a name only where it is missing, so the two outlets meet there again.
 */
final class OtlpRequest {
  private static final int CUMULATIVE = 2;
  private static final String NAME = "plimsoll";

  private final Metrics metrics;
  private final JsonReply document = new JsonReply();
  private final JsonWriter json = document.writer();
  private final String start;
  private final String now;

  private record Point(double value, List<String> labels) {}

  private OtlpRequest(final Metrics metrics, final long nowMillis) {
    this.metrics = metrics;
    start = nanos(metrics.view().startedMillis());
    now = nanos(nowMillis);
  }

  /**
   * The request.
   *
   * @param nowMillis since 1970
   */
  static byte[] of(final Metrics metrics, final long nowMillis) {
    final OtlpRequest request = new OtlpRequest(metrics, nowMillis);
    request.write();
    return request.document.bytes();
  }

  private static String nanos(final long millis) {
    return millis + "000000";
  }

  private void write() {
    final WatchView view = metrics.view();
    json.beginObject().name("resourceMetrics").beginArray().beginObject();
    json.name("resource").beginObject();
    json.name("attributes").beginArray();
    attribute("service.name", NAME);
    attribute("service.version", view.version());
    // Where two hosts push, Prometheus keeps their series apart by this.
    attribute("service.instance.id", view.host());
    attribute("host.name", view.host());
    json.endArray().endObject();
    json.name("scopeMetrics").beginArray().beginObject();
    json.name("scope").beginObject();
    json.name("name").value(NAME).name("version").value(view.version());
    json.endObject();
    json.name("metrics").beginArray();
    for (final Metric metric : Metric.values()) {
      write(metric);
    }
    json.endArray().endObject().endArray().endObject().endArray().endObject();
  }

  private void write(final Metric metric) {
    final List<Point> points = new ArrayList<>();
    metrics.give(metric, (value, labels) -> points.add(new Point(value, List.of(labels))));
    if (points.isEmpty()) {
      return;
    }
    json.beginObject();
    json.name("name").value(metric.id());
    json.name("description").value(metric.help());
    json.name("unit").value(metric.ucumUnit());
    switch (metric.kind()) {
      case GAUGE -> json.name("gauge").beginObject();
      case COUNTER -> {
        json.name("sum").beginObject();
        json.name("aggregationTemporality").value(CUMULATIVE);
        json.name("isMonotonic").value(true);
      }
    }
    json.name("dataPoints").beginArray();
    points.forEach(point -> write(metric, point));
    json.endArray().endObject().endObject();
  }

  private void write(final Metric metric, final Point point) {
    json.beginObject();
    json.name("attributes").beginArray();
    final List<String> names = metric.labels();
    for (int i = 0; i < names.size(); i++) {
      attribute(names.get(i), point.labels.get(i));
    }
    json.endArray();
    if (metric.kind() == Metric.Kind.COUNTER) {
      json.name("startTimeUnixNano").value(start);
    }
    json.name("timeUnixNano").value(now);
    json.name("asDouble").value(point.value);
    json.endObject();
  }

  private void attribute(final String key, final String value) {
    json.beginObject().name("key").value(key);
    json.name("value").beginObject().name("stringValue").value(value).endObject();
    json.endObject();
  }
}
