package dev.plimsoll.app.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
class ProgramNamesKernelTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private LabNamespace namespace;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create("programs");
  }

  @AfterEach
  void removeNamespace() throws IOException {
    namespace.close();
  }

  @Test
  void aProgramIsFoundByItsNetlinkPort() throws Exception {
    final Process listener = listen();
    try {
      final ProgramNames names = new ProgramNames(namespace.networkNamespace());
      await().atMost(LONGEST).until(() -> "conntrack".equals(names.apply(port(listener))));
    } finally {
      listener.destroy();
      listener.waitFor();
    }
  }

  @Test
  void aNameOutlivesTheProgramForTheEventsThatWait() throws Exception {
    final Process listener = listen();
    final ProgramNames names = new ProgramNames(namespace.networkNamespace());
    try {
      await().atMost(LONGEST).until(() -> "conntrack".equals(names.apply(port(listener))));
    } finally {
      listener.destroy();
      listener.waitFor();
    }
    assertThat(names.apply(port(listener))).isEqualTo("conntrack");
  }

  @Test
  void thePortOfAnotherNamespaceIsNotFound() throws Exception {
    final Process listener = listen();
    try (LabNamespace other = LabNamespace.create("programs2")) {
      final ProgramNames here = new ProgramNames(namespace.networkNamespace());
      await().atMost(LONGEST).until(() -> "conntrack".equals(here.apply(port(listener))));
      assertThat(new ProgramNames(other.networkNamespace()).apply(port(listener))).isNull();
    } finally {
      listener.destroy();
      listener.waitFor();
    }
  }

  @Test
  void aPortThatNobodyHasHasNoName() {
    assertThat(new ProgramNames(namespace.networkNamespace()).apply(-5)).isNull();
  }

  // ip(8) becomes the command that it runs, whose first netlink socket gets its number as port.
  private static int port(final Process process) {
    return (int) process.pid();
  }

  private Process listen() throws IOException {
    return new ProcessBuilder("ip", "netns", "exec", namespace.name(), "conntrack", "-E")
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("errors").toFile())
        .start();
  }
}
