package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The names of the programs behind netlink ports of one network namespace, as conntrack(8) finds
 * them: {@code /proc/net/netlink} has the socket of a port, and one of {@code /proc/PID/fd} is that
 * socket.
 *
 * <p>What was found is kept, so that ten thousand changes by one program cost one search. As long
 * as the file is that socket still, the name is right. After it has been closed, the events that
 * wait to be read keep the name, unless another socket has the port by then. Not thread safe.
 */
final class ProgramNames implements IntFunction<@Nullable String> {
  private static final Path PROC = Path.of("/proc");
  private static final Path NETLINK = PROC.resolve("thread-self/net/netlink");
  private static final String NETFILTER = "12";
  private static final int PROTOCOL_COLUMN = 1;
  private static final int PORT_COLUMN = 2;
  private static final int INODE_COLUMN = 9;
  private static final int REMEMBERED = 256;
  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * Who has a port.
   *
   * @param file the open file, or null where no process shows it
   * @param socket what the file leads to
   * @param program its name, or null
   * @param foundNanos when, by {@link System#nanoTime}
   */
  private record Holder(
      @Nullable Path file, String socket, @Nullable String program, long foundNanos) {

    boolean isOpen() {
      return file != null && leadsTo(file, socket);
    }
  }

  private final NetworkNamespace namespace;
  private final Map<Integer, Holder> holders =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Integer, Holder> eldest) {
          return size() > REMEMBERED;
        }
      };

  ProgramNames(final NetworkNamespace namespace) {
    this.namespace = namespace;
  }

  /**
   * The name of the program that has a netlink port, without control characters.
   *
   * @return null if it is not known: the program has ended, or is hidden from us
   */
  @Override
  public @Nullable String apply(final int portId) {
    final Holder known = holders.get(portId);
    final long now = System.nanoTime();
    if (known != null && (now - known.foundNanos < LOOK_AGAIN_NANOS || known.isOpen())) {
      return known.program;
    }
    final Holder found = find(portId, known, now);
    holders.put(portId, found);
    return found.program;
  }

  private Holder find(final int portId, final @Nullable Holder known, final long now) {
    final String socket = socket(portId);
    if (known != null && (socket.isEmpty() || socket.equals(known.socket))) {
      return new Holder(known.file, known.socket, known.program, now);
    }
    if (!socket.isEmpty()) {
      // A program's first socket has the number of its process as its port.
      final Holder first = holder(PROC.resolve(Integer.toString(portId)), socket, now);
      if (first != null) {
        return first;
      }
      try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
        for (final Path process : processes) {
          final Holder holder = holder(process, socket, now);
          if (holder != null) {
            return holder;
          }
        }
      } catch (final IOException | DirectoryIteratorException e) {
        // Without /proc nobody is known.
        return new Holder(null, socket, null, now);
      }
    }
    return new Holder(null, socket, null, now);
  }

  /** What an open file of the port's socket leads to; empty if there is no such socket. */
  private String socket(final int portId) {
    try {
      return namespace.call(() -> {
        try (BufferedReader table = Files.newBufferedReader(NETLINK, StandardCharsets.US_ASCII)) {
          final String port = Integer.toUnsignedString(portId);
          for (String line = table.readLine(); line != null; line = table.readLine()) {
            final String[] columns = line.strip().split(" +", -1);
            if (columns.length > INODE_COLUMN
                && columns[PROTOCOL_COLUMN].equals(NETFILTER)
                && columns[PORT_COLUMN].equals(port)) {
              return "socket:[" + columns[INODE_COLUMN] + "]";
            }
          }
          return "";
        }
      });
    } catch (final IOException e) {
      // The namespace is gone, or hidden from us: its programs are, too.
      return "";
    }
  }

  private static @Nullable Holder holder(final Path process, final String socket, final long now) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
      for (final Path file : files) {
        if (leadsTo(file, socket)) {
          final String name =
              Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1);
          return new Holder(file, socket, name.strip().replaceAll("\\p{Cntrl}", "?"), now);
        }
      }
    } catch (final IOException | DirectoryIteratorException e) {
      // It has ended meanwhile, or is hidden from us: then it is another one, or nobody's.
      return null;
    }
    return null;
  }

  private static boolean leadsTo(final Path file, final String socket) {
    try {
      return Files.readSymbolicLink(file).toString().equals(socket);
    } catch (final IOException e) {
      // It has been closed.
      return false;
    }
  }
}
