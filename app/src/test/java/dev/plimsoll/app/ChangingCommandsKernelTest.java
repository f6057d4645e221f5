package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
class ChangingCommandsKernelTest {
  @TempDir private Path folder;
  private final LabNamespace space = LabNamespace.create("change");

  ChangingCommandsKernelTest() throws IOException {}

  @BeforeEach
  void twoToPort22AndOneTo443() throws IOException {
    // The kernel has room for labels where a rule asks for one.
    space.run(
        "nft", "table inet t { chain o { type filter hook output priority 0; ct label 3; }; }");
    session("192.0.2.1", 22);
    session("192.0.2.2", 22);
    session("192.0.2.1", 443);
  }

  @AfterEach
  void close() throws IOException {
    space.close();
  }

  private void session(final String source, final int port) throws IOException {
    space.run(
        ("conntrack -I -p tcp -s %s -d 198.51.100.1 --sport 1000 --dport %d --state ESTABLISHED"
                + " -t 600")
            .formatted(source, port)
            .split(" "));
  }

  private Run plimsoll(final String command, final String... words) {
    final List<String> all = new ArrayList<>(List.of(command, "--netns", space.name()));
    all.addAll(List.of(words));
    return Run.of(all.toArray(String[]::new));
  }

  /** Runs a command whose question is answered so. */
  private Run answering(final String answer, final String command, final String... words) {
    final InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    try {
      return plimsoll(command, words);
    } finally {
      System.setIn(before);
    }
  }

  private List<String> table(final String... filter) throws IOException {
    final List<String> all = new ArrayList<>(List.of("conntrack", "-L"));
    all.addAll(List.of(filter));
    return space.run(all.toArray(String[]::new)).lines().sorted().toList();
  }

  @Test
  void deleteShowsWhatWouldGoAndAsks() throws IOException {
    final Run run = answering("n\n", "delete", "dport:22");
    assertThat(run.exitCode()).isOne();
    assertThat(run.output())
        .contains("  tcp      6 ")
        .contains("src=192.0.2.1", "src=192.0.2.2")
        .doesNotContain("dport=443")
        .contains("Delete 2 sessions of " + space.name() + "? [y/N] ")
        .endsWith("Nothing was done.\n");
    assertThat(table()).hasSize(3);
  }

  @Test
  void deleteDoesWhatWasAgreedTo() throws IOException {
    final Run run = answering("y\n", "delete", "dport:22");
    assertThat(run.exitCode()).isZero();
    assertThat(run.output()).endsWith("2 sessions were deleted.\n");
    assertThat(table()).singleElement().asString().contains("dport=443");
  }

  @Test
  void deleteWithoutAnAnswerDoesNothing() throws IOException {
    assertThat(answering("", "delete", "dport:22").exitCode()).isOne();
    assertThat(table()).hasSize(3);
  }

  @Test
  void aDryRunDoesNothing() throws IOException {
    assertThat(plimsoll("delete", "--dry-run", "dport:22").exitCode()).isZero();
    assertThat(plimsoll("set", "--dry-run", "any", "--mark", "7").exitCode()).isZero();
    assertThat(plimsoll("flush", "--dry-run").output())
        .contains("Delete all 3 sessions of " + space.name() + "?")
        .endsWith("Nothing was done.\n");
    assertThat(table("-m", "0")).hasSize(3);
  }

  @Test
  void deleteOfNothingSaysSo() {
    final Run run = plimsoll("delete", "--yes", "dport:23");
    assertThat(run.exitCode()).isOne();
    assertThat(run.line()).isEqualTo("No session matches: there is nothing to delete.");
  }

