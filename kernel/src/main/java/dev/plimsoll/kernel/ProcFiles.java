package dev.plimsoll.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Settings and small files of /proc, seen from a network namespace. */
public final class ProcFiles {
  /**
   * A thread's own view: {@code /proc/net} is that of the process' first thread, which stays at
   * home.
   */
  static final Path THREAD_NET = Path.of("/proc/thread-self/net");

  /** The table as text. */
  static final Path CONNTRACK = THREAD_NET.resolve("nf_conntrack");

  static final Path NETFILTER_SETTINGS = Path.of("/proc/sys/net/netfilter");

  private static final int SMALL_BYTES = 4096;

  private ProcFiles() {}

  /**
   * A setting of {@code net.netfilter}, such as {@code nf_conntrack_max}, in the namespace of the
   * calling thread.
   *
   * @return the number, or empty if this kernel has no such setting or hides it
   */
  static OptionalLong setting(final String name) {
    return number(NETFILTER_SETTINGS.resolve(name));
  }

  /** A file that holds one number, or empty if it is not there, not readable or something else. */
  static OptionalLong number(final Path file) {
    try {
      return OptionalLong.of(Long.parseLong(small(file).strip()));
    } catch (final IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * The first bytes of a small file, read at once. A setting must not be read piece by piece, which
   * the JDK does to files that claim to be empty: it would end after the first digit.
   */
  static String small(final Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      final byte[] bytes = new byte[SMALL_BYTES];
      final int length = in.read(bytes);
      return new String(bytes, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }
  }

  /** Whether a file can be read by us, is not there, or is hidden from us. */
  public enum Access {
    READABLE,
    FORBIDDEN,
    ABSENT
  }

  static Access access(final Path file) {
    try (var in = Files.newInputStream(file)) {
      in.read();
      return Access.READABLE;
    } catch (final NoSuchFileException e) {
      return Access.ABSENT;
    } catch (final IOException e) {
      return Files.exists(file) ? Access.FORBIDDEN : Access.ABSENT;
    }
  }
}
