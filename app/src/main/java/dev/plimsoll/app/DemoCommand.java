package dev.plimsoll.app;

import dev.plimsoll.app.demo.Demo;
import dev.plimsoll.app.demo.DemoWatch;
import dev.plimsoll.kernel.Capability;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.Rights;
import dev.plimsoll.watch.LimitRule;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code plimsoll demo}: a brief peak and a sustained overload, played on the real kernel. */
@Command(
    name = "demo",
    header = "See a brief peak and a sustained overload, without touching your network.",
    description =
        "Makes a small web server and the world around it in network namespaces of their own, and"
            + " plays a story in about three minutes: normal load, a brief peak that passes, and a"
            + " scan that keeps the count over the limit until it is sustained. Tells what to look"
            + " at, and removes all of it at the end. Needs root.")
final class DemoCommand implements Callable<Integer> {
  private static final List<String> NEEDED = List.of("ip", "nft");

  private final Console console;

  @Option(
      names = "--no-color",
      description = "No colours; the same as setting NO_COLOR, and as in a pipe.")
  private boolean noColor;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where the page is served, on 127.0.0.1; 0 for any. Default: ${DEFAULT-VALUE}.")
  private int port = 7171;

  @Option(names = "--fast", description = "Tell the story in 25 seconds, and end.")
  private boolean fast;

  DemoCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final Rights rights = Rights.read();
    if (rights != null && !(rights.isRoot() && rights.has(Capability.SYS_ADMIN))) {
      console
          .errors()
          .println("plimsoll: demo makes network namespaces, for which it must run as root (sudo)");
      return ExitCode.MISSING_RIGHTS;
    }
    for (final String command : NEEDED) {
      if (!isInstalled(command)) {
        console
            .errors()
            .println(
                "plimsoll: demo needs the command '%s' (packages iproute2 and nftables)"
                    .formatted(command));
        return ExitCode.FAILED;
      }
    }
    WatchLog.silence();
    final ConsoleNarrator narrator =
        new ConsoleNarrator(console, Ink.choose(noColor, console.terminal()));
    Demo.play(fast, narrator, this::watch, () -> stay(narrator));
    return ExitCode.OK;
  }

  private DemoWatch watch(
      final NetworkNamespace namespace, final LimitRule rule, final Duration every)
      throws IOException {
    try {
      return DaemonDemoWatch.open(namespace, rule, every, onLoopback(port));
    } catch (final IOException e) {
      if (e.getCause() instanceof BindException) {
        // A watch of this host has the port.
        return DaemonDemoWatch.open(namespace, rule, every, onLoopback(0));
      }
      throw e;
    }
  }

  private static InetSocketAddress onLoopback(final int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Where a person looks on, all of it goes on until Enter is pressed. */
  private void stay(final ConsoleNarrator narrator) {
    if (fast || !console.terminal()) {
      return;
    }
    narrator.gap();
    narrator.say("It goes on until you press Enter.");
    try {
      int character;
      do {
        character = System.in.read();
      } while (character >= 0 && character != '\n');
    } catch (final IOException e) {
      narrator.say("The input cannot be read (" + e.getMessage() + "): this is the end.");
    }
  }

  private static boolean isInstalled(final String command) {
    final String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return Arrays.stream(path.split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}
