package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcTableTest {
  @TempDir private Path directory;

  private ProcTable table(final String text) throws IOException {
    Files.writeString(directory.resolve("nf_conntrack"), text);
    return ProcTable.at(
        NetworkNamespace.own(), HostAddresses.UNKNOWN, directory.resolve("nf_conntrack"));
  }

  private static List<Integer> sourcePorts(final ProcTable table) throws IOException {
    final List<Integer> ports = new ArrayList<>();
    table.dump(SessionFilter.ALL, session -> ports.add(session.original().sourcePort()));
    return ports;
  }

  private static String line(final int port) {
    return ("ipv4     2 udp      17 29 src=1.1.1.1 dst=2.2.2.2 sport=%d dport=53 src=2.2.2.2"
            + " dst=1.1.1.1 sport=53 dport=%d mark=0 zone=0 use=2\n")
        .formatted(port, port);
  }

  @Test
  void linesAreReadAcrossTheEndsOfTheBuffer() throws IOException {
    final StringBuilder text = new StringBuilder();
    final List<Integer> ports = new ArrayList<>();
    for (int port = 1; port <= 2000; port++) {
      text.append(line(port));
      ports.add(port);
    }
    assertThat(sourcePorts(table(text.toString()))).isEqualTo(ports);
  }

  @Test
  void aLastLineWithoutALineFeedIsRead() throws IOException {
    assertThat(sourcePorts(table(line(1) + line(2).strip()))).containsExactly(1, 2);
  }

  @Test
  void anEmptyTableHasNoSessions() throws IOException {
    assertThat(sourcePorts(table(""))).isEmpty();
  }

  @Test
  void linesThatCannotBeReadAreSkippedAndCounted() throws IOException {
    final ProcTable table = table(line(1) + "tcp x\n\n" + line(2));
    assertThat(sourcePorts(table)).containsExactly(1, 2);
    assertThat(table.unreadableLines()).isEqualTo(2);
    assertThat(table.firstProblem())
        .isEqualTo("column 5: expected the number of the protocol, 0 to 255");
  }

  @Test
  void aLineLongerThanTheBufferIsSkippedAndCountedOnce() throws IOException {
    final ProcTable table = table(line(1) + "x".repeat(300_000) + "\n" + line(2));
    assertThat(sourcePorts(table)).containsExactly(1, 2);
    assertThat(table.unreadableLines()).isEqualTo(1);
  }

  @Test
  void aLastLineLongerThanTheBufferIsSkippedToo() throws IOException {
    final ProcTable table = table(line(1) + "x".repeat(300_000));
    assertThat(sourcePorts(table)).containsExactly(1);
    assertThat(table.unreadableLines()).isEqualTo(1);
  }

  @Test
  void aLineThatFillsTheBufferExactlyIsSkipped() throws IOException {
    final ProcTable table = table("x".repeat(64 * 1024) + "\n" + line(2));
    assertThat(sourcePorts(table)).containsExactly(2);
    assertThat(table.unreadableLines()).isEqualTo(1);
  }

  @Test
  void aTableIsReadAgainFromItsBeginning() throws IOException {
    final ProcTable table = table(line(1));
    assertThat(sourcePorts(table)).containsExactly(1);
    assertThat(sourcePorts(table)).containsExactly(1);
  }

  @Test
  void aMissingFileSaysWhatTheKernelLacks() throws IOException {
    final ProcTable table =
        ProcTable.at(
            NetworkNamespace.own(), HostAddresses.UNKNOWN, directory.resolve("nf_conntrack"));
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> table.dump(SessionFilter.ALL, session -> {}))
        .withMessageContaining("CONFIG_NF_CONNTRACK_PROCFS")
        .matches(KernelException::isNotFound);
  }
}
