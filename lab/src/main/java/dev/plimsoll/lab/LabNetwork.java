package dev.plimsoll.lab;

import java.io.IOException;
import java.util.List;

/**
 * Three namespaces in a row, client – router – server, with IPv4 and IPv6 between them. The router
 * forwards; nothing tracks until {@link LabNamespace#enableTracking} is asked for.
 */
public final class LabNetwork implements AutoCloseable {
  public static final String CLIENT_IPV4 = "10.77.1.2";
  public static final String CLIENT_IPV6 = "fd77:1::2";
  public static final String ROUTER_IPV4_TO_CLIENT = "10.77.1.1";
  public static final String ROUTER_IPV6_TO_CLIENT = "fd77:1::1";
  public static final String ROUTER_IPV4_TO_SERVER = "10.77.2.1";
  public static final String ROUTER_IPV6_TO_SERVER = "fd77:2::1";
  public static final String SERVER_IPV4 = "10.77.2.2";
  public static final String SERVER_IPV6 = "fd77:2::2";

  private final LabNamespace client;
  private final LabNamespace router;
  private final LabNamespace server;

  private LabNetwork(
      final LabNamespace client, final LabNamespace router, final LabNamespace server) {
    this.client = client;
    this.router = router;
    this.server = server;
  }

  /** Makes the three, and the ways between them. */
  public static LabNetwork create() throws IOException {
    final LabNetwork made =
        new LabNetwork(
            LabNamespace.create("client"),
            LabNamespace.create("router"),
            LabNamespace.create("server"));
    try {
      made.join();
      return made;
    } catch (final IOException e) {
      made.close();
      throw e;
    }
  }

  private void join() throws IOException {
    link(
        client,
        List.of(CLIENT_IPV4 + "/24", CLIENT_IPV6 + "/64"),
        router,
        List.of(ROUTER_IPV4_TO_CLIENT + "/24", ROUTER_IPV6_TO_CLIENT + "/64"));
    link(
        server,
        List.of(SERVER_IPV4 + "/24", SERVER_IPV6 + "/64"),
        router,
        List.of(ROUTER_IPV4_TO_SERVER + "/24", ROUTER_IPV6_TO_SERVER + "/64"));
    router.sysctl("net.ipv4.ip_forward", "1");
    router.sysctl("net.ipv6.conf.all.forwarding", "1");
    client.run("ip", "route", "add", "default", "via", ROUTER_IPV4_TO_CLIENT);
    client.run("ip", "-6", "route", "add", "default", "via", ROUTER_IPV6_TO_CLIENT);
    server.run("ip", "route", "add", "default", "via", ROUTER_IPV4_TO_SERVER);
    server.run("ip", "-6", "route", "add", "default", "via", ROUTER_IPV6_TO_SERVER);
  }

  /**
   * Joins two namespaces by a pair of veth(4) devices, each named after the other namespace's
   * number, such as {@code to-2}.
   *
   * @param addressesOfOne with their prefix length, such as {@code 10.0.0.1/24}
   */
  public static void link(
      final LabNamespace one,
      final List<String> addressesOfOne,
      final LabNamespace other,
      final List<String> addressesOfOther)
      throws IOException {
    final String toOther = device(other);
    final String toOne = device(one);
    Command.run(
        "ip",
        "link",
        "add",
        toOther,
        "netns",
        one.name(),
        "type",
        "veth",
        "peer",
        "name",
        toOne,
        "netns",
        other.name());
    bringUp(one, toOther, addressesOfOne);
    bringUp(other, toOne, addressesOfOther);
  }

  private static String device(final LabNamespace to) {
    return "to-" + to.name().split("-", 3)[1];
  }

  private static void bringUp(
      final LabNamespace namespace, final String device, final List<String> addresses)
      throws IOException {
    for (final String address : addresses) {
      // Nobody else is there, so IPv6 need not look for duplicates, which takes a second.
      if (address.contains(":")) {
        namespace.run("ip", "address", "add", address, "dev", device, "nodad");
      } else {
        namespace.run("ip", "address", "add", address, "dev", device);
      }
    }
    namespace.run("ip", "link", "set", device, "up");
  }

  public LabNamespace client() {
    return client;
  }

  public LabNamespace router() {
    return router;
  }

  public LabNamespace server() {
    return server;
  }

  @Override
  public void close() throws IOException {
    try (client;
        router;
        server) {
      // All three are closed, whichever fails.
    }
  }
}
