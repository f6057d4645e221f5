package dev.plimsoll.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds docs/configuration.md and the example that is shipped against the program. */
class ConfigurationPageTest {
  @ParameterizedTest
  @EnumSource
  void everyKeyStandsInTheTableWithItsDefaultAndMeaning(final ConfigKey key) throws IOException {
    final String row =
        Files.readString(Path.of("../docs/configuration.md"))
            .lines()
            .filter(line -> line.startsWith("| `" + key.path() + "` |"))
            .findFirst()
            .orElse("");
    assertThat(row)
        .contains(key.standard())
        .contains(key.isReloaded() ? "| yes |" : "| no |")
        .endsWith("| " + key.meaning() + " |");
  }

  @Test
  void theExampleThatIsShippedIsGood() throws ConfigException {
    final ConfigFiles files = new ConfigFiles();
    files.read(Path.of("src/dist/plimsoll.yaml"), true);
    assertThat(new ConfigReader(files, _ -> null, Map.of()).read().given()).isEmpty();
  }

  @Test
  void theExampleWithItsRemarksTakenAwayIsGood() throws ConfigException, IOException {
    final Path file = Files.createTempFile("plimsoll", ".yaml");
    Files.writeString(
        file,
        Files.readString(Path.of("src/dist/plimsoll.yaml")).replaceAll("(?m)^#(?=[a-z]|  )", ""));
    final ConfigFiles files = new ConfigFiles();
    files.read(file, true);
    Files.delete(file);
    assertThat(files.problems()).isEmpty();
  }
}
