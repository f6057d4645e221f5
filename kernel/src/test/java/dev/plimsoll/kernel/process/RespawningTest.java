package dev.plimsoll.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RespawningTest {
  private static final long START = 1_800_000_000_000L;
  private final Respawning respawning = new Respawning();

  private static ProcessFacts process(
      final long pid, final String name, final int second, final ProcessSign... signs) {
    return new ProcessFacts(
        new ProcessId(pid, second * 100L),
        1,
        name,
        "/usr/bin/" + name,
        List.of(name),
        0,
        "root",
        START + second * 1_000L,
        0,
        ControlGroup.parse("0::/system.slice/evil.service"),
        null,
        false,
        Set.of(signs));
  }

  private boolean seen(final ProcessFacts process, final int second) {
    final long now = START + second * 1_000L;
    respawning.note(process, now);
    return respawning.isRespawned(process, now);
  }

  @Test
  void theThirdNameInARowIsAChain() {
    assertThat(seen(process(10, "xqzvkjwp", 0, ProcessSign.RANDOM_NAME), 10)).isFalse();
    assertThat(seen(process(11, "pwjkvzqx", 20, ProcessSign.RANDOM_NAME), 30)).isFalse();
    assertThat(seen(process(12, "vvkjqzxw", 40, ProcessSign.RANDOM_NAME), 50)).isTrue();
  }

  @Test
  void theSameNameAgainIsNone() {
    for (int i = 0; i < 10; i++) {
      assertThat(
              seen(process(10 + i, "worker", 20 * i, ProcessSign.TEMPORARY_DIRECTORY), 20 * i + 5))
          .isFalse();
    }
  }

  @Test
  void usualProgramsAreNone() {
    assertThat(seen(process(10, "git", 0), 10)).isFalse();
    assertThat(seen(process(11, "curl", 20), 30)).isFalse();
    assertThat(seen(process(12, "ssh", 40), 50)).isFalse();
  }

  @Test
  void thoseThatRunSideBySideAreNone() {
    final ProcessFacts one = process(10, "one", 0, ProcessSign.TEMPORARY_DIRECTORY);
    final ProcessFacts two = process(11, "two", 1, ProcessSign.TEMPORARY_DIRECTORY);
    final ProcessFacts three = process(12, "three", 2, ProcessSign.TEMPORARY_DIRECTORY);
    for (int second = 10; second < 60; second += 10) {
      final long now = START + second * 1_000L;
      for (final ProcessFacts process : List.of(one, two, three)) {
        respawning.note(process, now);
      }
      assertThat(respawning.isRespawned(three, now)).isFalse();
    }
  }

  @Test
  void whatWasLongerAgoThanTenMinutesIsForgotten() {
    seen(process(10, "one", 0, ProcessSign.RANDOM_NAME), 10);
    seen(process(11, "two", 300, ProcessSign.RANDOM_NAME), 310);
    assertThat(seen(process(12, "three", 620, ProcessSign.RANDOM_NAME), 630)).isFalse();
  }
}
