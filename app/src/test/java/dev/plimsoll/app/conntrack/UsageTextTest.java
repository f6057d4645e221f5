package dev.plimsoll.app.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageTextTest {
  private static final String ORIGINAL = "/usr/sbin/conntrack";

  @ParameterizedTest
  @ValueSource(
      strings = {"tcp", "udp", "udplite", "sctp", "dccp", "gre", "icmp", "icmpv6", "esp", "99"})
  void equalsTheOriginals(final String protocol) throws Exception {
    assumeTrue(Files.isExecutable(Path.of(ORIGINAL)), "there is no conntrack to compare with");
    assumeTrue(run("-V").equals(UsageText.version()), "another version of conntrack is installed");

    assertThat(UsageText.original(ORIGINAL, ProtocolSyntax.of(protocol)))
        .isEqualTo(run("-h", "-p", protocol));
    assertThat(UsageText.original(ORIGINAL, null)).isEqualTo(run("-h"));
  }

  @Test
  void endsWithPlimsollsOwn() {
    assertThat(UsageText.help("conntrack", null))
        .startsWith(UsageText.original("conntrack", null))
        .contains("\nPlimsoll's own:\n", "--netns", "--dry-run", "--filter", "-o json");
  }

  private static String run(final String... words) throws IOException {
    final List<String> command = new ArrayList<>(List.of(ORIGINAL));
    command.addAll(List.of(words));
    final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
