package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

class OwnLoginsFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void whateverStandsThereIsALogInOrNothing(final byte[] bytes) {
    final String text = new String(bytes, StandardCharsets.UTF_8);
    for (final Login login : new Login[] {OwnLogins.parse(text), established(text)}) {
      if (login != null) {
        assertThat(login.localPort()).isBetween(1, 65_535);
        assertThat(login.remotePort()).isBetween(1, 65_535);
      }
    }
  }

  private static @Nullable Login established(final String text) {
    return OwnLogins.established(text, Set.of("1", ""));
  }
}
