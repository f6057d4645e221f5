package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this process may do, from {@code /proc/thread-self/status}. In a container the same bits
 * count only for what belongs to the container.
 *
 * @param user the effective user id; 0 is root
 * @param effective the set of effective capabilities, a bit for each
 */
public record Rights(long user, long effective) {
  private static final Path STATUS = Path.of("/proc/thread-self/status");

  /** The calling thread's rights, or null if /proc is not there to tell. */
  public static @Nullable Rights read() {
    try {
      return parse(Files.readAllLines(STATUS));
    } catch (final IOException e) {
      return null;
    }
  }

  static @Nullable Rights parse(final List<String> lines) {
    final String users = field(lines, "Uid:");
    final String capabilities = field(lines, "CapEff:");
    if (users == null || capabilities == null) {
      return null;
    }
    final String[] ids = users.split("\\s+", -1);
    try {
      return new Rights(
          Long.parseLong(ids[Math.min(1, ids.length - 1)]),
          Long.parseUnsignedLong(capabilities, 16));
    } catch (final NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable String field(final List<String> lines, final String name) {
    for (final String line : lines) {
      if (line.startsWith(name)) {
        return line.substring(name.length()).strip();
      }
    }
    return null;
  }

  public boolean isRoot() {
    return user == 0;
  }

  public boolean has(final Capability capability) {
    return (effective >>> capability.bit() & 1) != 0;
  }

  /** Those of Plimsoll's capabilities that are not there, the most needed first. */
  public List<Capability> missing() {
    final List<Capability> missing = new ArrayList<>();
    for (final Capability capability : Capability.values()) {
      if (!has(capability)) {
        missing.add(capability);
      }
    }
    return List.copyOf(missing);
  }
}
