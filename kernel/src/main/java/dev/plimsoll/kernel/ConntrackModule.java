package dev.plimsoll.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How this kernel comes by connection tracking. */
public enum ConntrackModule {
  /** It is a part of the kernel itself. */
  BUILT_IN,
  /** A module, and it is loaded. */
  LOADED,
  /** A module that lies ready: {@code modprobe nf_conntrack} loads it. */
  LOADABLE,
  /** This kernel was built without it. */
  ABSENT,
  /** Not to be seen from here: a container has none of the kernel's modules. */
  UNKNOWN;

  private static final Pattern LISTED = Pattern.compile("^nf_conntrack ");
  // In modules.dep the modules that it needs stand behind the colon.
  private static final Pattern FILE = Pattern.compile("^[^:]*/nf_conntrack\\.ko");

  /** Never fails: without anything to look at the answer is {@code UNKNOWN}. */
  public static ConntrackModule read(final String kernelRelease) {
    return read(Path.of("/"), kernelRelease);
  }

  static ConntrackModule read(final Path root, final String kernelRelease) {
    if (anyLine(root.resolve("proc/modules"), LISTED)
        || Files.exists(root.resolve("sys/module/nf_conntrack/initstate"))) {
      return LOADED;
    }
    final Path modules = root.resolve("lib/modules").resolve(kernelRelease);
    if (Files.exists(root.resolve("sys/module/nf_conntrack"))
        || Files.exists(root.resolve("proc/sys/net/netfilter/nf_conntrack_max"))
        || anyLine(modules.resolve("modules.builtin"), FILE)) {
      return BUILT_IN;
    }
    final Path loadable = modules.resolve("modules.dep");
    if (anyLine(loadable, FILE)) {
      return LOADABLE;
    }
    return Files.isReadable(loadable) ? ABSENT : UNKNOWN;
  }

  private static boolean anyLine(final Path file, final Pattern wanted) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> wanted.matcher(line).find());
    } catch (final IOException | UncheckedIOException e) {
      return false;
    }
  }
}
