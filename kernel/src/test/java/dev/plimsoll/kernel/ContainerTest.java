package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerTest {
  @TempDir private Path root;

  @Test
  void anOrdinaryHostShowsNoSign() throws IOException {
    write("proc/self/uid_map", "         0          0 4294967295\n");
    assertThat(read(Map.of())).isEqualTo(new Container(null, false));
  }

  @Test
  void systemdsWordCountsBeforeOtherSigns() throws IOException {
    write("run/systemd/container", "lxc\n");
    write(".dockerenv", "");
    assertThat(read(Map.of("container", "oci")).kind()).isEqualTo("lxc");
  }

  @Test
  void theVariableOfTheEngineIsASign() {
    assertThat(read(Map.of("container", "podman")).kind()).isEqualTo("podman");
  }

  @Test
  void dockersFileIsASign() throws IOException {
    write(".dockerenv", "");
    assertThat(read(Map.of()).kind()).isEqualTo("docker");
  }

  @Test
  void anOpenVzGuestIsToldFromItsHost() throws IOException {
    write("proc/vz/version", "");
    assertThat(read(Map.of()).kind()).isEqualTo("openvz");
    write("proc/bc/0", "");
    assertThat(read(Map.of()).kind()).isNull();
  }

  @Test
  void mappedUsersAreAUserNamespaceOfItsOwn() throws IOException {
    write("proc/self/uid_map", "         0     100000      65536\n");
    assertThat(read(Map.of()).ownUserNamespace()).isTrue();
  }

  private Container read(final Map<String, String> environment) {
    return Container.read(root, environment);
  }

  private void write(final String name, final String text) throws IOException {
    final Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
