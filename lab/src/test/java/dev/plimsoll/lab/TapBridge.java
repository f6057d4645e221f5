package dev.plimsoll.lab;

import dev.plimsoll.kernel.TapDevice;
import java.io.IOException;

/**
 * Two TAP devices that are ports of a bridge whose packets pass the hooks of IPv4 and IPv6
 * (br_netfilter): so the kernel tracks frames of our own, and no route, no TTL and no multicast
 * rule decides about them. The kernel works while a frame is written to one of them.
 */
public record TapBridge(TapDevice near, TapDevice far) implements AutoCloseable {
  private static final String BRIDGE = "br0";

  /** Lays it in a namespace, whose rules it leaves alone. */
  public static TapBridge lay(final LabNamespace namespace) throws IOException {
    namespace.sysctl("net.ipv6.conf.default.disable_ipv6", "1");
    namespace.run(
        "ip", "link", "add", BRIDGE, "type", "bridge", "stp_state", "0", "mcast_snooping", "0");
    final TapDevice near = port(namespace, "tap0");
    final TapDevice far = port(namespace, "tap1");
    namespace.run("ip", "link", "set", BRIDGE, "mtu", "65000", "up");
    namespace.sysctl("net.bridge.bridge-nf-call-iptables", "1");
    namespace.sysctl("net.bridge.bridge-nf-call-ip6tables", "1");
    return new TapBridge(near, far);
  }

  private static TapDevice port(final LabNamespace namespace, final String name)
      throws IOException {
    final TapDevice device = TapDevice.create(namespace.networkNamespace(), name);
    namespace.run("ip", "link", "set", name, "mtu", "65000", "master", BRIDGE, "up");
    return device;
  }

  @Override
  public void close() {
    near.close();
    far.close();
  }
}
