package dev.plimsoll.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.diagnosis.ThisHost.ScheduleLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrontabsTest {
  @TempDir private Path root;

  @BeforeEach
  void fill() throws IOException {
    write(
        "etc/crontab",
        "SHELL=/bin/sh\n# 1 * * * * root /tmp/xkqzwvjt\n17 * * * * root run-parts\n");
    write("etc/cron.d/sys\u001b", "* * * * * root  /tmp/xkqzwvjt -q\n");
    write("etc/cron.hourly/job", "#!/bin/sh\ncd /tmp && ./xkqzwvjt &\n");
    write("var/spool/cron/crontabs/www-data", "@reboot /var/tmp/sh\n");
  }

  private void write(final String file, final String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }

  @Test
  void linesThatNameTheProgramAreFoundByPathAndByName() {
    assertThat(new Crontabs(root).naming("/tmp/xkqzwvjt (deleted)"))
        .containsExactly(
            new ScheduleLine("/etc/cron.d/sys\u001b", 1, "* * * * * root  /tmp/xkqzwvjt -q"),
            new ScheduleLine("/etc/cron.hourly/job", 2, "cd /tmp && ./xkqzwvjt &"));
  }

  @Test
  void aShortNameIsLookedForWithItsWholePathOnly() {
    assertThat(new Crontabs(root).naming("/bin/sh")).hasSize(1);
    assertThat(new Crontabs(root).naming("/var/tmp/sh"))
        .containsExactly(
            new ScheduleLine("/var/spool/cron/crontabs/www-data", 1, "@reboot /var/tmp/sh"));
  }

  @Test
  void aHostWithoutCronHasNone() {
    assertThat(new Crontabs(root.resolve("nowhere")).naming("/tmp/xkqzwvjt")).isEmpty();
  }
}
