package dev.plimsoll.app;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import dev.plimsoll.kernel.PacketRing;
import dev.plimsoll.kernel.PacketRingSettings;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether packets are taken from an interface, and which. */
final class LiveOptions {
  private static final String ALL = "all";
  private static final int MEBIBYTE = 1 << 20;

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = {"-i", "--interface"},
      paramLabel = "NAME|all",
      description =
          "Track what passes an interface now, until Ctrl-C. The words behind the options are a"
              + " filter in tcpdump's syntax then.")
  private @Nullable String name;

  @Option(
      names = "--netns",
      paramLabel = "NAME|PID",
      description = "The network namespace of the interface. Default: the one you are in.")
  private @Nullable String netns;

  @Option(
      names = "--promiscuous",
      description = "Take what is not for this host, too. Needs the name of one interface.")
  private boolean promiscuous;

  @Option(
      names = "--ring",
      paramLabel = "MIB",
      description = "How much the kernel may hold back for us, in MiB. Default: ${DEFAULT-VALUE}.")
  private int ringMebibytes = 64;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "End after so many seconds. Default: with Ctrl-C.")
  private long seconds = Long.MAX_VALUE / 1_000_000_000;

  boolean isOn() {
    if (name == null && (netns != null || promiscuous)) {
      throw FilterWords.usage(command, "--netns and --promiscuous need -i and an interface");
    }
    return name != null;
  }

  /** What names the packets behind {@code plimsoll track}: the files, or the interface. */
  List<String> source(final List<String> files) {
    return name == null ? files : List.of("-i", name);
  }

  /** How long to capture, in nanoseconds. */
  long nanos() {
    if (seconds < 1) {
      throw FilterWords.usage(command, "--for is a number of seconds, at least 1, not " + seconds);
    }
    return seconds * 1_000_000_000;
  }

  /** Begins to capture. */
  LiveFrames open(final List<String> filter) throws IOException {
    if (promiscuous && ALL.equals(name)) {
      throw FilterWords.usage(command, "--promiscuous needs the name of one interface");
    }
    if (ringMebibytes < 1 || ringMebibytes > 1024) {
      throw FilterWords.usage(command, "--ring is 1 to 1024 MiB, not " + ringMebibytes);
    }
    PacketRingSettings settings =
        PacketRingSettings.DEFAULT.withRingBytes(ringMebibytes * MEBIBYTE);
    if (name != null && !ALL.equals(name)) {
      settings = settings.withInterface(name);
    }
    if (promiscuous) {
      settings = settings.withPromiscuous();
    }
    if (!filter.isEmpty()) {
      settings = settings.withFilter(String.join(" ", filter));
    }
    final NetworkNamespace namespace =
        netns == null ? NetworkNamespace.own() : NetworkNamespaces.find(netns);
    return new LiveFrames(PacketRing.open(namespace, settings));
  }
}
