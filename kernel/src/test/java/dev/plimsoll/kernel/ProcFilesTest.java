package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFilesTest {
  @TempDir private Path directory;

  @Test
  void aSettingOfSeveralDigitsIsReadWhole() throws IOException {
    // Every Linux has this one, and it never is below 300.
    final Path setting = Path.of("/proc/sys/kernel/pid_max");
    final String asLines = Files.readAllLines(setting).getFirst();

    assertThat(ProcFiles.number(setting)).hasValue(Long.parseLong(asLines));
  }

  @Test
  void whatIsNotThereOrNoNumberIsAbsent() throws IOException {
    final Path file = directory.resolve("setting");
    assertThat(ProcFiles.number(file)).isEmpty();

    Files.writeString(file, "12 tons\n");
    assertThat(ProcFiles.number(file)).isEmpty();
  }

  @Test
  void accessTellsAMissingFileFromAReadableOne() throws IOException {
    final Path file = directory.resolve("file");
    assertThat(ProcFiles.access(file)).isEqualTo(ProcFiles.Access.ABSENT);

    Files.writeString(file, "");
    assertThat(ProcFiles.access(file)).isEqualTo(ProcFiles.Access.READABLE);
  }
}
