package dev.plimsoll.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatTest {
  private static final String FIELDS =
      " S 812 900 900 0 -1 4194560 1234 0 5 0 120 30 0 0 20 0 4 0 35177 12345678 900"
          + " 18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

  @Test
  void theFieldsBehindTheNameAreTaken() {
    assertThat(ProcessStat.parse("900 (nginx)" + FIELDS))
        .isEqualTo(new ProcessStat("nginx", 812, 150, 35_177));
  }

  @Test
  void aNameMayHoldParenthesesAndLineEnds() {
    final ProcessStat stat = ProcessStat.parse("900 (a) S 1 (\n)" + FIELDS);
    assertThat(stat).isEqualTo(new ProcessStat("a) S 1 (\n", 812, 150, 35_177));
  }

  @Test
  void whatIsCutShortIsNoProcess() {
    assertThat(ProcessStat.parse("")).isNull();
    assertThat(ProcessStat.parse("900 (nginx) S 812 900")).isNull();
    assertThat(ProcessStat.parse("900 (nginx)" + FIELDS.replace("120", "12x"))).isNull();
  }
}
