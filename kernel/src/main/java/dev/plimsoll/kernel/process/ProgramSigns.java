package dev.plimsoll.kernel.process;

import java.util.List;
import java.util.regex.Pattern;

/** Judges where a program lies, how it was started, and what is pushed into it. */
final class ProgramSigns {
  private static final List<String> TEMPORARY =
      List.of(
          "/tmp/",
          "/var/tmp/",
          "/dev/shm/",
          "/dev/mqueue/",
          "/run/shm/",
          "/run/lock/",
          "/var/lock/",
          // No file at all: memfd_create(2).
          "/memfd:");
  private static final Pattern USER_RUNTIME = Pattern.compile("/run/user/[0-9]+/.*");
  private static final String PRELOAD = "LD_PRELOAD=";

  /** Libraries that servers are started with on purpose: allocators, and a monitoring agent. */
  private static final Pattern USUAL_PRELOAD =
      Pattern.compile(
          "(/usr)?(/local)?/lib(64|exec)?/(.+/)?"
              + "lib(jemalloc|tcmalloc|tcmalloc_minimal|mimalloc|oneagentproc)\\.so[0-9.]*"
              + "|lib(jemalloc|tcmalloc|tcmalloc_minimal|mimalloc)\\.so[0-9.]*");

  private ProgramSigns() {}

  /** Whether the file lies where only temporary files belong, or in memory alone. */
  static boolean isTemporary(final String executable) {
    return TEMPORARY.stream().anyMatch(executable::startsWith)
        || USER_RUNTIME.matcher(executable).matches();
  }

  /** Whether it was started as {@code ./name}. */
  static boolean isRelative(final List<String> commandLine) {
    return !commandLine.isEmpty() && commandLine.getFirst().startsWith("./");
  }

  /**
   * Whether an environment names a library to push in, other than the usual ones.
   *
   * @param environment as {@code /proc/PID/environ} has it
   */
  static boolean preloads(final String environment) {
    for (final String variable : environment.split("\0", -1)) {
      if (variable.startsWith(PRELOAD) && isUnusual(variable.substring(PRELOAD.length()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text of {@code /etc/ld.so.preload} names a library, other than the usual ones. */
  static boolean preloadsForAll(final String file) {
    return file.lines().map(line -> line.replaceFirst("#.*", "")).anyMatch(ProgramSigns::isUnusual);
  }

  private static boolean isUnusual(final String libraries) {
    for (final String library : libraries.split("[\\s:]+", -1)) {
      if (!library.isEmpty() && !USUAL_PRELOAD.matcher(library).matches()) {
        return true;
      }
    }
    return false;
  }
}
