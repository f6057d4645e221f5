package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell scripts, as far as a shell can say without running them. */
final class ScriptsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @ParameterizedTest
  @ValueSource(strings = {"plimsoll", "plimsoll-test", ".ci/run", "app/src/build/setup"})
  void bashReadsIt(final String script) throws IOException, InterruptedException {
    assertThat(Shell.run("bash -n '%s'".formatted(ROOT.resolve(script))))
        .isEqualTo(new Shell.Outcome(0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app/src/build/assemble",
        "app/src/dist/bin/plimsoll",
        "app/src/dist/libexec/find-jdk",
        "app/src/dist/libexec/prepare"
      })
  void aPlainShellReadsIt(final String script) throws IOException, InterruptedException {
    assertThat(Shell.run("sh -n '%s'".formatted(ROOT.resolve(script))))
        .isEqualTo(new Shell.Outcome(0, "", ""));
  }
}
