package dev.plimsoll.kernel.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code /proc/PID} for one look at the processes of this host. Never fails. */
public final class ProcessReader {
  private static final Path PROC = Path.of("/proc");
  private static final Path ROOT = Path.of("/");
  private static final String DELETED = " (deleted)";
  private static final int ENVIRONMENT_BYTES = 128 * 1024;
  private static final int PASSWD_BYTES = 1024 * 1024;
  // USER_HZ is 100 on every architecture that Plimsoll runs on.
  private static final long MILLIS_A_TICK = 10;

  private final Path proc;
  private final ContainerNames containers;
  private final long startOfMachineMillis;
  private final long beganTicks;

  private ProcessReader(
      final Path proc, final Path root, final long nowMillis, final long nowTicks) {
    this.proc = proc;
    containers = new ContainerNames(root);
    startOfMachineMillis = nowMillis - nowTicks * MILLIS_A_TICK;
    beganTicks = nowTicks;
  }

  /**
   * Begins a look: a process that starts after this is none of those looked for.
   *
   * @param nowTicks now, by the clock of {@link ProcessId#startTicks}
   */
  public static ProcessReader begin(final long nowTicks) {
    return new ProcessReader(PROC, ROOT, System.currentTimeMillis(), nowTicks);
  }

  /** For tests: other files in the place of {@code /proc} and {@code /}. */
  static ProcessReader of(
      final Path proc, final Path root, final long nowMillis, final long nowTicks) {
    return new ProcessReader(proc, root, nowMillis, nowTicks);
  }

  /** Which process has a number now; null if none has, or one that started during this look. */
  public @Nullable ProcessId identify(final long pid) {
    final ProcessStat stat = stat(directory(pid));
    return stat == null ? null : new ProcessId(pid, stat.startTicks());
  }

  /** What can be known of a process; null if it has ended, or started during this look. */
  public @Nullable ProcessFacts read(final long pid) {
    final Path directory = directory(pid);
    final ProcessStat stat = stat(directory);
    if (stat == null) {
      return null;
    }
    final Program program = Program.of(directory);
    final Path root = directory.resolve("root");
    final long user = user(BoundedFile.text(directory.resolve("status"), ProcessFacts.MOST_BYTES));
    final List<String> arguments =
        arguments(BoundedFile.text(directory.resolve("cmdline"), ProcessFacts.MOST_BYTES));
    final ControlGroup group =
        ControlGroup.parse(
            BoundedFile.text(directory.resolve("cgroup"), 4 * ProcessFacts.MOST_BYTES));
    return new ProcessFacts(
        new ProcessId(pid, stat.startTicks()),
        stat.parent(),
        stat.name(),
        program.path,
        arguments,
        user,
        UserNames.name(
            user,
            BoundedFile.ordinaryText(root.resolve("etc/passwd"), PASSWD_BYTES),
            BoundedFile.text(directory.resolve("uid_map"), ProcessFacts.MOST_BYTES)),
        startOfMachineMillis + stat.startTicks() * MILLIS_A_TICK,
        stat.cpuTicks() * MILLIS_A_TICK,
        group,
        containers.describe(group.containers(), root),
        program.hidden,
        signs(directory, stat.name(), program, arguments, user));
  }

  private Path directory(final long pid) {
    return proc.resolve(Long.toString(pid));
  }

  private @Nullable ProcessStat stat(final Path directory) {
    final ProcessStat stat =
        ProcessStat.parse(BoundedFile.text(directory.resolve("stat"), ProcessFacts.MOST_BYTES));
    // A tick for the rounding of both.
    return stat == null || stat.startTicks() > beganTicks + 1 ? null : stat;
  }

  private static Set<ProcessSign> signs(
      final Path directory,
      final String name,
      final Program program,
      final List<String> arguments,
      final long user) {
    final Set<ProcessSign> signs = EnumSet.noneOf(ProcessSign.class);
    if (program.deleted) {
      signs.add(ProcessSign.DELETED_EXECUTABLE);
    }
    if (ProgramSigns.isTemporary(program.path)) {
      signs.add(ProcessSign.TEMPORARY_DIRECTORY);
    }
    final String file = program.path.substring(program.path.lastIndexOf('/') + 1);
    if (RandomName.looksRolled(name) || RandomName.looksRolled(file)) {
      signs.add(ProcessSign.RANDOM_NAME);
    }
    if (user != 0 && ProgramSigns.isRelative(arguments)) {
      signs.add(ProcessSign.RELATIVE_START);
    }
    final boolean isStatic =
        ProgramFile.isStatic(BoundedFile.bytes(directory.resolve("exe"), ProgramFile.HEAD_BYTES));
    if (isStatic) {
      signs.add(ProcessSign.STATIC_PROGRAM);
    } else if (ProgramSigns.preloads(
            BoundedFile.text(directory.resolve("environ"), ENVIRONMENT_BYTES))
        || ProgramSigns.preloadsForAll(
            BoundedFile.ordinaryText(
                directory.resolve("root/etc/ld.so.preload"), ProcessFacts.MOST_BYTES))) {
      signs.add(ProcessSign.PRELOADED_LIBRARY);
    }
    return signs;
  }

  /** The arguments, which zero bytes end. A process may overwrite them with anything. */
  static List<String> arguments(final String text) {
    final String whole = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return whole.isEmpty()
        ? List.of()
        : Stream.of(whole.split("\0", ProcessFacts.MOST_ARGUMENTS + 1))
            .limit(ProcessFacts.MOST_ARGUMENTS)
            .toList();
  }

  /** The effective user of {@code /proc/PID/status}, or -1. */
  static long user(final String status) {
    for (final String line : status.split("\n", -1)) {
      if (line.startsWith("Uid:")) {
        final String[] ids = line.split("\t", 4);
        return ids.length == 4 && ids[2].matches("[0-9]{1,10}") ? Long.parseLong(ids[2]) : -1;
      }
    }
    return -1;
  }

  /** The program file that a process runs. */
  private static final class Program {
    private static final Program NONE = new Program("", false, false);
    private static final Program HIDDEN = new Program("", false, true);

    private final String path;
    private final boolean deleted;
    private final boolean hidden;

    private Program(final String path, final boolean deleted, final boolean hidden) {
      this.path = path;
      this.deleted = deleted;
      this.hidden = hidden;
    }

    static Program of(final Path directory) {
      final Path link = directory.resolve("exe");
      final String target;
      try {
        target = Files.readSymbolicLink(link).toString();
      } catch (final AccessDeniedException e) {
        return HIDDEN;
      } catch (final IOException e) {
        // It ended, or is a thread of the kernel.
        return NONE;
      }
      final Path root = directory.resolve("root");
      if (!target.endsWith(DELETED) || !isGone(link, root, target)) {
        return new Program(target, false, false);
      }
      final String before = target.substring(0, target.length() - DELETED.length());
      // An upgrade puts a new file in the place of the one that runs.
      final boolean replaced = !ProgramSigns.isTemporary(before) && isThere(root, before);
      return new Program(before, !replaced, false);
    }

    /** A file may be called so too: whether nothing in the file system leads to this one. */
    private static boolean isGone(final Path link, final Path root, final String target) {
      try {
        return Objects.equals(Files.getAttribute(link, "unix:nlink"), 0) || !isThere(root, target);
      } catch (final IOException e) {
        return true;
      }
    }

    private static boolean isThere(final Path root, final String path) {
      return Files.exists(root.resolve(path.substring(1)), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
