package dev.plimsoll.lab;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network namespace of our own, to do in it what must not touch the host. It is made by
 * ip-netns(8), so its name can be given to any tool, and its loopback is up. Needs root.
 *
 * <p>It is removed on {@link #close}, else when the JVM ends. The name holds the number of our
 * process: whoever makes the next one removes what processes that are gone left behind.
 */
public final class LabNamespace implements AutoCloseable {
  private static final Path NAMED = Path.of("/run/netns");
  private static final Pattern NAME = Pattern.compile("plim([0-9]+)-[0-9]+(-.*)?");
  private static final String DEMO = "plimsoll-demo-";
  private static final Pattern DEMO_NAME = Pattern.compile(DEMO + "([0-9]+)(-.*)?");
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final Set<LabNamespace> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(LabNamespace::removeAll, "plimsoll-lab-end"));
    try {
      removeLeftovers();
    } catch (final IOException e) {
      // Another process was faster, or the next one will do it.
      System.getLogger(LabNamespace.class.getName())
          .log(System.Logger.Level.DEBUG, "a leftover namespace stays", e);
    }
  }

  private final String name;
  private final NetworkNamespace namespace;

  private LabNamespace(final String name, final NetworkNamespace namespace) {
    this.name = name;
    this.namespace = namespace;
  }

  /** Makes a namespace. */
  public static LabNamespace create() throws IOException {
    return named("plim%d-%d".formatted(ProcessHandle.current().pid(), COUNTER.incrementAndGet()));
  }

  /**
   * Makes a namespace with a word for people in its name.
   *
   * @param role such as {@code router}
   */
  public static LabNamespace create(final String role) throws IOException {
    return named(
        "plim%d-%d-%s".formatted(ProcessHandle.current().pid(), COUNTER.incrementAndGet(), role));
  }

  /**
   * Makes a namespace of a demonstration, whose name users see: {@code plimsoll-demo-} and the
   * number of our process.
   *
   * @param role what follows in the name, such as {@code -world}, or nothing
   */
  public static LabNamespace createForDemo(final String role) throws IOException {
    return named(DEMO + ProcessHandle.current().pid() + role);
  }

  private static LabNamespace named(final String name) throws IOException {
    Command.run("ip", "netns", "add", name);
    final LabNamespace made = new LabNamespace(name, NetworkNamespaces.find(name));
    OPEN.add(made);
    try {
      made.run("ip", "link", "set", "lo", "up");
      return made;
    } catch (final IOException e) {
      made.close();
      throw e;
    }
  }

  /** The name that ip-netns(8) knows it by. */
  public String name() {
    return name;
  }

  public NetworkNamespace networkNamespace() {
    return namespace;
  }

  /**
   * Switches connection tracking on for all packets that come in, go out or pass through. Without a
   * rule that asks for it the kernel tracks nothing.
   */
  public void enableTracking() throws IOException {
    nft(
        """
        table inet plimsoll_lab {
          chain prerouting { type filter hook prerouting priority filter; ct state invalid counter; }
          chain input { type filter hook input priority filter; ct state invalid counter; }
          chain output { type filter hook output priority filter; ct state invalid counter; }
        }
        """);
  }

  /** Adds rules, written as nft(8) reads them from a file. */
  public void nft(final String rules) throws IOException {
    Command.run(inside("nft", "-f", "-"), rules);
  }

  /**
   * Runs a command inside.
   *
   * @return what it printed
   * @throws IOException if it fails; the message names the command, its exit code and its complaint
   */
  public String run(final String... command) throws IOException {
    return Command.run(inside(command), "");
  }

  private List<String> inside(final String... command) {
    final List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
    whole.addAll(List.of(command));
    return whole;
  }

  /**
   * Does something on a thread that is inside: a socket opened there stays there, whoever uses it
   * later.
   */
  public <T> T call(final Callable<T> task) throws IOException {
    return namespace.call(task);
  }

  /**
   * Changes a setting of this namespace.
   *
   * @param setting such as {@code net.netfilter.nf_conntrack_acct}
   */
  public void sysctl(final String setting, final String value) throws IOException {
    final Path file = Path.of("/proc/sys", setting.split("\\."));
    call(() -> Files.writeString(file, value));
  }

  /** Sends whatever goes to this network nowhere, and without a word: a black hole. */
  public void swallow(final String network) throws IOException {
    // Loopback brings it back, and as it is not for us and we do not forward, that is its end.
    run("ip", "route", "add", network, "dev", "lo");
  }

  /** Gives it an id in the namespace that we run in: its events can then be heard from there. */
  public void assignId() throws IOException {
    Command.run("ip", "netns", "set", name, "auto");
  }

  /**
   * Removes it with all that is in it. Sockets that are still open keep it alive without a name.
   */
  @Override
  public void close() throws IOException {
    if (OPEN.remove(this)) {
      Command.run("ip", "netns", "delete", name);
    }
  }

  private static void removeAll() {
    for (final LabNamespace open : OPEN) {
      try {
        open.close();
      } catch (final IOException e) {
        System.err.println("The namespace " + open.name + " is left behind: " + e.getMessage());
      }
    }
  }

  static void removeLeftovers() throws IOException {
    removeLeftovers(NAME);
  }

  /**
   * Removes the namespaces that demonstrations left behind whose process is gone.
   *
   * @return their names
   */
  public static List<String> removeDemoLeftovers() throws IOException {
    return removeLeftovers(DEMO_NAME);
  }

  private static List<String> removeLeftovers(final Pattern pattern) throws IOException {
    final List<String> removed = new ArrayList<>();
    if (!Files.isDirectory(NAMED)) {
      return removed;
    }
    try (DirectoryStream<Path> names = Files.newDirectoryStream(NAMED, "plim*")) {
      for (final Path file : names) {
        final Matcher name = pattern.matcher(String.valueOf(file.getFileName()));
        if (name.matches() && !Files.exists(Path.of("/proc", name.group(1)))) {
          Command.run("ip", "netns", "delete", name.group());
          removed.add(name.group());
        }
      }
    }
    return removed;
  }

  @Override
  public String toString() {
    return name;
  }
}
