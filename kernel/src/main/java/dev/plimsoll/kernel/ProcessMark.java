package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One process for ever: numbers are given anew, but not with the same start since the same boot.
 *
 * @param startTicks when it started, in clock ticks since the machine did (proc_pid_stat(5))
 * @param boot the machine's boot (/proc/sys/kernel/random/boot_id)
 */
public record ProcessMark(long pid, long startTicks, String boot) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Pattern TEXT =
      Pattern.compile("process (\\d{1,10}) ends \\(start (\\d{1,18}), boot ([0-9a-f-]{36})\\)");
  // The fields behind the name, of which the state is the first: starttime is the 22nd of all.
  private static final int START_FIELD = 19;

  /** This process. */
  static ProcessMark own() throws IOException {
    final long pid = ProcessHandle.current().pid();
    return new ProcessMark(pid, startTicks(pid), Files.readString(BOOT_ID).strip());
  }

  /** Reads what {@link #toString} wrote, wherever it stands in a text; null if it is not there. */
  static @Nullable ProcessMark find(final String text) {
    final Matcher found = TEXT.matcher(text);
    return found.find()
        ? new ProcessMark(
            Long.parseLong(found.group(1)), Long.parseLong(found.group(2)), found.group(3))
        : null;
  }

  /** Whether it still runs. Where that cannot be told, it does. */
  boolean isRunning() {
    try {
      return boot.equals(Files.readString(BOOT_ID).strip()) && startTicks == startTicks(pid);
    } catch (final IOException e) {
      return ProcessHandle.of(pid).isPresent();
    }
  }

  private static long startTicks(final long pid) throws IOException {
    return startTicks(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
  }

  static long startTicks(final String stat) throws IOException {
    // The second field is the program's name in parentheses, which may hold anything.
    final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    if (fields.length <= START_FIELD) {
      throw new IOException("a process' stat has only " + fields.length + " fields");
    }
    return Long.parseLong(fields[START_FIELD]);
  }

  /** At most 90 characters: nft takes 127 for a comment. */
  @Override
  public String toString() {
    return "process %d ends (start %d, boot %s)".formatted(pid, startTicks, boot);
  }
}
