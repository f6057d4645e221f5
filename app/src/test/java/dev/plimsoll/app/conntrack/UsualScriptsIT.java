package dev.plimsoll.app.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as {@code conntrack} in the PATH of a script that knows nothing of it. */
@KernelTest
final class UsualScriptsIT {
  private static final Path PROGRAM = Path.of("target/plimsoll/bin/plimsoll").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void aScriptSeesWhatItSeesWithTheInstalledConntrack() throws Exception {
    final Path script = folder.resolve("script");
    try (InputStream in =
        Objects.requireNonNull(UsualScriptsIT.class.getResourceAsStream("usual-scripts.sh"))) {
      Files.copy(in, script);
    }
    final Path link = Files.createDirectory(folder.resolve("bin")).resolve("conntrack");
    Files.createSymbolicLink(link, PROGRAM);
    final String theirs = run(script, "theirs", "");
    final String ours = run(script, "ours", link.getParent() + ":");
    assertThat(ours).isEqualTo(theirs);
    assertThat(theirs).contains("# forget", "connection tracking table has been emptied");
  }

  private String run(final Path script, final String name, final String path) throws IOException {
    final Path files = Files.createDirectory(folder.resolve(name));
    try (LabNamespace namespace = LabNamespace.create(name)) {
      return namespace.call(
          () -> Sh.run("PATH=%s$PATH sh '%s' '%s'".formatted(path, script, files)));
    }
  }
}
