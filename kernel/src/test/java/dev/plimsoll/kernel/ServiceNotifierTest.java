package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNotifierTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void withoutASocketItDoesNothing() throws IOException {
    final ServiceNotifier notifier = ServiceNotifier.to(null);
    notifier.send("READY=1");
    assertThat(notifier.isListenedTo()).isFalse();
  }

  @Test
  void linesArriveAtThePathInOneDatagram() throws IOException, InterruptedException {
    final Path socket = folder.resolve("notify");
    assertThat(received("'" + socket + "'", socket.toString()))
        .isEqualTo("READY=1\nSTATUS=watching");
  }

  @Test
  void linesArriveAtAnAbstractName() throws IOException, InterruptedException {
    final String name = "plimsoll-test-" + ProcessHandle.current().pid();
    assertThat(received("'\\0" + name + "'", "@" + name)).isEqualTo("READY=1\nSTATUS=watching");
  }

  @Test
  void aNameThatNoSocketCanHaveIsRefused() {
    assertThatThrownBy(() -> ServiceNotifier.to("somewhere"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("NOTIFY_SOCKET is \"somewhere\"");
  }

  @Test
  void aSocketThatNobodyReadsIsAnError() throws IOException {
    final ServiceNotifier notifier = ServiceNotifier.to(folder.resolve("nobody").toString());
    assertThatThrownBy(() -> notifier.send("READY=1")).isInstanceOf(KernelException.class);
  }

  // Java has no datagram sockets of this family, so the receiver is another program.
  private static String received(final String address, final String notifySocket)
      throws IOException, InterruptedException {
    final Process receiver =
        new ProcessBuilder(
                "perl",
                "-MSocket",
                "-e",
                "$|=1; socket(S,AF_UNIX,SOCK_DGRAM,0); $a=eval{\"%s\"}; "
                        .formatted(address.replace("'", ""))
                    + "bind(S,pack_sockaddr_un($a)) or die $!; print \"bound\\n\";"
                    + "recv(S,$m,4096,0); print $m;")
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(receiver.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("bound");
      ServiceNotifier.to(notifySocket).send("READY=1", "STATUS=watching");
      return out.lines().collect(Collectors.joining("\n"));
    } finally {
      receiver.destroyForcibly().waitFor();
    }
  }
}
