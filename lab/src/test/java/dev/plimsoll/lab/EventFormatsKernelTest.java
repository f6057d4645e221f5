package dev.plimsoll.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorSettings;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.session.ConntrackFormat;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.SaveFormat;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionFormat;
import dev.plimsoll.session.XmlFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the lines of events with those of {@code conntrack -E} for the same events. */
class EventFormatsKernelTest {
  private static final long LONGEST_MILLIS = 10_000;

  @TempDir private Path directory;
  private LabNamespace namespace;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create("events");
    namespace.enableTracking();
    namespace.sysctl("net.netfilter.nf_conntrack_acct", "1");
    namespace.sysctl("net.netfilter.nf_conntrack_timestamp", "1");
  }

  @AfterEach
  void removeNamespace() throws IOException {
    namespace.close();
  }

  @Test
  void plainLinesAreWhatConntrackShows() throws Exception {
    assertSameEvents(ConntrackFormat.plain(), "-E");
  }

  @Test
  void linesWithEverythingAreWhatConntrackShows() throws Exception {
    assertSameEvents(
        ConntrackFormat.extended().withId().withKernelTimes(ZoneId.systemDefault()),
        "-E",
        "-o",
        "extended,id,ktimestamp");
  }

  @Test
  void xmlIsWhatConntrackShows() throws Exception {
    assertSameEvents(XmlFormat.elements().withKernelTimes(), "-E", "-o", "xml,ktimestamp");
  }

  @Test
  void whatIsSavedIsWhatConntrackSavesButForMarks() throws Exception {
    assertSameEvents(SaveFormat.additions(), "-E", "-o", "save");
  }

  private void assertSameEvents(final SessionFormat format, final String... options)
      throws Exception {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final MirrorListener listener =
        new MirrorListener() {
          @Override
          public void event(final MirroredTable table, final SessionEvent event) {
            final LineBuffer line = new LineBuffer(512);
            format.write(event, line);
            heard.add(line.toString().stripTrailing());
          }
        };
    final Path output = directory.resolve("events");
    final Process conntrack = startConntrack(output, options);
    try (Mirror mirror =
        Mirror.open(List.of(namespace.networkNamespace()), MirrorSettings.defaults(), listener)
            .start()) {
      assertThat(mirror.awaitSynchronised(Duration.ofMillis(LONGEST_MILLIS))).isTrue();
      awaitMark("192.0.2.1", heard, output);
      makeEvents();
      awaitMark("192.0.2.9", heard, output);
      awaitStragglers(heard, output);
      assertThat(between(heard))
          .hasSizeGreaterThan(20)
          .isEqualTo(between(Files.readAllLines(output)));
    } finally {
      conntrack.destroy();
      conntrack.waitFor();
    }
  }

  private Process startConntrack(final Path output, final String... options) throws IOException {
    final List<String> command =
        new ArrayList<>(List.of("ip", "netns", "exec", namespace.name(), "conntrack"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectOutput(output.toFile())
        .redirectError(directory.resolve("errors").toFile())
        .start();
  }

  /** Makes sessions from this address until both have heard of one. */
  private void awaitMark(final String source, final List<String> heard, final Path output)
      throws IOException, InterruptedException {
    for (int port = 1; port < LONGEST_MILLIS / 50; port++) {
      namespace.run(
          "conntrack",
          "-I",
          "-p",
          "udp",
          "-s",
          source,
          "-d",
          "192.0.2.2",
          "-t",
          "100",
          "--sport",
          String.valueOf(port),
          "--dport",
          "9");
      Thread.sleep(50);
      if (heard.stream().anyMatch(line -> line.contains(source))
          && Files.readString(output).contains(source)) {
        return;
      }
    }
    throw new IOException("no event of " + source + " was heard");
  }

  /** What the other processor does may come after the mark. */
  private static void awaitStragglers(final List<String> heard, final Path output)
      throws IOException, InterruptedException {
    for (int i = 0; i < 20 && !between(heard).equals(between(Files.readAllLines(output))); i++) {
      Thread.sleep(50);
    }
  }

  private void makeEvents() throws IOException {
    try (LabTraffic traffic = new LabTraffic(namespace)) {
      traffic.ping("127.0.0.1");
      traffic.ping("::1");
      traffic.exchangeUdp("127.0.0.1", traffic.serveUdp("127.0.0.1", 0), 3);
      traffic.exchangeUdp("::1", traffic.serveUdp("::1", 0), 1);
      final int port = traffic.serveTcp("127.0.0.1", 0);
      traffic.connectAndClose("127.0.0.1", port, 3);
      traffic.connect("127.0.0.1", port, 1);
      traffic.connectAndClose("::1", traffic.serveTcp("::1", 0), 1);
      namespace.run("conntrack", "-U", "-f", "ipv4", "-p", "tcp", "-m", "0xffffffff");
      namespace.run("conntrack", "-D", "-p", "tcp");
      namespace.run(
          "conntrack", "-I", "-p", "50", "-s", "1.1.1.1", "-d", "2.2.2.2", "-t", "100", "-w", "5");
      namespace.run("conntrack", "-D", "-p", "udp", "-f", "ipv6");
    }
  }

  // Sorted, since two processors tell two listeners in their own order. conntrack finds the name
  // of the process behind a change in /proc while it lives. It does not save marks.
  private static List<String> between(final List<String> lines) {
    return lines.stream()
        .filter(line -> !line.contains("192.0.2."))
        .filter(line -> !line.startsWith("<?xml") && !line.equals("<conntrack>"))
        .map(line -> line.replaceFirst(" progname=.*", "").replaceFirst(" -m \\d+", ""))
        .sorted()
        .toList();
  }
}
