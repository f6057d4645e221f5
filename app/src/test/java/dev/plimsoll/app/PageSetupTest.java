package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.config.ConfigFiles;
import dev.plimsoll.app.config.ConfigReader;
import dev.plimsoll.app.config.Configuration;
import dev.plimsoll.web.TokenHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageSetupTest {
  @TempDir private Path data = Path.of("");

  @Test
  void aPersonIsShownTheTokenOnceAndNoFileHoldsIt() throws Exception {
    assertThat(start(true)).contains("shown this once: plimsoll_");
    assertThat(start(true)).isEmpty();
    assertThat(data.resolve("token-to-read")).doesNotExist();
    assertThat(hash()).isNotNull();
  }

  @Test
  void aJournalIsToldOnlyWhereTheTokenLies() throws Exception {
    final Path file = data.resolve("token-to-read");
    assertThat(start(false)).contains(file.toString()).doesNotContain("plimsoll_");
    assertThat(Files.readString(file)).startsWith("plimsoll_").endsWith("\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(hash()).isNotNull();
    assertThat(start(false)).isEmpty();
  }

  @Test
  void aNewTokenLeavesNoFileWithTheOldOne() throws Exception {
    start(false);
    assertThat(PageSetup.newToken(data)).startsWith("plimsoll_");
    assertThat(data.resolve("token-to-read")).doesNotExist();
  }

  private TokenHash hash() throws IOException {
    return TokenHash.parse(Files.readString(data.resolve("token")));
  }

  /** What a start says. */
  private String start(final boolean terminal) throws Exception {
    final Path file = Files.writeString(data.resolve("plimsoll.yaml"), "page:\n  token: on\n");
    final ConfigFiles files = new ConfigFiles();
    files.read(file, true);
    final Configuration configuration = new ConfigReader(files, _ -> null, Map.of()).read();
    final var said = new ByteArrayOutputStream();
    final PrintWriter text = new PrintWriter(said, true, StandardCharsets.UTF_8);
    PageSetup.settings(
        Objects.requireNonNull(configuration.page()),
        data,
        "web1",
        new Console(said, text, text, terminal));
    return said.toString(StandardCharsets.UTF_8);
  }
}
