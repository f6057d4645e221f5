package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A control group (cgroups(7)) that can be frozen: all its processes stand still where they are,
 * and go on when it is thawed as if nothing had been. By {@code cgroup.freeze} of version 2, or by
 * the freezer of version 1.
 */
public final class ControlGroup {
  private static final long PATIENCE_NANOS = 10_000_000_000L;
  private static final long PAUSE_NANOS = 10_000_000L;
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  private final String path;
  private final Path folder;
  private final boolean unified;

  private ControlGroup(final String path, final Path folder, final boolean unified) {
    this.path = path;
    this.folder = folder;
    this.unified = unified;
  }

  /**
   * Finds a group that can be frozen.
   *
   * @param path from the hierarchy's root, such as {@code /system.slice/cron.service}
   * @return null if there is none by that name, or it is the root, which cannot be frozen
   */
  public static @Nullable ControlGroup find(final String path) throws IOException {
    for (final String mount : Files.readAllLines(MOUNTS)) {
      final String[] sides = mount.split(" - ", 2);
      final boolean unified = sides.length == 2 && sides[1].startsWith("cgroup2 ");
      final boolean freezer =
          sides.length == 2 && sides[1].startsWith("cgroup ") && isFreezer(sides[1]);
      if (unified || freezer) {
        final Path root = Path.of(sides[0].split(" ", -1)[4]);
        final Path folder = root.resolve(path.replaceFirst("^/+", "")).normalize();
        final String file = unified ? "cgroup.freeze" : "freezer.state";
        if (folder.startsWith(root)
            && !folder.equals(root)
            && Files.isRegularFile(folder.resolve(file))) {
          return new ControlGroup(path, folder, unified);
        }
      }
    }
    return null;
  }

  private static boolean isFreezer(final String side) {
    return List.of(side.substring(side.lastIndexOf(' ') + 1).split(",", -1)).contains("freezer");
  }

  /**
   * The group of a process that can be frozen.
   *
   * @return null if it is in a root, or has ended
   */
  public static @Nullable String pathOf(final long pid) throws IOException {
    final Path file = Path.of("/proc", Long.toString(pid), "cgroup");
    String freezer = null;
    // hierarchy-ID:controllers:path; of the unified hierarchy "0::path".
    for (final String line : Files.readAllLines(file)) {
      final String[] fields = line.split(":", 3);
      if (fields.length != 3 || fields[2].equals("/") || find(fields[2]) == null) {
        continue;
      }
      if (fields[0].equals("0")) {
        return fields[2];
      }
      if (List.of(fields[1].split(",", -1)).contains("freezer")) {
        freezer = fields[2];
      }
    }
    return freezer;
  }

  /** Its path from the hierarchy's root. */
  public String path() {
    return path;
  }

  /** Whether a process is in it or in a group below it. */
  public boolean holds(final long pid) throws IOException {
    for (final String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup"))) {
      final String[] fields = line.split(":", 3);
      if (fields.length == 3
          && (fields[0].equals("0") == unified)
          && (fields[2].equals(path) || fields[2].startsWith(path + "/"))) {
        return true;
      }
    }
    return false;
  }

  /** Whether it was asked to freeze. */
  public boolean isFrozen() throws IOException {
    return unified
        ? ProcFiles.small(folder.resolve("cgroup.freeze")).strip().equals("1")
        : !ProcFiles.small(folder.resolve("freezer.state")).strip().equals("THAWED");
  }

  /**
   * Freezes it. Afterwards none of its processes runs.
   *
   * @throws IOException if the kernel refuses, or a process does not stand still within 10 seconds:
   *     then it is thawed again
   */
  public void freeze() throws IOException {
    write(true);
    if (!awaitState(true)) {
      write(false);
      throw new IOException(
          "the control group " + path + " did not freeze within 10 seconds, and was thawed again");
    }
  }

  /** Lets it go on. */
  public void thaw() throws IOException {
    write(false);
    if (!awaitState(false)) {
      throw new IOException("the control group " + path + " did not thaw within 10 seconds");
    }
  }

  private void write(final boolean freeze) throws IOException {
    if (unified) {
      Files.writeString(folder.resolve("cgroup.freeze"), freeze ? "1" : "0");
    } else {
      Files.writeString(folder.resolve("freezer.state"), freeze ? "FROZEN" : "THAWED");
    }
  }

  private boolean awaitState(final boolean frozen) throws IOException {
    final long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (state() != frozen) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  // What is, not what was asked for: processes need a moment to stop.
  private boolean state() throws IOException {
    return unified
        ? ProcFiles.small(folder.resolve("cgroup.events")).lines().anyMatch("frozen 1"::equals)
        : ProcFiles.small(folder.resolve("freezer.state")).strip().equals("FROZEN");
  }
}
