package dev.plimsoll.app;

import dev.plimsoll.session.HostAddresses;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;

/** Which address of this host others know it by. */
final class OwnAddress {
  private OwnAddress() {}

  /**
   * The first address of a capture's host, or of this one: a public one before a private one, IPv4
   * before IPv6.
   *
   * @param captured the capture's host, or {@link HostAddresses#UNKNOWN}
   */
  static String of(final HostAddresses captured) {
    if (!captured.addresses().isEmpty()) {
      return captured.addresses().iterator().next().toString();
    }
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .min(
              Comparator.comparing(InetAddress::isSiteLocalAddress)
                  .thenComparingInt(address -> address.getAddress().length))
          .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
          .orElse("127.0.0.1");
    } catch (final SocketException e) {
      return "127.0.0.1";
    }
  }
}
