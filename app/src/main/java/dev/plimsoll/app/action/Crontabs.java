package dev.plimsoll.app.action;

import dev.plimsoll.watch.diagnosis.ThisHost.ScheduleLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for a program in what cron starts. */
final class Crontabs {
  private static final List<String> PLACES =
      List.of(
          "etc/crontab",
          "etc/cron.d",
          "etc/cron.hourly",
          "etc/cron.daily",
          "etc/cron.weekly",
          "etc/cron.monthly",
          "etc/anacrontab",
          "var/spool/cron");
  private static final int MOST_FILES = 2_000;
  private static final int MOST_BYTES = 256 * 1024;
  private static final int MOST_LINES = 10;
  private static final int DEPTH = 3;
  // Shorter names stand in too many lines that mean something else.
  private static final int LEAST_NAME = 6;

  private final Path root;

  /**
   * The crontabs of a host.
   *
   * @param root the folder that stands for /, for tests
   */
  Crontabs(final Path root) {
    this.root = root;
  }

  /**
   * The lines that name a program.
   *
   * @param executable its file; the kernel's mark of a deleted one may follow
   * @return at most ten; what may not be read is left out
   */
  List<ScheduleLine> naming(final String executable) {
    final String file = executable.replaceFirst(" \\(deleted\\)$", "");
    final List<ScheduleLine> found = new ArrayList<>();
    if (!file.startsWith("/")) {
      return found;
    }
    final String name = file.substring(file.lastIndexOf('/') + 1);
    int files = 0;
    for (final String place : PLACES) {
      for (final Path crontab : files(root.resolve(place))) {
        if (++files > MOST_FILES) {
          return found;
        }
        look(crontab, file, name.length() < LEAST_NAME ? file : name, found);
      }
    }
    return found;
  }

  private static List<Path> files(final Path place) {
    try (Stream<Path> files = Files.walk(place, DEPTH)) {
      return files.filter(Files::isRegularFile).limit(MOST_FILES).sorted().toList();
    } catch (final IOException | UncheckedIOException e) {
      // Not there, or not for us to read.
      return List.of();
    }
  }

  private void look(
      final Path crontab, final String file, final String name, final List<ScheduleLine> found) {
    final String text;
    try (InputStream in = Files.newInputStream(crontab)) {
      text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (final IOException e) {
      return;
    }
    int number = 0;
    for (final String line : text.split("\n", -1)) {
      number++;
      if (found.size() < MOST_LINES
          && !line.strip().startsWith("#")
          && (line.contains(file) || line.contains(name))) {
        found.add(new ScheduleLine("/" + root.relativize(crontab), number, line.strip()));
      }
    }
  }
}
