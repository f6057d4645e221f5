package dev.plimsoll.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

class ConfigFilesFuzzTest {
  /** Whatever a file holds, it is a configuration or a list of problems with places. */
  @FuzzTest(maxDuration = "8s")
  void everyFileIsReadOrRefusedWithAPlace(final byte @Nullable [] bytes) throws IOException {
    final Path file = Files.createTempFile("plimsoll", ".yaml");
    try {
      Files.write(file, bytes == null ? new byte[0] : bytes);
      final ConfigFiles files = new ConfigFiles();
      files.read(file, true);
      try {
        assertThat(new ConfigReader(files, _ -> null, Map.of()).read()).isNotNull();
      } catch (final ConfigException e) {
        assertThat(e.problems()).isNotEmpty().allMatch(problem -> !problem.place().isEmpty());
      }
    } finally {
      Files.delete(file);
    }
  }
}
