package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessMarkTest {
  private static final String BOOT = "6a1d6c1e-2a52-4a0b-9a5e-0c5a86a3f6d7";

  @Test
  void itIsReadBackFromTheTextAroundIt() {
    final ProcessMark mark = new ProcessMark(4_194_304, 9_876_543_210L, BOOT);
    assertThat(ProcessMark.find("comment \"until " + mark + "\"")).isEqualTo(mark);
    assertThat(ProcessMark.find("comment \"kept on request\"")).isNull();
  }

  @Test
  void itFitsIntoAComment() {
    final ProcessMark longest = new ProcessMark(4_194_304, 9_999_999_999L, BOOT);
    assertThat("plimsoll watch --enable-tracking, until " + longest).hasSizeLessThan(128);
  }

  @Test
  void thisProcessRuns() throws IOException {
    assertThat(ProcessMark.own().isRunning()).isTrue();
  }

  @Test
  void aNumberThatWasGivenToAnotherProcessIsNotTheSameProcess() throws IOException {
    final ProcessMark own = ProcessMark.own();
    assertThat(new ProcessMark(own.pid(), own.startTicks() - 1, own.boot()).isRunning()).isFalse();
    assertThat(new ProcessMark(own.pid(), own.startTicks(), BOOT).isRunning()).isFalse();
    assertThat(new ProcessMark(1 << 30, own.startTicks(), own.boot()).isRunning()).isFalse();
  }

  @Test
  void theStartIsFoundBehindANameOfAnyKind() throws IOException {
    assertThat(
            ProcessMark.startTicks(
                "7 (a) b (c)) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456 10 11"))
        .isEqualTo(123_456);
  }
}
