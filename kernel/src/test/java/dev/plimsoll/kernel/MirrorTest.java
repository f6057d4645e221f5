package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
  @Test
  void aNamespaceWithTwoNamesIsFoundOnceByTheFirst(@TempDir final Path folder) throws Exception {
    final Path web = Files.createFile(folder.resolve("web"));
    final Path alias = Files.createLink(folder.resolve("alias"), web);
    final NetworkNamespace first = NetworkNamespace.at("web", web);
    assertThat(Mirror.finder(List.of(first, NetworkNamespace.at("alias", alias))).find())
        .containsExactly(first);
  }
}
