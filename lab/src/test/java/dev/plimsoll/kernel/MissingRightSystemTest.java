package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.session.SessionFilter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a process without capabilities is told. It is a Java program of its own. */
@KernelTest
@Timeout(60)
class MissingRightSystemTest {

  /** Asks for the table of the namespace that it runs in, and prints what it got. */
  public static void main(final String[] words) throws IOException {
    final NetworkNamespace own = NetworkNamespace.own();
    try (Ctnetlink table = Ctnetlink.open(own)) {
      switch (words[0]) {
        case "dump" -> table.dump(SessionFilter.ALL, _ -> {});
        case "statistics" -> table.statistics();
        case "events" -> EventSocket.open(own, 1 << 16, false, new CtnetlinkDecoder()).close();
        default -> throw new IllegalArgumentException(words[0]);
      }
      System.out.println("allowed");
    } catch (final KernelException e) {
      System.out.println((e.isMissingRight() ? "right is missing: " : "?") + e.getMessage());
    }
    System.out.println(ProcStat.read(own).entries() + " entries");
  }

  @Test
  void aDumpIsRefusedForWantOfTheRight() throws IOException {
    assertThat(run("dump"))
        .startsWith("right is missing: cannot read the kernel's table of sessions: ")
        .contains("EPERM");
  }

  @Test
  void theCountByNetlinkIsRefusedButNotThatOfProc() throws IOException {
    assertThat(run("statistics")).startsWith("right is missing: ").endsWith("0 entries\n");
  }

  @Test
  void eventsAreRefused() throws IOException {
    assertThat(run("events")).startsWith("right is missing: cannot subscribe");
  }

  private static String run(final String word) throws IOException {
    try (LabNamespace namespace = LabNamespace.create()) {
      return namespace.run(
          "setpriv",
          "--bounding-set=-all",
          "--inh-caps=-all",
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "-XX:TieredStopAtLevel=1",
          "-cp",
          System.getProperty("java.class.path"),
          MissingRightSystemTest.class.getName(),
          word);
    }
  }
}
