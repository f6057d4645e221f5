package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  private final StringWriter err = new StringWriter();

  private int tell(final Throwable failure) {
    return Failures.tell(failure, new PrintWriter(err), false);
  }

  @Test
  void anExpectedFailureIsItsMessage() {
    assertThat(tell(new IOException("the namespace is gone"))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).isEqualTo("plimsoll: the namespace is gone\n");
  }

  @Test
  void aDefectIsOneLineAndSaysHowToSeeMore() {
    assertThat(tell(new IllegalStateException("odd"))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("odd", "--debug").hasLineCount(1);
  }

  @Test
  void tooLittleMemoryNamesTheOptionForMore() {
    assertThat(tell(new OutOfMemoryError("Java heap space"))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("PLIMSOLL_JAVA_OPTIONS=-Xmx").hasLineCount(1);
  }
}
