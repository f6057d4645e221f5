package dev.plimsoll.app;

import dev.plimsoll.app.config.ConfigException;
import dev.plimsoll.app.config.ConfigKey;
import dev.plimsoll.app.config.ConfigValue;
import dev.plimsoll.app.config.Configuration;
import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorSettings;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plimsoll watch}: stays, and watches this server day and night. */
@Command(
    name = "watch",
    header = "Watch this server day and night: page, history, metrics and alerts.",
    description = {
      "Counts the sessions every five seconds, follows the kernel's table, tells a brief peak from a"
          + " sustained overload, keeps history, serves a page at http://127.0.0.1:7171, and sends"
          + " alerts. Ctrl-C ends it. It needs no configuration; 'plimsoll config show' lists what"
          + " can be set. SIGHUP reads the configuration again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll watch",
      "  plimsoll watch --limit 20000 --listen 127.0.0.1:8080",
      "  plimsoll watch --netns all --data-dir /srv/plimsoll",
      "  plimsoll watch --enable-tracking"
    })
final class WatchCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final ConfigOptions config = new ConfigOptions();

  @Option(
      names = LoadLine.OPTION,
      paramLabel = "N",
      description = "The load line: the number of sessions above which your provider acts.")
  private @Nullable String limit;

  @Option(
      names = "--netns",
      paramLabel = "NAME[,NAME]|all",
      description = "The network namespaces to watch. Default: own, the one you are in.")
  private @Nullable String netns;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT|off",
      description =
          "Where the page is served. Beyond loopback it takes a token and TLS. Default:"
              + " 127.0.0.1:7171.")
  private @Nullable String listen;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the history is kept. Default: /var/lib/plimsoll.")
  private @Nullable String dataDir;

  @Option(
      names = "--enable-tracking",
      description =
          "Where no rule has switched connection tracking on: switch it on with one nftables table"
              + " of Plimsoll's own, which goes when the watch ends.")
  private boolean enableTracking;

  @Option(names = "--keep", description = "With --enable-tracking: leave the table when it ends.")
  private boolean keep;

  @Option(
      names = "--new-token",
      description = "Make a new token for the page, show it once, and end. The old one is void.")
  private boolean newToken;

  WatchCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (keep && !enableTracking) {
      throw FilterWords.usage(
          spec, "--keep only means something with --enable-tracking: add that, or leave it out");
    }
    final Configuration configuration;
    try {
      configuration = config.read(options());
    } catch (final ConfigException e) {
      return ConfigCommand.tell(console, e);
    }
    if (newToken) {
      console.text().println(PageSetup.newToken(configuration.dataDir()));
      console.errors().println("plimsoll: it counts from the next start of the watch on");
      return ExitCode.OK;
    }
    WatchLog.setUp();
    OldObjects.watch();
    prepare(configuration.dataDir());
    tellLeftOvers(console, configuration.dataDir());
    final List<NetworkNamespace> namespaces = namespaces(configuration.namespaces());
    try (TrackingSwitch tracking =
            new TrackingSwitch(
                console,
                namespaces.isEmpty() ? List.of(NetworkNamespace.own()) : namespaces,
                enableTracking,
                keep);
        WatchService service =
            new WatchService(
                console, configuration, config, options(), host(), opening(namespaces))) {
      tracking.tell();
      if (enableTracking && configuration.namespaces().isEmpty()) {
        tracking.tellLeftAlone(
            NetworkNamespaces.all().stream()
                .filter(namespace -> namespace.name() != null)
                .toList());
      }
      return service.run();
    }
  }

  private Map<ConfigKey, ConfigValue> options() {
    final Map<ConfigKey, ConfigValue> options = ConfigOptions.none();
    ConfigOptions.put(options, ConfigKey.LIMIT, LoadLine.OPTION, limit);
    ConfigOptions.put(options, ConfigKey.NAMESPACES, "--netns", netns);
    ConfigOptions.put(options, ConfigKey.PAGE_LISTEN, "--listen", listen);
    ConfigOptions.put(options, ConfigKey.DATA_DIR, "--data-dir", dataDir);
    return options;
  }

  /** Says what earlier actions left: a block that nobody confirmed was rolled back meanwhile. */
  static void tellLeftOvers(final Console console, final Path folder) {
    try {
      UndoCommand.tellLeftOvers(console, ActionOptions.runner(folder));
    } catch (final IOException e) {
      // The watch has other work to do: its service may not read what root did.
      console
          .errors()
          .println(
              "plimsoll: what earlier actions left was not looked for: "
                  + HarmlessText.of(String.valueOf(e.getMessage())));
    }
  }

  private static void prepare(final Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (final AccessDeniedException e) {
      throw new IOException(
          "the folder %s for the history cannot be made: run it as root, for example with sudo"
              .formatted(folder),
          e);
    } catch (final IOException e) {
      throw new IOException(
          "the folder %s for the history cannot be made (%s). Name another with --data-dir"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  // Each was found at the start; one that is missing when the mirror is opened anew is waited for.
  private static KernelSources.Opening opening(final List<NetworkNamespace> namespaces) {
    final MirrorSettings settings = MirrorSettings.defaults();
    return listener ->
        namespaces.isEmpty()
            ? Mirror.openAll(settings, listener)
            : Mirror.open(namespaces, settings, listener);
  }

  // None for all.
  private static List<NetworkNamespace> namespaces(final List<String> names) throws IOException {
    final List<NetworkNamespace> namespaces = new ArrayList<>();
    for (final String name : names) {
      namespaces.add(
          name.equals(GroupKey.OWN_NAMESPACE)
              ? NetworkNamespace.own()
              : NetworkNamespaces.find(name));
    }
    return namespaces;
  }

  /** This machine's name; no look-up goes out for it. */
  static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (final IOException e) {
      return "localhost";
    }
  }
}
