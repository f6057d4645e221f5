package dev.plimsoll.app;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The one network namespace whose table a command changes. */
final class NamespaceOption {
  @Option(
      names = "--netns",
      paramLabel = "NAME|PID",
      description =
          "The network namespace: by its name (see 'ip netns list'), or by the number of a process"
              + " in it. Default: the one you are in.")
  private @Nullable String netns;

  /** The namespace that is meant. */
  NetworkNamespace namespace() throws IOException {
    return netns == null ? NetworkNamespace.own() : NetworkNamespaces.find(netns);
  }
}
