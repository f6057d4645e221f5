package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The ports that a namespace has for connections it begins (net.ipv4.ip_local_port_range). */
public final class SourcePorts {
  private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int PORTS = 65_536;

  private SourcePorts() {}

  /** How many there are; empty if that cannot be read. */
  public static OptionalInt count(final NetworkNamespace namespace) {
    try {
      return parse(namespace.call(() -> Files.readString(RANGE)));
    } catch (final IOException e) {
      return OptionalInt.empty();
    }
  }

  static OptionalInt parse(final String range) {
    final String[] ends = range.strip().split("\\s+", -1);
    if (ends.length != 2) {
      return OptionalInt.empty();
    }
    try {
      final int count = Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
      return count >= 1 && count <= PORTS ? OptionalInt.of(count) : OptionalInt.empty();
    } catch (final NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
