package dev.plimsoll.app.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.app.action.ActionRecord.Status;
import dev.plimsoll.kernel.ControlGroup;
import dev.plimsoll.kernel.Login;
import dev.plimsoll.kernel.RunningProcess;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.kernel.SessionWriter;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.TupleView;
import dev.plimsoll.watch.diagnosis.Action;
import dev.plimsoll.watch.diagnosis.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@KernelTest
class ActionRunnerKernelTest {
  private static final Login OWN = new Login(IpAddress.of("192.0.2.50"), 51_000, 22);

  @TempDir private Path folder;
  private LabNamespace space;
  private ActionRunner runner;

  @BeforeEach
  void make() throws IOException {
    space = LabNamespace.create("action");
    space.enableTracking();
    runner = new ActionRunner(folder, Set.of(OWN), Duration.ofHours(1), InstantSource.system());
  }

  @AfterEach
  void close() throws IOException {
    space.close();
  }

  private static Step step(final Action action) {
    return new Step("a-step", "Do it", "It is needed.", List.of(), "Something.", "", action);
  }

  private ActionRecord run(final Action action) throws IOException {
    return runner.run(step(action), space.networkNamespace());
  }

  private String rules() throws IOException {
    return space.run("nft", "list", "ruleset");
  }

  private void addSession(
      final String source, final int sport, final String destination, final int dport)
      throws IOException {
    final Session session = new Session();
    final IpAddress from = IpAddress.of(source);
    final IpAddress to = IpAddress.of(destination);
    session.original().source(from.family(), from.high(), from.low());
    session.original().destination(to.family(), to.high(), to.low());
    session.original().protocol(Protocol.TCP);
    session.original().sourcePort(sport);
    session.original().destinationPort(dport);
    session.reply().setInverse(session.original());
    session.timeoutMillis(3_600_000);
    session.state(TcpState.ESTABLISHED.number());
    session.status(dev.plimsoll.session.Status.SEEN_REPLY | dev.plimsoll.session.Status.ASSURED);
    session.mark(7);
    try (SessionWriter writer = SessionWriter.open(space.networkNamespace())) {
      writer.create(session);
      writer.send();
      assertThat(writer.firstRefusal()).isNull();
    }
  }

  // Without the number that the kernel gives to each entry anew, and the time left.
  private List<String> sessions() throws IOException {
    final List<String> found = new ArrayList<>();
    try (SessionReader reader = SessionReader.open(space.networkNamespace())) {
      reader.read(
          SessionFilter.ALL,
          session ->
              found.add(
                  "%s %s state %d status %d mark %d"
                      .formatted(
                          ends(session.original()),
                          ends(session.reply()),
                          session.state(),
                          session.status(),
                          session.mark())));
    }
    return found.stream().sorted().toList();
  }

