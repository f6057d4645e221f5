package dev.plimsoll.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Holds the tracker against what Linux 6.18 said of the same packets. {@code sctp-linux-6.18.txt}
 * was recorded there: random and plausible chunks through a forwarding namespace. A line of it is a
 * packet: direction, tag, chunks; then the verdict, the state, the state's timeout (each had a
 * value of its own), the packets counted both ways, and whether the session was assured.
 */
class SctpTraceTest {
  private static final TrackerSettings SETTINGS =
      new TrackerSettings(
          Map.of(
              Sysctl.SCTP_TIMEOUT_CLOSED, 1100L,
              Sysctl.SCTP_TIMEOUT_COOKIE_WAIT, 1200L,
              Sysctl.SCTP_TIMEOUT_COOKIE_ECHOED, 1300L,
              Sysctl.SCTP_TIMEOUT_ESTABLISHED, 1400L,
              Sysctl.SCTP_TIMEOUT_SHUTDOWN_SENT, 1500L,
              Sysctl.SCTP_TIMEOUT_SHUTDOWN_RECD, 1600L,
              Sysctl.SCTP_TIMEOUT_SHUTDOWN_ACK_SENT, 1700L,
              Sysctl.SCTP_TIMEOUT_HEARTBEAT_SENT, 1800L));

  private final TrackedSctp session = new TrackedSctp(SETTINGS);

  @Test
  void judgesEachRecordedPacketAsTheKernelDid() throws IOException {
    final List<String> differences = new ArrayList<>();
    final List<String> packets = new ArrayList<>();
    try (InputStream file =
            Objects.requireNonNull(getClass().getResourceAsStream("sctp-linux-6.18.txt"));
        BufferedReader lines = new BufferedReader(new InputStreamReader(file, US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("session")) {
          packets.clear();
          session.end();
          continue;
        }
        packets.add(line);
        final String[] fields = line.split(" ", 4);
        final String mine = session.packet(Integer.parseInt(fields[0]), fields[1], fields[2]);
        if (!mine.equals(fields[3]) && differences.size() < 3) {
          differences.add("mine: " + mine + ", the kernel's:\n" + String.join("\n", packets));
        }
      }
    }
    assertThat(differences).isEmpty();
  }
}
