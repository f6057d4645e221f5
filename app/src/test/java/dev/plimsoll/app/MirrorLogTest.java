package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MirrorLogTest {
  private long now = 1;
  private final Lines lines = new Lines();
  private final MirrorLog log = new MirrorLog(lines, () -> now);

  @Test
  void whatComesEveryThreeSecondsIsWrittenAtGrowingSteps() {
    for (int i = 0; i < 20 * 60; i++) {
      log.say("drift own", "own: dropped.");
      now += Duration.ofSeconds(3).toNanos();
    }
    assertThat(lines.written)
        .startsWith(
            "own: dropped.",
            "own: dropped. (The newest of 20 in the last 1 min.)",
            "own: dropped. (The newest of 40 in the last 2 min.)",
            "own: dropped. (The newest of 80 in the last 4 min.)")
        .hasSize(6);
  }

  @Test
  void eachMatterIsWrittenForItself() {
    log.say("drift own", "own: dropped.");
    log.say("drift blue", "blue: dropped.");
    assertThat(lines.written).containsExactly("own: dropped.", "blue: dropped.");
  }

  @Test
  void afterALongQuietItIsNews() {
    log.say("drift own", "own: dropped.");
    now += Duration.ofHours(3).toNanos();
    log.say("drift own", "own: dropped.");
    assertThat(lines.written).containsExactly("own: dropped.", "own: dropped.");
  }

  /** A log that is looked at. */
  private static final class Lines implements Logger {
    private final List<String> written = new ArrayList<>();

    @Override
    public String getName() {
      return "test";
    }

    @Override
    public boolean isLoggable(final Level level) {
      return true;
    }

    @Override
    public void log(
        final Level level,
        final @Nullable ResourceBundle bundle,
        final @Nullable String message,
        final @Nullable Throwable thrown) {
      written.add(String.valueOf(message));
    }

    @Override
    public void log(
        final Level level,
        final @Nullable ResourceBundle bundle,
        final @Nullable String format,
        final @Nullable Object... parameters) {
      written.add(new MessageFormat(String.valueOf(format)).format(parameters));
    }
  }
}
