package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.LabNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code plimsoll track -i} while one host asks another the same two hundred ports all the time.
 */
@KernelTest
final class LiveTrackKernelTest {
  private static final String ASKING = "10.88.2.1";
  private static final String ASKED = "10.88.2.2";
  private static final int PORTS = 200;

  private final LabNamespace asking = LabNamespace.create("asking");
  private final LabNamespace asked = LabNamespace.create("asked");
  private final String device = "to-" + asking.name().split("-", 3)[1];
  private final FutureTask<Void> questions = new FutureTask<>(this::ask, null);

  @TempDir private Path folder;

  private volatile boolean isOver;

  LiveTrackKernelTest() throws IOException {
    LabNetwork.link(asking, List.of(ASKING + "/24"), asked, List.of(ASKED + "/24"));
  }

  @BeforeEach
  void begin() {
    Thread.ofPlatform().daemon().start(questions);
  }

  @AfterEach
  void remove() throws Exception {
    isOver = true;
    try (asking;
        asked) {
      questions.get();
    }
  }

  private void ask() {
    try (DatagramChannel socket = asking.call(DatagramChannel::open)) {
      socket.bind(new InetSocketAddress(ASKING, 5000));
      while (!isOver) {
        for (int port = 1; port <= PORTS; port++) {
          socket.send(ByteBuffer.allocate(4), new InetSocketAddress(ASKED, 10_000 + port));
        }
        Thread.sleep(20);
      }
    } catch (final IOException e) {
      throw new IllegalStateException(e);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Run track(final String... options) {
    final String[] words = {"track", "-i", device, "--netns", asked.name(), "--for", "3"};
    final String[] all = Arrays.copyOf(words, words.length + options.length);
    System.arraycopy(options, 0, all, words.length, options.length);
    return Run.of(all);
  }

  @Test
  void theStatusTellsTheSessionsThatPassNow() {
    final Run run = track("--status", "--limit", "100", "udp");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.output().replaceAll("\\s+", " "))
        .startsWith("Plimsoll -i " + device)
        .contains("200 sessions, 200 % of the limit of 100")
        .contains("plimsoll track -i " + device + " --by remote");
  }

  @Test
  void theCurveHasEverySecondOfTheTime() {
    final List<String> lines = track("--curve", "csv", "udp").output().lines().toList();
    assertThat(lines).hasSizeGreaterThanOrEqualTo(3).first().isEqualTo("time,sessions,most");
    assertThat(lines).last().asString().endsWith(",200,200");
  }

  @Test
  void theCurveIsDrawnIntoAFileAtTheEnd() throws IOException {
    final Path file = folder.resolve("live.svg");
    assertThat(track("--curve", file.toString(), "udp").exitCode()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(file)).contains("<polyline");
  }
}
