package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConntrackSettingsTest {
  @Test
  void settingsAreNamedByWhatFollowsThePrefix(@TempDir final Path directory) throws IOException {
    write(directory, "nf_conntrack_max", "262144\n");
    write(directory, "nf_log_all_netns", "0\n");
    final ConntrackSettings settings = ConntrackSettings.read(directory);
    assertThat(settings.values()).containsOnlyKeys("max");
    assertThat(settings.maximum()).hasValue(262_144);
    assertThat(settings.buckets()).isEmpty();
    assertThat(settings.isPresent()).isTrue();
  }

  @Test
  void whatIsNoNumberIsAbsent(@TempDir final Path directory) throws IOException {
    write(directory, "nf_conntrack_acct", "");
    assertThat(ConntrackSettings.read(directory).value("acct")).isEmpty();
  }

  @Test
  void aMissingDirectoryIsNoTracking(@TempDir final Path directory) {
    assertThat(ConntrackSettings.read(directory.resolve("netfilter")))
        .isEqualTo(ConntrackSettings.NONE);
  }

  @Test
  void settingsOfDefragmentationAloneAreNoTracking(@TempDir final Path directory)
      throws IOException {
    write(directory, "nf_conntrack_frag6_timeout", "60\n");
    final ConntrackSettings settings = ConntrackSettings.read(directory);
    assertThat(settings.isPresent()).isFalse();
  }

  private static void write(final Path directory, final String name, final String text)
      throws IOException {
    Files.writeString(directory.resolve(name), text);
  }
}
