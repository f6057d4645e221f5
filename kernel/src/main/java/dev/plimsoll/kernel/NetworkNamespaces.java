package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the network namespaces of this machine: the named ones, and those of running processes. */
public final class NetworkNamespaces {
  private static final Path NAMED = Path.of("/run/netns");
  private static final Path PROC = Path.of("/proc");

  private NetworkNamespaces() {}

  /**
   * All that can be found, each once, the own one first, then by name. A namespace that has neither
   * a name nor a process of its own cannot be found this way; those that vanish meanwhile are left
   * out.
   */
  public static List<NetworkNamespace> all() throws IOException {
    final Map<Long, NetworkNamespace> found = new LinkedHashMap<>();
    final NetworkNamespace own = NetworkNamespace.own();
    found.put(own.inode(), own);
    for (final Path file : list(NAMED, "*")) {
      final NetworkNamespace named = lookAt(String.valueOf(file.getFileName()), file);
      if (named != null) {
        found.putIfAbsent(named.inode(), named);
      }
    }
    final List<Path> processes = list(PROC, "[0-9]*");
    processes.sort(Comparator.comparingLong(NetworkNamespaces::number));
    for (final Path process : processes) {
      final NetworkNamespace ofProcess =
          lookAt("pid:" + process.getFileName(), process.resolve("ns/net"));
      if (ofProcess != null) {
        found.putIfAbsent(ofProcess.inode(), ofProcess);
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * The namespace that a user means: a name of ip-netns(8), a process number, or a path.
   *
   * @throws IOException if there is none; the message says where it was looked for
   */
  public static NetworkNamespace find(final String text) throws IOException {
    final Path path;
    final String name;
    if (text.startsWith("/")) {
      path = Path.of(text);
      name = text;
    } else if (Files.exists(NAMED.resolve(text)) || !text.matches("(pid:)?[0-9]+")) {
      path = NAMED.resolve(text);
      name = text;
    } else {
      final String pid = text.startsWith("pid:") ? text.substring(4) : text;
      path = PROC.resolve(pid).resolve("ns/net");
      name = "pid:" + pid;
    }
    final NetworkNamespace found = lookAt(name, path);
    if (found == null) {
      throw new IOException(
          "there is no network namespace \"%s\": %s cannot be opened (see 'ip netns list')"
              .formatted(text, path));
    }
    return found;
  }

  /** Whether the namespace is still there under its path and inode. */
  public static boolean isThere(final NetworkNamespace namespace) {
    final NetworkNamespace now = lookAt(namespace.displayName(), namespace.path());
    return now != null && now.inode() == namespace.inode();
  }

  private static @Nullable NetworkNamespace lookAt(final String name, final Path path) {
    try {
      return NetworkNamespace.at(name, path);
    } catch (final IOException e) {
      // It vanished, or it belongs to a kernel thread, or the rights do not reach that far.
      return null;
    }
  }

  private static long number(final Path process) {
    return Long.parseLong(String.valueOf(process.getFileName()));
  }

  private static List<Path> list(final Path directory, final String glob) throws IOException {
    final List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return files;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
      stream.forEach(files::add);
    } catch (final DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }
}