  private static String ends(final TupleView tuple) {
    return "%s,%d>%s,%d"
        .formatted(
            new IpAddress(tuple.family(), tuple.sourceHigh(), tuple.sourceLow()),
            tuple.sourcePort(),
            new IpAddress(tuple.family(), tuple.destinationHigh(), tuple.destinationLow()),
            tuple.destinationPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.9", "2001:db8::9"})
  void undoingABlockLeavesTheRulesExactlyAsTheyWere(final String remote) throws IOException {
    final String before = rules();
    final ActionRecord done = run(new Action.BlockRemote(remote));
    assertThat(rules()).contains(remote).contains("timeout 1m");
    assertThat(runner.undo(done.id()).status()).isEqualTo(Status.UNDONE);
    assertThat(rules()).isEqualTo(before);
  }

  @Test
  void undoingOneOfTwoBlocksLeavesTheOther() throws IOException {
    final String before = rules();
    final ActionRecord port = run(new Action.BlockPort("tcp", 22));
    final ActionRecord remote = run(new Action.BlockRemote("203.0.113.9"));
    runner.undo(port.id());
    assertThat(rules()).contains("203.0.113.9").doesNotContain("tcp . 22");
    runner.undo(remote.id());
    assertThat(rules()).isEqualTo(before);
  }

  @Test
  void whatIsBlockedAlreadyIsNotBlockedAgain() throws IOException {
    final ActionRecord done = run(new Action.BlockPort("tcp", 22));
    runner.confirm(done.id());
    assertThatThrownBy(() -> run(new Action.BlockPort("tcp", 22)))
        .hasMessageContaining("blocked already");
    assertThat(rules()).contains("tcp . 22 timeout 1h");
  }

  @Test
  void theKernelItselfWouldEndABlockThatNobodyConfirms() throws IOException {
    run(new Action.BlockPort("udp", 53));
    assertThat(rules()).containsPattern("udp . 53 timeout 1m expires (1m|59s|58s)");
  }

  @Test
  void aConfirmedBlockStandsForItsWholeTime() throws IOException {
    final ActionRecord done = run(new Action.BlockRemote("203.0.113.9"));
    assertThat(done.status()).isEqualTo(Status.ON_TRIAL);
    assertThat(runner.confirm(done.id()).status()).isEqualTo(Status.STANDING);
    assertThat(rules()).contains("203.0.113.9 timeout 1h");
    runner.undo(done.id());
  }

  @Test
  void whatEndedByItselfIsNotedClearedAwayAndCannotBeConfirmed() throws IOException {
    final String before = rules();
    final ActionRecord done = run(new Action.BlockRemote("203.0.113.9"));
    space.run("nft", "delete", "element", "inet", "plimsoll_block", "remotes4", "{ 203.0.113.9 }");
    assertThat(runner.findLeftOvers())
        .singleElement()
        .asString()
        .contains("Action 1", "nobody confirmed it in time");
    assertThat(rules()).isEqualTo(before);
    assertThatThrownBy(() -> runner.confirm(done.id())).hasMessageContaining("ended");
    assertThatThrownBy(() -> runner.undo(done.id())).hasMessageContaining("nothing to undo");
  }

  @Test
  void confirmingTooLateSaysSo() throws IOException {
    final String before = rules();
    final ActionRecord done = run(new Action.BlockRemote("203.0.113.9"));
    space.run("nft", "delete", "element", "inet", "plimsoll_block", "remotes4", "{ 203.0.113.9 }");
    assertThatThrownBy(() -> runner.confirm(done.id())).hasMessageContaining("rolled back already");
    assertThat(rules()).isEqualTo(before);
  }

  @Test
  void theOwnLogInIsAcceptedBeforeAnythingIsDropped() throws IOException {
    run(new Action.BlockRemote("192.0.2.50"));
    final String rules = rules();
    assertThat(rules).contains("192.0.2.50 . 22");
    assertThat(rules.indexOf("@logins4 accept")).isLessThan(rules.indexOf("@remotes4 drop"));
  }

  @Test
  void aPlanChangesNothing() throws IOException {
    addSession("198.51.100.1", 40_000, "203.0.113.9", 22);
    final String before = rules();
    final List<String> sessions = sessions();
    for (final Action action :
        List.of(
            new Action.BlockRemote("203.0.113.9"),
            new Action.BlockPort("tcp", 22),
            new Action.DeleteSessions("dport:22"))) {
      assertThat(runner.plan(step(action), space.networkNamespace())).isNotEmpty();
    }
    assertThat(rules()).isEqualTo(before);
    assertThat(sessions()).isEqualTo(sessions);
    assertThat(runner.list()).isEmpty();
  }

  @Test
  void deletedSessionsArePutBackAsTheyWereAndTheOwnLogInIsNeverTouched() throws IOException {
    addSession("192.0.2.50", 51_000, "198.51.100.1", 22);
    addSession("198.51.100.1", 40_000, "203.0.113.9", 22);
    addSession("198.51.100.1", 40_001, "203.0.113.10", 22);
    addSession("2001:db8::1", 40_002, "2001:db8::9", 22);
    addSession("198.51.100.1", 40_003, "203.0.113.9", 443);
    final List<String> before = sessions();
    assertThat(before).hasSize(5);
    final ActionRecord done = run(new Action.DeleteSessions("dport:22"));
    assertThat(done.text()).isEqualTo("3 sessions were deleted.");
    assertThat(sessions()).hasSize(2).anyMatch(session -> session.contains("192.0.2.50"));
    assertThat(runner.undo(done.id()).text()).isEqualTo("3 sessions were put back.");
    assertThat(sessions()).isEqualTo(before);
    assertThat(folder).isDirectoryNotContaining("glob:**/action-1.jsonl");
  }

  @Test
  void aFilterOfIpv6AddressesDeletesTheseAndNoOthers() throws IOException {
    addSession("2001:db8::1", 40_002, "2001:db8::9", 22);
    addSession("2001:db8::1", 40_003, "2001:db8::10", 22);
    run(new Action.DeleteSessions("dst:2001:db8::9"));
    assertThat(sessions()).singleElement().asString().contains("2001:db8::10");
  }

  @Test
  void everySessionAtOnceIsNotDeleted() {
    assertThatThrownBy(() -> run(new Action.DeleteSessions("any")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("every session");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "224.0.0.1", "example.com", "1.2.3.4; flush ruleset"})
  void whatIsNoRemoteAddressIsNotBlocked(final String address) throws IOException {
    final String before = rules();
    assertThatThrownBy(() -> run(new Action.BlockRemote(address))).isInstanceOf(IOException.class);
    assertThat(rules()).isEqualTo(before);
    assertThat(runner.list()).isEmpty();
  }

  @Test
  void trafficToABlockedPortIsDroppedAndFlowsAgainAfterUndo() throws IOException {
    space.run("ip", "addr", "add", "203.0.113.1/32", "dev", "lo");
    final ActionRecord done = run(new Action.BlockPort("tcp", 2222));
    assertThat(connects(2222)).isFalse();
    runner.undo(done.id());
    assertThat(connects(2222)).isTrue();
  }

  // A refusal is an answer: only what is dropped has none.
  private boolean connects(final int port) throws IOException {
    return space
        .run(
            "bash",
            "-c",
            "timeout 1 bash -c 'exec 3<>/dev/tcp/203.0.113.1/%d' 2>/dev/null; [ $? = 124 ] && echo dropped || echo answered"
                .formatted(port))
        .contains("answered");
  }

  @Test
  void aProcessIsStoppedAndGoesOn() throws Exception {
    final Process sleeper = new ProcessBuilder("sleep", "100").start();
    try {
      final RunningProcess process = Objects.requireNonNull(RunningProcess.find(sleeper.pid()));
      final ActionRecord done = run(new Action.StopProcess(process.pid(), process.startTicks()));
      await().until(() -> state(sleeper.pid()).equals("T"));
      runner.undo(done.id());
      await().until(() -> !state(sleeper.pid()).equals("T"));
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void anotherProcessWithTheSameNumberIsNotStopped() throws Exception {
    final Process sleeper = new ProcessBuilder("sleep", "100").start();
    try {
      assertThatThrownBy(() -> run(new Action.StopProcess(sleeper.pid(), 1)))
          .hasMessageContaining("another one");
      assertThat(state(sleeper.pid())).isNotEqualTo("T");
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void plimsollDoesNotStopItself() throws IOException {
    final long own = ProcessHandle.current().pid();
    final RunningProcess process = Objects.requireNonNull(RunningProcess.find(own));
    assertThatThrownBy(() -> run(new Action.StopProcess(own, process.startTicks())))
        .hasMessageContaining("lock you out");
  }

  private static String state(final long pid) throws IOException {
    final String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  }

  @ParameterizedTest
  @MethodSource("hierarchies")
  void aControlGroupIsFrozenAndThawed(final Path root) throws Exception {
    final String name = "/plimsoll-test-" + ProcessHandle.current().pid();
    final Path group = Files.createDirectory(root.resolve(name.substring(1)));
    final Process sleeper = new ProcessBuilder("sleep", "100").start();
    try {
      Files.writeString(group.resolve("cgroup.procs"), Long.toString(sleeper.pid()));
      assertThat(ControlGroup.pathOf(sleeper.pid())).isEqualTo(name);
      final ControlGroup frozen = Objects.requireNonNull(ControlGroup.find(name));
      final ActionRecord done = run(new Action.FreezeUnit(name));
      assertThat(frozen.isFrozen()).isTrue();
      assertThatThrownBy(() -> run(new Action.FreezeUnit(name)))
          .hasMessageContaining("frozen already");
      assertThat(runner.undo(done.id()).text()).contains("go on");
      assertThat(frozen.isFrozen()).isFalse();
    } finally {
      sleeper.destroyForcibly();
      sleeper.waitFor(10, TimeUnit.SECONDS);
      await().untilAsserted(() -> Files.deleteIfExists(group));
    }
  }

  // Version 2, and where it is mounted the freezer of version 1.
  static List<Path> hierarchies() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .filter(line ->
            line.contains(" - cgroup2 ")
                || (line.contains(" - cgroup ") && line.endsWith("freezer")))
        .map(line -> Path.of(line.split(" ", -1)[4]))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/../../etc", "/no/such/group", ""})
  void whatIsNoGroupOfItsOwnIsNotFrozen(final String path) {
    assertThatThrownBy(() -> run(new Action.FreezeUnit(path)))
        .hasMessageContaining("no control group");
  }

  @Test
  void whatWasUnderWayWhenPlimsollWasKilledIsNamedAndCanBeUndone() throws Exception {
    final Process sleeper = new ProcessBuilder("sleep", "100").start();
    try {
      final RunningProcess process = Objects.requireNonNull(RunningProcess.find(sleeper.pid()));
      process.stop();
      Files.writeString(
          folder.resolve("actions.jsonl"),
          """
          {"id":4,"time":"2026-11-24T03:00:00Z","event":"begin","step":"s","title":"Stop it","netns":null,"action":{"kind":"stop_process","pid":%d,"start_ticks":%d}}
          {"id":5,"time":"2026-11-24T03:00:\
          """
              .formatted(process.pid(), process.startTicks()),
          StandardCharsets.UTF_8);
      assertThat(runner.findLeftOvers()).singleElement().asString().contains("plimsoll undo 4");
      assertThat(runner.damagedLines()).isEqualTo(1);
      runner.undo(4);
      await().until(() -> !state(sleeper.pid()).equals("T"));
      assertThat(runner.list())
          .singleElement()
          .extracting(ActionRecord::status)
          .isEqualTo(Status.UNDONE);
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void anUnreadableJournalFolderKeepsEverythingAsItIs() throws IOException {
    final Path file = Files.createFile(folder.resolve("no-folder"));
    final ActionRunner other =
        new ActionRunner(file, Set.of(), Duration.ofHours(1), InstantSource.system());
    final String before = rules();
    assertThatThrownBy(
            () -> other.run(step(new Action.BlockPort("tcp", 22)), space.networkNamespace()))
        .isInstanceOf(IOException.class);
    assertThat(rules()).isEqualTo(before);
  }
}
