package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.SessionFlood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kernel's counts and counters, held against what conntrack(8) shows of them. */
@KernelTest
@Timeout(60)
class TableCountersSystemTest {
  private static final Pattern COUNTER = Pattern.compile("([a-z_]+)=([0-9]+)");

  @AutoClose private LabNamespace namespace;
  @AutoClose private Ctnetlink table;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create();
    table = Ctnetlink.open(namespace.networkNamespace());
    try (SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      flood.add(1234);
    }
  }

  @Test
  void entriesAreWhatConntrackCounts() throws IOException {
    assertThat(table.statistics().entries() + "\n")
        .isEqualTo(namespace.run("conntrack", "-C"))
        .isEqualTo("1234\n");
  }

  @Test
  void theMaximumIsTheHosts() throws IOException {
    final String maximum =
        Files.readAllLines(Path.of("/proc/sys/net/netfilter/nf_conntrack_max")).getFirst();

    assertThat(table.statistics().maximum()).isEqualTo(Long.parseLong(maximum));
  }

  @Test
  void countersAreTheSumsOfWhatConntrackShows() throws IOException {
    final Map<String, Long> theirs = new HashMap<>();
    final Matcher matcher = COUNTER.matcher(namespace.run("conntrack", "-S"));
    while (matcher.find()) {
      theirs.merge(matcher.group(1), Long.parseLong(matcher.group(2)), Long::sum);
    }
    theirs.remove("cpu");

    final Counters ours = table.counters();
    assertThat(ours.insert()).isEqualTo(1234);
    assertThat(named(ours)).containsAllEntriesOf(theirs);
  }

  @Test
  void theCountersOfEachCpuAreWhatConntrackShows() throws IOException {
    final StringBuilder ours = new StringBuilder();
    for (final CpuCounters counters : table.countersOfEachCpu()) {
      ours.append("cpu=%-4d\t".formatted(counters.cpu()));
      counters.values().forEach((name, value) -> ours.append(name + "=" + value + " "));
      ours.append('\n');
    }

    assertThat(ours).hasToString(namespace.run("conntrack", "-S"));
  }

  @Test
  void whatAnybodyMayReadOfEachCpuSaysTheSame() throws IOException {
    final List<CpuCounters> read = ProcStat.ofEachCpu(namespace.networkNamespace());

    assertThat(read)
        .extracting(counters -> counters.values().get("insert"))
        .isEqualTo(table.countersOfEachCpu().stream().map(c -> c.values().get("insert")).toList());
  }

  @Test
  void whatAnybodyMayReadSaysTheSame() throws IOException {
    final ProcStat stat = ProcStat.read(namespace.networkNamespace());

    assertThat(stat.entries()).isEqualTo(1234);
    assertThat(stat.counters()).isEqualTo(table.counters());
  }

  @Test
  void aVanishedNamespaceIsNamedInTheError() throws IOException {
    final NetworkNamespace gone = namespace.networkNamespace();
    namespace.close();

    assertThatThrownBy(() -> Ctnetlink.open(gone))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(gone.name());
  }

  private static Map<String, Long> named(final Counters counters) {
    return Map.of(
        "found", counters.found(),
        "invalid", counters.invalid(),
        "insert", counters.insert(),
        "insert_failed", counters.insertFailed(),
        "drop", counters.drop(),
        "early_drop", counters.earlyDrop(),
        "error", counters.error(),
        "search_restart", counters.searchRestart(),
        "clash_resolve", counters.clashResolve(),
        "chaintoolong", counters.chainTooLong());
  }
}
