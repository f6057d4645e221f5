package dev.plimsoll.lab;

import java.io.IOException;

/**
 * A server and the rest of the world, for a demonstration: two namespaces joined by a pair of
 * veth(4) devices. The server tracks its connections. The world is at home at every address of
 * {@link #CLIENTS}, and never answers at those of {@link #NOWHERE}. All addresses are of those that
 * RFC 5737 and RFC 2544 set aside; no packet leaves the two.
 */
public final class ServerAndWorld implements AutoCloseable {
  public static final String SERVER = "192.0.2.10";

  /** A network of 254 clients, 198.51.100.1 to 198.51.100.254. */
  public static final String CLIENTS = "198.51.100.";

  /** Begins 131,072 addresses, up to 198.19.255.255. */
  public static final String NOWHERE = "198.18.0.0";

  private static final String WORLD = "192.0.2.1";

  private final LabNamespace server;
  private final LabNamespace world;

  private ServerAndWorld(final LabNamespace server, final LabNamespace world) {
    this.server = server;
    this.world = world;
  }

  /**
   * Makes the two.
   *
   * @param timeWaitSeconds how long the server's table keeps a connection that was closed
   * @param synSentSeconds how long it keeps one that nobody answers
   */
  public static ServerAndWorld create(final int timeWaitSeconds, final int synSentSeconds)
      throws IOException {
    final LabNamespace server = LabNamespace.createForDemo("");
    try {
      final ServerAndWorld made = new ServerAndWorld(server, LabNamespace.createForDemo("-world"));
      try {
        made.join();
        made.track(timeWaitSeconds, synSentSeconds);
        return made;
      } catch (final IOException e) {
        made.close();
        throw e;
      }
    } catch (final IOException e) {
      server.close();
      throw e;
    }
  }

  private void track(final int timeWaitSeconds, final int synSentSeconds) throws IOException {
    setting("nf_conntrack_acct", 1);
    setting("nf_conntrack_timestamp", 1);
    setting("nf_conntrack_tcp_timeout_time_wait", timeWaitSeconds);
    setting("nf_conntrack_tcp_timeout_syn_sent", synSentSeconds);
    server.enableTracking();
  }

  private void setting(final String name, final int value) throws IOException {
    server.sysctl("net.netfilter." + name, Integer.toString(value));
  }

  private void join() throws IOException {
    Command.run(
        "ip",
        "link",
        "add",
        "eth0",
        "netns",
        server.name(),
        "type",
        "veth",
        "peer",
        "name",
        "eth0",
        "netns",
        world.name());
    server.run("ip", "address", "add", SERVER + "/24", "dev", "eth0");
    world.run("ip", "address", "add", WORLD + "/24", "dev", "eth0");
    server.run("ip", "link", "set", "eth0", "up");
    world.run("ip", "link", "set", "eth0", "up");
    server.run("ip", "route", "add", "default", "via", WORLD);
    world.run("ip", "route", "add", "local", CLIENTS + "0/24", "dev", "lo");
    world.run("ip", "route", "add", "blackhole", NOWHERE + "/15");
  }

  public LabNamespace server() {
    return server;
  }

  public LabNamespace world() {
    return world;
  }

  @Override
  public void close() throws IOException {
    try (server;
        world) {
      // Both are closed, whichever fails.
    }
  }
}
