package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.TrackingRule;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.watch.Episode;
import dev.plimsoll.watch.Overload;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged {@code plimsoll watch} over a real table. */
@KernelTest
class WatchIT {
  @TempDir private Path folder = Path.of("");

  private @Nullable PackagedWatch opened;

  @BeforeEach
  void open() throws IOException {
    opened = new PackagedWatch(folder);
  }

  @AfterEach
  void close() throws IOException {
    lab().close();
  }

  private PackagedWatch lab() {
    return Objects.requireNonNull(opened);
  }

  @Test
  void itServesWhatTheKernelCounts() throws Exception {
    lab().flood(300);
    final Process watch = lab().watch();
    lab().await(() -> lab().get("/api/v1/now").contains("\"count\":300,\"measure\":\"sessions\""));
    assertThat(lab().get("/metrics"))
        .contains("plimsoll_counted_sessions{netns=\"" + lab().namespaceName() + "\"} 300");
    assertThat(lab().get("/")).contains("<title>");
    assertThat(watch.isAlive()).isTrue();
  }

  @Test
  void askedToEndItEndsInTimeWithAllItSawInTheHistory() throws Exception {
    lab().flood(300);
    final Process watch = lab().watch();
    lab().awaitReady();
    watch.destroy();
    assertThat(watch.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(lab().samples()).isNotEmpty().allMatch(sample -> sample.count() <= 300);
  }

  @Test
  void killedInTheMiddleOfAnOverloadItGoesOnWithIt() throws Exception {
    lab().flood(300);
    Process watch = lab().watch("--limit", "100");
    lab().awaitReady();
    lab().await(() -> lab().openOverload() != null);
    final long since = Objects.requireNonNull(lab().openOverload()).sinceMillis();
    watch.destroyForcibly().waitFor();
    watch = lab().watch("--limit", "100");
    lab().awaitReady();
    watch.destroy();
    watch.waitFor();
    assertThat(lab().overloads()).extracting(Overload::sinceMillis).containsExactly(since);
  }

  @Test
  void anOverloadOfANamespaceThatIsWatchedNoLongerEndsAtTheNextStart() throws Exception {
    lab().flood(300);
    final Process watch = lab().watch("--limit", "100");
    lab().await(() -> lab().openOverload() != null);
    watch.destroyForcibly().waitFor();
    lab().start("--netns", "own", "--listen", "off");
    lab().await(() -> lab().openOverload() == null);
    assertThat(lab().overloads())
        .extracting(Overload::ending)
        .containsExactly(Episode.Ending.UNOBSERVED);
  }

  @Test
  void hangUpReadsTheConfigurationAgain() throws Exception {
    final Path file = Files.writeString(folder.resolve("plimsoll.yaml"), "limit: 5000\n");
    final Process watch = lab().watch("--config", file.toString());
    lab().await(() -> lab().get("/api/v1/now").contains("\"limit\":5000"));
    Files.writeString(file, "limit: 6000\nevery: 7s\n");
    PackagedWatch.hangUp(watch);
    lab().await(() -> lab().get("/api/v1/now").contains("\"limit\":6000"));
    assertThat(lab().log()).contains("These keys take a restart: every.");
    Files.writeString(file, "limit: lots\n");
    PackagedWatch.hangUp(watch);
    lab()
        .await(() ->
            lab().log().contains("plimsoll.yaml:1:8: limit must be a whole number, not lots"));
    assertThat(lab().get("/api/v1/now")).contains("\"limit\":6000");
  }

  @Test
  void trackingThatItSwitchedOnIsOffAgainAtTheEnd() throws Exception {
    final Process watch = lab().watch("--enable-tracking");
    lab().awaitReady();
    assertThat(TrackingRule.find(lab().namespace())).isNotNull();
    watch.destroy();
    watch.waitFor();
    assertThat(TrackingRule.find(lab().namespace())).isNull();
  }

  @Test
  void whatAKilledRunSwitchedOnIsNamedAndRemovedByTheNext() throws Exception {
    final Process first = lab().watch("--enable-tracking");
    lab().awaitReady();
    first.destroyForcibly().waitFor();
    assertThat(TrackingRule.find(lab().namespace())).isNotNull();
    lab().watch();
    lab().awaitReady();
    assertThat(lab().log()).contains("which a killed run");
    assertThat(TrackingRule.find(lab().namespace())).isNull();
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      final Process watch =
          lab()
              .start(
                  "--netns",
                  lab().namespaceName(),
                  "--listen",
                  "127.0.0.1:" + taken.getLocalPort());
      assertThat(watch.waitFor()).isEqualTo(1);
      assertThat(lab().log()).contains("cannot listen at 127.0.0.1 port " + taken.getLocalPort());
    }
  }
}
