package dev.plimsoll.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.Login;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.RunningProcess;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnoses;
import dev.plimsoll.watch.diagnosis.Suspect;
import dev.plimsoll.watch.diagnosis.ThisHost;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@KernelTest
class HostLookKernelTest {
  private final Process sleeper = new ProcessBuilder("sleep", "100").start();

  HostLookKernelTest() throws IOException {}

  @AfterEach
  void end() {
    sleeper.destroyForcibly();
  }

  private ThisHost look(final long startedMillis) throws IOException {
    final Suspect suspect =
        new Suspect(
            sleeper.pid(),
            "sleep",
            "/usr/bin/sleep",
            List.of("sleep", "100"),
            "root",
            startedMillis,
            null,
            null,
            1,
            0.1,
            List.of());
    return HostLook.read(
        Diagnoses.diagnosis(CauseClass.COMPROMISED, List.of(), suspect),
        NetworkNamespace.own(),
        10_000,
        Set.of(new Login(IpAddress.of("192.0.2.50"), 51_000, 22)));
  }

  @Test
  void aSuspectIsToldFromOthersByItsStart() throws IOException {
    final ThisHost host = look(System.currentTimeMillis());
    assertThat(host.processes().get(sleeper.pid()))
        .isNotNull()
        .extracting(ThisHost.ProcessPlace::startTicks)
        .isEqualTo(Objects.requireNonNull(RunningProcess.find(sleeper.pid())).startTicks());
    assertThat(host.ownRemotes()).containsExactly("192.0.2.50");
  }

  @Test
  void anotherProcessWithItsNumberIsNotNamed() throws IOException {
    assertThat(look(System.currentTimeMillis() - 3_600_000).processes()).isEmpty();
  }

  @Test
  void theGroupThatThisProgramRunsInIsNotProposedToBeFrozen() throws IOException {
    // A child stays in the group of its parent.
    assertThat(Objects.requireNonNull(look(0).processes().get(sleeper.pid())).controlGroup())
        .isNull();
  }
}