  @Test
  void deleteWantsAFilter() throws IOException {
    final Run run = plimsoll("delete", "--yes");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.errors()).contains("plimsoll flush");
    assertThat(table()).hasSize(3);
  }

  @Test
  void setChangesWhatIsNotSoAlready() throws IOException {
    assertThat(plimsoll("set", "--yes", "src:192.0.2.1", "--mark", "7").line())
        .endsWith("2 sessions were changed.");
    assertThat(plimsoll("set", "--yes", "any", "--mark", "7").line())
        .endsWith("1 session was changed.");
    assertThat(table("-m", "7")).hasSize(3);
  }

  @Test
  void setOfAMarkWithAMaskLeavesTheOtherBits() throws IOException {
    plimsoll("set", "--yes", "dport:443", "--mark", "0xff");
    plimsoll("set", "--yes", "dport:443", "--mark", "0x100/0xf00");
    assertThat(table("-m", "0x1ff")).hasSize(1);
    plimsoll("set", "--yes", "dport:443", "--mark", "0x100/0xf0f");
    assertThat(table("-m", "0x1f0")).hasSize(1);
  }

  @Test
  void setOfATimeoutAndALabel() {
    assertThat(plimsoll("set", "--yes", "dport:443", "--timeout", "2h", "--label", "3,127").line())
        .endsWith("1 session was changed.");
    assertThat(plimsoll("count", "timeout>7100", "label:3", "label:127").line()).isEqualTo("1");
    assertThat(plimsoll("set", "--yes", "dport:443", "--no-label", "3").exitCode()).isZero();
    assertThat(plimsoll("count", "label:3").line()).isEqualTo("0");
    assertThat(plimsoll("count", "label:127").line()).isEqualTo("1");
  }

  @Test
  void setTellsWhatTheKernelRefused() throws IOException {
    space.run("conntrack", "-U", "-p", "tcp", "-s", "192.0.2.2", "-u", "FIXED_TIMEOUT");
    final Run run = plimsoll("set", "--yes", "any", "--timeout", "60");
    assertThat(run.exitCode()).isOne();
    assertThat(run.output()).endsWith("2 sessions were changed.\n");
    assertThat(run.errors()).contains("the kernel refused to change 1;");
  }

  @Test
  void setWantsSomethingToSet() {
    assertThat(plimsoll("set", "--yes", "any").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(plimsoll("set", "--yes", "any", "--mark", "x").errors()).contains("32 bits");
    assertThat(plimsoll("set", "--yes", "any", "--label", "128").errors()).contains("0 to 127");
    assertThat(plimsoll("set", "--yes", "any", "--timeout", "soon").errors()).contains("a time");
  }

  @Test
  void flushEmptiesTheTable() throws IOException {
    assertThat(plimsoll("flush", "--yes").line()).isEqualTo("The table was emptied.");
    assertThat(table()).isEmpty();
  }

  @Test
  void whatWasSavedIsRestoredAsItWas() throws IOException {
    space.run(
        ("conntrack -I -p tcp -s 10.0.0.1 -d 198.51.100.9 --sport 5 --dport 80 --state TIME_WAIT"
                + " -t 600 -u ASSURED,SEEN_REPLY -m 9 -w 4 --src-nat 203.0.113.7:4000")
            .split(" "));
    space.run(
        "conntrack -I -p udp -s 2001:db8::1 -d 2001:db8::2 --sport 5 --dport 53 -t 600".split(" "));
    plimsoll("set", "--yes", "dport:443", "--label", "5,70");
    final List<String> before = withoutTimes(table("-o", "extended"));
    final Path file = folder.resolve("sessions.jsonl");
    assertThat(plimsoll("save", file.toString()).errors())
        .isEqualTo("plimsoll: 5 sessions were saved\n");
    space.run("conntrack", "-F");
    assertThat(plimsoll("restore", file.toString()).line()).isEqualTo("5 sessions were restored.");
    assertThat(withoutTimes(table("-o", "extended"))).isEqualTo(before);
    assertThat(plimsoll("count", "label:70").line()).isEqualTo("1");
  }

  private static List<String> withoutTimes(final List<String> lines) {
    return lines.stream().map(line -> line.replaceFirst(" (59\\d|600) ", " TIME ")).toList();
  }

  @Test
  void restoreLeavesAloneWhatIsThere() throws IOException {
    final Path file = folder.resolve("sessions.jsonl");
    plimsoll("save", file.toString());
    space.run("conntrack", "-D", "-p", "tcp", "--dport", "443");
    plimsoll("set", "--yes", "any", "--mark", "3");
    assertThat(plimsoll("restore", file.toString()).line())
        .isEqualTo("1 session was restored; 2 sessions were there already.");
    assertThat(table("-m", "3")).hasSize(2);
  }

  @Test
  void aLineThatIsNoSessionIsToldAndTheOthersGoOn() throws IOException {
    final Path file = folder.resolve("sessions.jsonl");
    plimsoll("save", file.toString());
    final List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.add(1, "{\"torn");
    Files.write(file, lines);
    space.run("conntrack", "-F");
    final Run run = plimsoll("restore", file.toString());
    assertThat(run.exitCode()).isOne();
    assertThat(run.line()).isEqualTo("3 sessions were restored.");
    assertThat(run.errors()).contains(file.toString(), "1 line is no session", "line 2: ");
  }

  @Test
  void saveSaysWhyAFileCannotBeWritten() {
    assertThat(plimsoll("save", "/nowhere/x").errors()).contains("there is no folder /nowhere");
    assertThat(plimsoll("save", folder.toString()).errors()).contains("is a folder");
  }

  @Test
  void restoreOfNoFileNamesIt() {
    assertThat(plimsoll("restore", "/nowhere/x").errors()).contains("there is no file /nowhere/x");
  }
}
