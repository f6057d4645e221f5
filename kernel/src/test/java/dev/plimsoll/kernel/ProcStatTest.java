package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcStatTest {
  // The names as Linux 6.18 writes them.
  private static final String NAMES =
      "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop"
          + " early_drop icmp_error  expect_new expect_create expect_delete search_restart";
  private static final String FIRST_CPU =
      "0000001f  00000001 00000002 00000000 00000003 00000000 00000000 00000004 00000005 00000006"
          + " 00000007 00000008 00000009  00000000 00000000 00000000 0000000a";
  private static final String SECOND_CPU =
      "0000001f  00000010 00000020 00000000 00000030 00000000 00000000 00000040 00000050 00000060"
          + " 00000070 00000080 00000090  00000000 00000000 00000000 ffffffff";

  @Test
  void countersAreSummedAndEntriesAreNot() throws IOException {
    assertThat(ProcStat.parse(List.of(NAMES, FIRST_CPU, SECOND_CPU)))
        .isEqualTo(
            new ProcStat(
                0x1f,
                new Counters(
                    0x22, 0x33, 0x55, 0x66, 0x77, 0x88, 0x99, 0x1_0000_0009L, 0x11, 0x44)));
  }

  @Test
  void eachCpuHasTheNamesOfTheFile() throws IOException {
    final List<CpuCounters> all =
        ProcStat.parseEachCpu(List.of("entries found", "00000003 0000000a", "00000003 ffffffff"));

    assertThat(all).extracting(CpuCounters::cpu).containsExactly(0, 1);
    assertThat(all.getLast().values())
        .containsExactly(Map.entry("entries", 3L), Map.entry("found", 0xffff_ffffL));
  }

  @Test
  void columnsAreFoundByTheirNames() throws IOException {
    assertThat(ProcStat.parse(List.of("drop searched entries", "00000002 00000009 00000003")))
        .isEqualTo(new ProcStat(3, new Counters(0, 0, 0, 0, 2, 0, 0, 0, 0, 0)));
  }

  @Test
  void aShortLineLeavesTheRestZero() throws IOException {
    assertThat(ProcStat.parse(List.of("entries found drop", "00000003 00000001")).counters())
        .isEqualTo(new Counters(1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void withoutEntriesTheirNumberIsUnknown() throws IOException {
    assertThat(ProcStat.parse(List.of("found", "00000001")).entries()).isEqualTo(-1);
  }

  @Test
  void whatIsNoNumberIsNamedByLineAndColumn() {
    assertThatThrownBy(() -> ProcStat.parse(List.of("entries drop", "00000001 zz")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2, column \"drop\": \"zz\"");
  }

  @Test
  void anEmptyFileIsAnError() {
    assertThatThrownBy(() -> ProcStat.parse(List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is empty");
  }
}
