package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConntrackModuleTest {
  private static final String RELEASE = "6.1.0-1-amd64";
  private static final String FILE = "kernel/net/netfilter/nf_conntrack.ko";
  private static final String NAT = "kernel/net/netfilter/nf_nat.ko.xz: " + FILE + ".xz\n";

  @TempDir private Path root;
  private String modules = "";

  @BeforeEach
  void namesTheModulesOfThisKernel() {
    modules = "lib/modules/" + RELEASE + "/";
  }

  @Test
  void aModuleInTheListIsLoaded() throws IOException {
    write("proc/modules", "nf_nat 57344 0 - Live 0x0\nnf_conntrack 188416 1 nf_nat, Live 0x0\n");
    assertThat(read()).isEqualTo(ConntrackModule.LOADED);
  }

  @Test
  void settingsWithoutAModuleAreBuiltIn() throws IOException {
    write("proc/modules", "nf_conntrack_netlink 57344 0 - Live 0x0\n");
    write("proc/sys/net/netfilter/nf_conntrack_max", "262144\n");
    assertThat(read()).isEqualTo(ConntrackModule.BUILT_IN);
  }

  @Test
  void aModuleOnDiskIsLoadable() throws IOException {
    write("proc/modules", "");
    write(modules + "modules.dep", NAT + FILE + ".xz: kernel/lib/libcrc32c.ko.xz\n");
    assertThat(read()).isEqualTo(ConntrackModule.LOADABLE);
  }

  @Test
  void aModuleThatOnlyOthersNeedIsAbsent() throws IOException {
    write(modules + "modules.dep", NAT);
    assertThat(read()).isEqualTo(ConntrackModule.ABSENT);
  }

  @Test
  void withoutTheKernelsModulesNothingIsKnown() {
    assertThat(read()).isEqualTo(ConntrackModule.UNKNOWN);
  }

  private ConntrackModule read() {
    return ConntrackModule.read(root, RELEASE);
  }

  private void write(final String name, final String text) throws IOException {
    final Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
