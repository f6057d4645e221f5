package dev.plimsoll.engine.helper;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Holds the helpers against what Linux 6.18 made of the same packets. {@code
 * helpers-linux-6.18.txt} was recorded there: whole and damaged commands and messages through a
 * forwarding namespace. A case is a session; a line of it is a packet: direction, bytes, and
 * whether it passed; then come the expectations, as the kernel printed them.
 */
class HelperTraceTest {
  @Test
  void readsEachRecordedPacketAsTheKernelDid() throws IOException {
    final List<String> differences = new ArrayList<>();
    try (InputStream file =
            Objects.requireNonNull(getClass().getResourceAsStream("helpers-linux-6.18.txt"));
        BufferedReader lines = new BufferedReader(new InputStreamReader(file, US_ASCII))) {
      List<String> recorded = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("case ") && !recorded.isEmpty()) {
          compare(recorded, differences);
          recorded = new ArrayList<>();
        }
        recorded.add(line);
      }
      compare(recorded, differences);
    }
    assertThat(differences).isEmpty();
  }

  private static void compare(final List<String> recorded, final List<String> differences) {
    final HelperScene scene = new HelperScene();
    final HelperScene.Talk talk =
        switch (recorded.getFirst()) {
          case "case ftp" -> scene.tcp("10.0.0.2", 40_000, "10.1.0.2", 21);
          case "case irc" -> scene.tcp("10.0.0.2", 40_000, "10.1.0.2", 6667);
          case "case siptcp" -> scene.tcp("10.0.0.2", 40_000, "10.1.0.2", 5060);
          case "case amanda" -> scene.udp("10.0.0.2", 890, "10.1.0.2", 10_080);
          default -> scene.udp("10.0.0.2", 5060, "10.1.0.2", 5060);
        };
    final List<String> mine = new ArrayList<>(List.of(recorded.getFirst()));
    for (final String line : recorded) {
      final String[] fields = line.split(" ", -1);
      if (fields[0].equals("0") || fields[0].equals("1")) {
        final byte[] bytes = HexFormat.of().parseHex(fields[1]);
        final boolean passes = talk.say(Integer.parseInt(fields[0]), bytes);
        if (!passes && (talk.row.status() & Status.SEEN_REPLY) == 0) {
          // The session does not begin.
          talk.end();
        }
        mine.add(fields[0] + " " + fields[1] + (passes ? " pass" : " drop"));
      }
    }
    scene.expected().forEach(line -> mine.add("= " + line));
    if (!mine.equals(recorded) && differences.size() < 3) {
      differences.add("mine:\n" + readable(mine) + "\nthe kernel's:\n" + readable(recorded));
    }
  }

  private static String readable(final List<String> lines) {
    final StringBuilder text = new StringBuilder();
    for (final String line : lines) {
      final String[] fields = line.split(" ", -1);
      final boolean packet = fields.length == 3 && !line.startsWith("=");
      text.append(line).append('\n');
      if (packet) {
        text.append(new String(HexFormat.of().parseHex(fields[1]), US_ASCII)).append('\n');
      }
    }
    return text.toString();
  }
}
