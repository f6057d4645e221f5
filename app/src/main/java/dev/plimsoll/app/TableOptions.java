package dev.plimsoll.app;

import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorSettings;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import dev.plimsoll.kernel.SessionReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tables a command looks at. */
final class TableOptions {
  private static final String ALL = "all";

  @Option(
      names = "--netns",
      paramLabel = "NAME|PID|all",
      description =
          "Look into a network namespace: by its name (see 'ip netns list'), by the number of a"
              + " process in it, or into all that can be found. Default: the one you are in.")
  private @Nullable String netns;

  @Option(
      names = "--no-color",
      description = "No colours; the same as setting NO_COLOR, and as in a pipe.")
  private boolean noColor;

  /** What a command does with one table. */
  interface Look {
    void at(SessionReader table) throws IOException;
  }

  boolean isColourless() {
    return noColor;
  }

  boolean isAll() {
    return ALL.equals(netns);
  }

  /** What to put before a line about a namespace: nothing where there is only one. */
  String where(final NetworkNamespace namespace) {
    return isAll() ? namespace.displayName() + ": " : "";
  }

  /** The namespaces that are meant, at least one. */
  List<NetworkNamespace> namespaces() throws IOException {
    if (netns == null) {
      return List.of(NetworkNamespace.own());
    }
    return isAll() ? NetworkNamespaces.all() : List.of(NetworkNamespaces.find(netns));
  }

  /** A mirror of the tables that are meant, to be started. */
  Mirror mirror(final MirrorListener listener) throws IOException {
    final MirrorSettings settings = MirrorSettings.defaults();
    return isAll()
        ? Mirror.openAll(settings, listener)
        : Mirror.open(namespaces(), settings, listener);
  }

  /**
   * Holds that there is still a namespace to follow.
   *
   * @throws IOException if the one that was asked for is gone
   */
  void requireSome(final List<MirroredTable> followed) throws IOException {
    if (followed.isEmpty() && !isAll()) {
      throw new IOException("network namespace " + netns + " is gone: there is nothing to follow");
    }
  }

  /**
   * Looks at each table. Among all namespaces, one that vanishes or cannot be entered is told and
   * passed over; it is a failure where it was asked for by name.
   */
  void forEach(final Console console, final Look look) throws IOException {
    for (final NetworkNamespace namespace : namespaces()) {
      try (SessionReader table = SessionReader.open(namespace)) {
        look.at(table);
        final String missing = table.missing();
        if (missing != null) {
          console.errors().println("plimsoll: " + missing);
        }
      } catch (final IOException e) {
        if (!isAll() || namespace.name() == null) {
          throw e;
        }
        console
            .errors()
            .println(
                "plimsoll: left out network namespace "
                    + namespace.displayName()
                    + ": "
                    + e.getMessage());
      }
    }
  }
}
