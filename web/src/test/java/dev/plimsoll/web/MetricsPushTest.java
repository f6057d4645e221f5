package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.JsonFormat;
import dev.plimsoll.web.Collector.Answer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The push of the metrics against a real HTTP server, read by OTLP's own definition. */
class MetricsPushTest {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration NEVER = Duration.ofHours(1);

  @TempDir private Path folder = Path.of("");

  private final PlayedWatch watch = new PlayedWatch(Duration.ofMillis(200));
  private final Metrics metrics = new Metrics(watch);
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger("plimsoll.watch");
  private final Handler handler = new LogTo(log);

  /** Keeps what is logged. */
  private static final class LogTo extends Handler {
    private final List<String> log;

    LogTo(final List<String> log) {
      this.log = log;
    }

    @Override
    public void publish(final LogRecord entry) {
      log.add(new SimpleFormatter().formatMessage(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void close() {
    logger.removeHandler(handler);
    metrics.close();
    watch.close();
  }

  private MetricsPush push(final URI endpoint, final Duration every) {
    return push(new PushSettings(endpoint, every, null, true, null));
  }

  private MetricsPush push(final PushSettings settings) {
    return MetricsPush.start(settings, metrics, AT_ONCE);
  }

  private static void awaitPushes(final Collector collector, final int number) {
    await().atMost(Duration.ofMinutes(1)).until(() -> collector.pushes().size() >= number);
  }

  private static ResourceMetrics read(final Collector.Push push) throws IOException {
    final ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    // Strict: a field that the definition does not know is an error.
    JsonFormat.parser().merge(push.json(), request);
    assertThat(request.getResourceMetricsList()).hasSize(1);
    return request.getResourceMetrics(0);
  }

  private static Map<String, String> read(final List<KeyValue> attributes) {
    final Map<String, String> map = new HashMap<>();
    attributes.forEach(it -> map.put(it.getKey(), it.getValue().getStringValue()));
    return map;
  }

  private ResourceMetrics pushed() throws IOException {
    try (Collector collector = new Collector();
        MetricsPush _ = push(collector.endpoint(), NEVER)) {
      awaitPushes(collector, 1);
      return read(collector.pushes().getFirst());
    }
  }

  @Test
  void everyMetricIsPushedUnderItsNameWithItsKindAndUnit() throws IOException {
    final Map<String, io.opentelemetry.proto.metrics.v1.Metric> byName = new HashMap<>();
    pushed()
        .getScopeMetrics(0)
        .getMetricsList()
        .forEach(metric -> byName.put(metric.getName(), metric));
    // The forecast is there only while somebody is over the limit.
    for (final Metric metric : EnumSet.complementOf(EnumSet.of(Metric.SUSTAINED_IN))) {
      final var it = Objects.requireNonNull(byName.get(metric.id()), metric.id());
      assertThat(it.getDescription()).isEqualTo(metric.help());
      assertThat(it.getUnit())
          .isEqualTo(
              metric.id().contains("_seconds") ? "s" : metric.id().endsWith("_bytes") ? "By" : "");
      if (metric.kind() == Metric.Kind.COUNTER) {
        assertThat(it.getSum().getIsMonotonic()).isTrue();
        assertThat(it.getSum().getAggregationTemporality())
            .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        assertThat(it.getSum().getDataPointsList())
            .isNotEmpty()
            .allMatch(point ->
                point.getStartTimeUnixNano() == watch.startedMillis() * 1_000_000
                    && point.getTimeUnixNano() >= point.getStartTimeUnixNano());
      } else {
        assertThat(it.getGauge().getDataPointsList()).isNotEmpty();
      }
    }
    assertThat(byName.keySet()).isSubsetOf(Stream.of(Metric.values()).map(Metric::id).toList());
  }

  @Test
  void theValuesAreThoseOfTheMetricsPageWithTheirLabels() throws IOException {
    final Map<Map<String, String>, Double> limits = new HashMap<>();
    pushed().getScopeMetrics(0).getMetricsList().stream()
        .filter(metric -> metric.getName().equals(Metric.LIMIT.id()))
        .flatMap(metric -> metric.getGauge().getDataPointsList().stream())
        .forEach(point -> limits.put(read(point.getAttributesList()), point.getAsDouble()));
    final Map<Map<String, String>, Double> expected = new HashMap<>();
    metrics.give(Metric.LIMIT, (value, labels) -> expected.put(Map.of("netns", labels[0]), value));
    assertThat(limits).isEqualTo(expected).hasSize(2);
  }

  @Test
  void theResourceSaysWhoPushes() throws IOException {
    assertThat(read(pushed().getResource().getAttributesList()))
        .containsOnly(
            Map.entry("service.name", "plimsoll"),
            Map.entry("service.version", watch.version()),
            Map.entry("service.instance.id", watch.host()),
            Map.entry("host.name", watch.host()));
  }

  @Test
  void integersOfSixtyFourBitsAreStringsAndEnumerationsNumbers() throws IOException {
    try (Collector collector = new Collector();
        MetricsPush _ = push(collector.endpoint(), NEVER)) {
      awaitPushes(collector, 1);
      assertThat(collector.pushes().getFirst().json())
          .containsPattern("\"timeUnixNano\":\"[0-9]{19}\"")
          .containsPattern("\"startTimeUnixNano\":\"[0-9]{19}\"")
          .contains("\"aggregationTemporality\":2");
    }
  }

  @Test
  void itIsPostedAsCompressedJsonBehindThePathOfTheEndpoint() throws IOException {
    try (Collector collector = new Collector();
        MetricsPush _ = push(URI.create(collector.endpoint() + "/otlp/"), NEVER)) {
      awaitPushes(collector, 1);
      final Collector.Push push = collector.pushes().getFirst();
      assertThat(push.path()).isEqualTo("/otlp/v1/metrics");
      assertThat(push.header("Content-Type")).isEqualTo("application/json");
      assertThat(push.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(push.bytes()).isLessThan(push.json().length() / 5);
    }
  }

  @Test
  void withoutCompressionItIsPlain() throws IOException {
    try (Collector collector = new Collector();
        MetricsPush _ = push(new PushSettings(collector.endpoint(), NEVER, null, false, null))) {
      awaitPushes(collector, 1);
      final Collector.Push push = collector.pushes().getFirst();
      assertThat(push.headers()).doesNotContainKey("Content-encoding");
      assertThat(read(push).getScopeMetricsList()).hasSize(1);
    }
  }

  @Test
  void theHeadersOfTheFileAreSentAndReadAnewEachTimeAndNeverTold() throws IOException {
    final Path file = folder.resolve("headers");
    Files.writeString(file, "Authorization: Bearer old-secret\n\nX-Scope-OrgID: web\n");
    try (Collector collector =
            new Collector().answering(new Answer(403, "no: Bearer old-secret", ""));
        MetricsPush push = push(new PushSettings(collector.endpoint(), SOON, file, true, null))) {
      awaitTrouble(push);
      assertThat(push.health().trouble())
          .isEqualTo(collector.endpoint() + " answered with status 403: no: (secret)");
      assertThat(collector.pushes().getFirst().header("Authorization"))
          .isEqualTo("Bearer old-secret");
      assertThat(collector.pushes().getFirst().header("X-Scope-OrgID")).isEqualTo("web");
      Files.writeString(file, "Authorization: Bearer new-secret\n");
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() ->
              collector.pushes().getLast().header("Authorization").equals("Bearer new-secret"));
    }
    assertThat(log).noneMatch(line -> line.contains("-secret"));
  }

  private static void awaitTrouble(final MetricsPush push) {
    await().atMost(Duration.ofMinutes(1)).until(() -> push.health().trouble() != null);
  }

  @Test
  void aLineThatIsNoHeaderIsNamedAndNotRepeated() throws IOException {
    final Path file = Files.writeString(folder.resolve("headers"), "X-A: b\nonly-a-secret\n");
    try (Collector collector = new Collector();
        MetricsPush push = push(new PushSettings(collector.endpoint(), NEVER, file, true, null))) {
      awaitTrouble(push);
      assertThat(push.health().trouble())
          .isEqualTo("line 2 of " + file + " is no header such as 'Authorization: Bearer …'.");
      assertThat(collector.pushes()).isEmpty();
    }
  }

  @Test
  void whatMayBeTakenLaterIsPushedAgainAsItWas() throws IOException {
    for (final int status : new int[] {429, 502, 503, 504}) {
      try (Collector collector = new Collector().answering(new Answer(status, "", ""));
          MetricsPush push = push(collector.endpoint(), NEVER)) {
        awaitPushes(collector, 2);
        assertThat(collector.pushes().get(1).json()).isEqualTo(collector.pushes().get(0).json());
        await().atMost(Duration.ofMinutes(1)).until(() -> push.health().trouble() == null);
      }
    }
  }

  @Test
  void aCollectorThatAsksForTimeGetsIt() throws IOException {
    try (Collector collector = new Collector().answering(new Answer(503, "", "3"));
        MetricsPush _ = push(collector.endpoint(), NEVER)) {
      awaitPushes(collector, 1);
      final long begin = System.nanoTime();
      awaitPushes(collector, 2);
      assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2_500));
    }
  }

  @Test
  void whatIsRefusedForGoodIsDroppedAndSaidOnce() throws IOException {
    final Answer refusal = new Answer(400, "bad\u0007 data", "");
    try (Collector collector = new Collector().answering(refusal, refusal);
        MetricsPush push = push(collector.endpoint(), SOON)) {
      awaitTrouble(push);
      assertThat(push.health().trouble())
          .isEqualTo(collector.endpoint() + " answered with status 400: bad data");
      assertThat(push.health().troubleSinceMillis()).isPositive();
      awaitPushes(collector, 3);
      assertThat(times(collector)).doesNotHaveDuplicates();
      await().atMost(Duration.ofMinutes(1)).until(() -> push.health().trouble() == null);
      assertThat(log)
          .containsExactly(
              "The metrics cannot be pushed. %s answered with status 400: bad data"
                  .formatted(collector.endpoint()),
              "The metrics are pushed again: " + collector.endpoint());
    }
  }

  private static List<Long> times(final Collector collector) throws IOException {
    final List<Long> times = new CopyOnWriteArrayList<>();
    for (final Collector.Push push : collector.pushes()) {
      final NumberDataPoint first =
          read(push).getScopeMetrics(0).getMetrics(0).getGauge().getDataPoints(0);
      times.add(first.getTimeUnixNano());
    }
    return times;
  }

  @Test
  void whatIsTakenInPartIsSaidAndNotPushedAgain() throws IOException {
    final String answer =
        "{\"partialSuccess\": {\"rejectedDataPoints\": \"7\", \"errorMessage\": \"too old\"}}";
    try (Collector collector = new Collector().answering(new Answer(200, answer, ""));
        MetricsPush push = push(collector.endpoint(), NEVER)) {
      awaitTrouble(push);
      assertThat(push.health().trouble()).contains("has not taken 7 of the values", "too old");
      assertThat(collector.pushes()).hasSize(1);
    }
  }

  @Test
  void aCollectorThatIsNotThereIsSaidSo() {
    final URI nowhere = URI.create("http://127.0.0.1:1");
    try (MetricsPush push = push(nowhere, SOON)) {
      awaitTrouble(push);
      assertThat(push.health().trouble()).isEqualTo("http://127.0.0.1:1 accepts no connection.");
      assertThat(push.health().where()).isEqualTo("http://127.0.0.1:1");
    }
  }

  @Test
  void itEndsAtOnceWhileTheCollectorKeepsItWaiting() throws IOException {
    try (Collector collector = new Collector().hanging()) {
      final MetricsPush push = push(collector.endpoint(), NEVER);
      awaitPushes(collector, 1);
      push.close();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> threadNames().noneMatch("plimsoll-push"::equals));
      assertThat(log).isEmpty();
    }
  }

  private static Stream<String> threadNames() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
  }

  @Test
  void theTimeToComeBackIsANumberOfSecondsOrADate() {
    final String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(5));
    assertThat(OtlpPost.retryAfter("7")).isEqualTo(Duration.ofSeconds(7));
    assertThat(OtlpPost.retryAfter(date)).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(5));
    assertThat(OtlpPost.retryAfter("Thu, 01 Jan 1970 00:00:00 GMT")).isZero();
    for (final String none : new String[] {"", "-1", "soon", "9".repeat(40)}) {
      assertThat(OtlpPost.retryAfter(none)).isNull();
    }
  }
}
