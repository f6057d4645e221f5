package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the connections through which the caller of this process is logged in: what sshd left in
 * SSH_CONNECTION or SSH_CLIENT, and the TCP sockets of the processes that this one descends from.
 * The latter are found although sudo removes the variables. Behind a terminal multiplexer, whose
 * server descends from nobody, the variables may be those of an earlier log-in.
 */
public final class OwnLogins {
  private static final Logger LOG = System.getLogger("plimsoll.kernel");
  private static final String ESTABLISHED = "01";
  private static final int MOST_ANCESTORS = 64;
  private static final long MOST_ENVIRONMENT = 1 << 20;

  private OwnLogins() {}

  /** The log-ins of this process' caller; what may not be looked at is left out. */
  public static Set<Login> find() {
    final Set<Login> logins = new LinkedHashSet<>();
    add(System.getenv("SSH_CONNECTION"), logins);
    add(System.getenv("SSH_CLIENT"), logins);
    for (final long pid : ancestors()) {
      final Path process = Path.of("/proc", Long.toString(pid));
      environment(process).forEach(variable -> add(variable, logins));
      logins.addAll(connections(process));
    }
    return logins;
  }

  /** This process and those it descends from, without the first of all. */
  public static List<Long> ancestors() {
    final List<Long> pids = new ArrayList<>();
    ProcessHandle next = ProcessHandle.current();
    while (next != null && next.pid() > 1 && pids.size() < MOST_ANCESTORS) {
      pids.add(next.pid());
      next = next.parent().orElse(null);
    }
    return pids;
  }

  private static void add(final @Nullable String variable, final Set<Login> logins) {
    final Login login = variable == null ? null : parse(variable);
    if (login != null) {
      logins.add(login);
    }
  }

  /**
   * Reads what sshd(8) writes: {@code remote rport local lport}, or {@code remote rport lport}.
   *
   * @return null if it is something else
   */
  static @Nullable Login parse(final String variable) {
    final String[] words = variable.strip().split(" ", -1);
    if (words.length != 3 && words.length != 4) {
      return null;
    }
    final IpAddress remote = IpAddress.parse(words[0]);
    final int remotePort = port(words[1], 10);
    final int localPort = port(words[words.length - 1], 10);
    return remote == null || remotePort < 0 || localPort < 0
        ? null
        : new Login(remote, remotePort, localPort);
  }

  private static int port(final String text, final int radix) {
    try {
      final int port = Integer.parseInt(text, radix);
      return port < 1 || port > 65_535 ? -1 : port;
    } catch (final NumberFormatException e) {
      return -1;
    }
  }

  private static List<String> environment(final Path process) {
    final byte[] bytes;
    try (var in = Files.newInputStream(process.resolve("environ"))) {
      bytes = in.readNBytes((int) MOST_ENVIRONMENT);
    } catch (final IOException e) {
      // Ended, or another user's.
      return List.of();
    }
    return Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1))
        .filter(line -> line.startsWith("SSH_CONNECTION=") || line.startsWith("SSH_CLIENT="))
        .map(line -> line.substring(line.indexOf('=') + 1))
        .toList();
  }

  private static List<Login> connections(final Path process) {
    final Set<String> inodes = new HashSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (final Path file : files) {
        final String target = Files.readSymbolicLink(file).toString();
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    } catch (final IOException | DirectoryIteratorException e) {
      // Ended, or another user's.
      return List.of();
    }
    final List<Login> found = new ArrayList<>();
    for (final String table : inodes.isEmpty() ? List.<String>of() : List.of("tcp", "tcp6")) {
      try (Stream<String> lines = Files.lines(process.resolve("net").resolve(table))) {
        lines
            .map(line -> established(line, inodes))
            .forEach(login -> {
              if (login != null) {
                found.add(login);
              }
            });
      } catch (final IOException | UncheckedIOException e) {
        // No IPv6 here, or the process ended: the other table is looked at all the same.
        LOG.log(Level.DEBUG, "{0} of {1} cannot be read", table, process);
      }
    }
    return found;
  }

  /**
   * Reads a line of /proc/net/tcp or tcp6 (tcp4_seq_show, net/ipv4/tcp_ipv4.c).
   *
   * @return null if it is not established, or none of these sockets
   */
  static @Nullable Login established(final String line, final Set<String> inodes) {
    final String[] fields = line.strip().split("\\s+", -1);
    if (fields.length < 10 || !fields[3].equals(ESTABLISHED) || !inodes.contains(fields[9])) {
      return null;
    }
    final int localColon = fields[1].indexOf(':');
    final int remoteColon = fields[2].indexOf(':');
    if (localColon < 0 || remoteColon < 0) {
      return null;
    }
    final IpAddress remote = address(fields[2].substring(0, remoteColon));
    final int localPort = port(fields[1].substring(localColon + 1), 16);
    final int remotePort = port(fields[2].substring(remoteColon + 1), 16);
    return remote == null || localPort < 0 || remotePort < 0
        ? null
        : new Login(remote, remotePort, localPort);
  }

  // Words of 32 bits, each in the order of the host; all machines that we run on are little-endian.
  private static @Nullable IpAddress address(final String hex) {
    if (hex.length() != 8 && hex.length() != 32) {
      return null;
    }
    final long[] words = new long[hex.length() / 8];
    try {
      for (int i = 0; i < words.length; i++) {
        words[i] =
            Integer.toUnsignedLong(
                Integer.reverseBytes(
                    Integer.parseUnsignedInt(hex.substring(i * 8, i * 8 + 8), 16)));
      }
    } catch (final NumberFormatException e) {
      return null;
    }
    if (words.length == 1) {
      return IpAddress.ipv4(words[0]);
    }
    // An IPv4 connection of a socket for both.
    if (words[0] == 0 && words[1] == 0 && words[2] == 0xffffL) {
      return IpAddress.ipv4(words[3]);
    }
    return new IpAddress(Family.IPV6, words[0] << 32 | words[1], words[2] << 32 | words[3]);
  }
}
