package dev.plimsoll.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class ProcTextsFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void anyTextOfAProcessIsTaken(final byte[] bytes) {
    final String text = new String(bytes, StandardCharsets.UTF_8);
    final ControlGroup group = ControlGroup.parse(text);
    assertThat(group.path()).startsWith("/");
    assertThat(group.containers()).allSatisfy(c -> assertThat(c.id()).isNotEmpty());

    final ProcessStat stat = ProcessStat.parse(text);
    assertThat(stat == null || text.contains("(" + stat.name() + ")")).isTrue();
    assertThat(ProcessReader.arguments(text)).hasSizeLessThanOrEqualTo(ProcessFacts.MOST_ARGUMENTS);
    assertThat(ProcessReader.user(text)).isGreaterThanOrEqualTo(-1);
    assertThat(UserNames.name(33, text, text)).isNotEmpty();

    RandomName.looksRolled(text);
    ProgramSigns.isTemporary(text);
    ProgramSigns.preloads(text);
    ProgramSigns.preloadsForAll(text);
    ProgramFile.isStatic(bytes);
  }
}
