package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the whole host, whichever namespace is looked at.
 *
 * @param kernelRelease as {@code uname -r} prints it
 * @param rights null if /proc does not tell
 * @param nftInstalled whether nft(8), which can switch tracking on, is where such commands lie
 * @param namespaces those found, this host's own first
 * @param closedNamespaces the names of those among them that cannot be entered
 */
public record HostFacts(
    String kernelRelease,
    ConntrackModule module,
    Container container,
    @Nullable Rights rights,
    EventBuffer eventBuffer,
    boolean nftInstalled,
    List<NetworkNamespace> namespaces,
    List<String> closedNamespaces) {

  private static final List<String> COMMANDS =
      List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin");

  public HostFacts {
    namespaces = List.copyOf(namespaces);
    closedNamespaces = List.copyOf(closedNamespaces);
  }

  /** Reads them. Never fails: what cannot be seen is absent. */
  public static HostFacts read() {
    final String release = System.getProperty("os.version");
    List<NetworkNamespace> namespaces;
    try {
      namespaces = NetworkNamespaces.all();
    } catch (final IOException e) {
      namespaces = List.of();
    }
    final List<String> closed = new ArrayList<>();
    for (final NetworkNamespace namespace : namespaces) {
      try {
        namespace.call(() -> true);
      } catch (final IOException e) {
        closed.add(namespace.displayName());
      }
    }
    return new HostFacts(
        release,
        ConntrackModule.read(release),
        Container.read(),
        Rights.read(),
        EventBuffer.read(),
        COMMANDS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, "nft"))),
        namespaces,
        closed);
  }
}
