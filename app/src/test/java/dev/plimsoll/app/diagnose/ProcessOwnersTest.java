package dev.plimsoll.app.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.SessionOwner;
import dev.plimsoll.kernel.process.ContainerMark;
import dev.plimsoll.kernel.process.ControlGroup;
import dev.plimsoll.kernel.process.ProcessFacts;
import dev.plimsoll.kernel.process.ProcessId;
import dev.plimsoll.kernel.process.ProcessSign;
import dev.plimsoll.watch.diagnosis.HostSign;
import dev.plimsoll.watch.diagnosis.Suspect;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessOwnersTest {
  private static SessionOwner owner(final Set<ProcessSign> signs) {
    final ControlGroup group =
        new ControlGroup(
            "/system.slice/evil.service",
            "evil.service",
            null,
            List.of(new ContainerMark("lxc", "web", null)));
    return new SessionOwner(
        new ProcessFacts(
            new ProcessId(900, 90_000),
            1,
            "\u001b[2J",
            "/tmp/x",
            List.of("./x", "<b>"),
            33,
            "www-data",
            1_800_000_000_000L,
            1_500,
            group,
            "lxc web",
            false,
            Set.of()),
        true,
        40,
        2,
        0.5,
        signs);
  }

  @Test
  void aSuspectIsTheProcessAsItIs() {
    assertThat(ProcessOwners.suspect(owner(Set.of(ProcessSign.RANDOM_NAME))))
        .isEqualTo(
            new Suspect(
                900,
                "\u001b[2J",
                "/tmp/x",
                List.of("./x", "<b>"),
                "www-data",
                1_800_000_000_000L,
                "evil.service",
                "lxc web",
                42,
                0.5,
                List.of(HostSign.RANDOM_NAME)));
  }

  @ParameterizedTest
  @EnumSource
  void eachSignHasItsWords(final ProcessSign sign) {
    assertThat(ProcessOwners.suspect(owner(Set.of(sign))).signs())
        .containsExactly(HostSign.valueOf(sign.name()));
  }

  @Test
  void theSignsStandInTheirOrder() {
    assertThat(ProcessOwners.suspect(owner(EnumSet.allOf(ProcessSign.class))).signs())
        .containsExactly(HostSign.values());
  }
}
