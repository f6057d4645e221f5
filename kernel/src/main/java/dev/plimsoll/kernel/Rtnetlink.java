package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What rtnetlink(7) knows of a namespace: its addresses, and the ids of other namespaces. */
public final class Rtnetlink {
  private static final int NEW_ADDRESS = 20;
  private static final int GET_ADDRESS = 22;
  private static final int NEW_NAMESPACE_ID = 88;
  private static final int GET_NAMESPACE_ID = 90;
  private static final int ADDRESS_HEADER = 8;
  private static final int IFA_ADDRESS = 1;
  private static final int IFA_LOCAL = 2;
  private static final int IFA_BROADCAST = 4;
  private static final int NETNSA_ID = 1;
  private static final int NETNSA_FILE = 3;

  private Rtnetlink() {}

  /**
   * The namespace's own addresses, with its broadcast addresses: what is sent there comes to this
   * host too.
   */
  public static HostAddresses addresses(final NetworkNamespace namespace) throws IOException {
    return namespace.call(() -> {
      try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE)) {
        final List<IpAddress> own = new ArrayList<>();
        final int sequence = socket.nextSequence();
        socket.send(
            new NetlinkRequest()
                .begin(GET_ADDRESS, NetlinkRequest.FLAG_DUMP, sequence)
                .hostInt(0)
                .hostInt(0)
                .end());
        new NetlinkAnswer(socket)
            .readDump(
                "read this host's addresses",
                sequence,
                m -> {
                  if (m.type() == NEW_ADDRESS) {
                    addAddress(m, own);
                  }
                });
        return HostAddresses.of(own);
      }
    });
  }

  private static void addAddress(final NetlinkMessages message, final List<IpAddress> own) {
    final byte[] b = message.bytes();
    final int family = b[message.payload()];
    final NetlinkAttributes attributes = new NetlinkAttributes(message, ADDRESS_HEADER);
    @Nullable IpAddress peer = null;
    @Nullable IpAddress local = null;
    while (attributes.next()) {
      final IpAddress address = address(b, attributes.payload(), attributes.size(), family);
      if (address != null) {
        switch (attributes.type()) {
          case IFA_ADDRESS -> peer = address;
          case IFA_LOCAL -> local = address;
          case IFA_BROADCAST -> own.add(address);
          default -> {}
        }
      }
    }
    // On a point-to-point link ADDRESS is the other side, and LOCAL ours; IPv6 often has no LOCAL.
    final IpAddress ours = local != null ? local : peer;
    if (ours != null) {
      own.add(ours);
    }
  }

  private static @Nullable IpAddress address(
      final byte[] b, final int at, final int size, final int family) {
    if (family == Family.IPV4 && size == 4) {
      return IpAddress.ipv4(NetlinkBytes.netInt(b, at));
    }
    if (family == Family.IPV6 && size == 16) {
      return new IpAddress(
          Family.IPV6, NetlinkBytes.netLong(b, at), NetlinkBytes.netLong(b, at + 8));
    }
    return null;
  }

  /**
   * The id that this namespace knows another one by, if it has one. None is assigned by asking.
   *
   * @throws IOException if the other namespace is gone
   */
  static OptionalInt idOf(final NetworkNamespace other) throws IOException {
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE);
        FileDescriptor file = FileDescriptor.open(other.path().toString())) {
      final int sequence = socket.nextSequence();
      socket.send(
          new NetlinkRequest()
              .begin(GET_NAMESPACE_ID, 0, sequence)
              .hostInt(0)
              .putHostInt(NETNSA_FILE, file.number())
              .end());
      final int[] id = {-1};
      new NetlinkAnswer(socket)
          .readOne(
              "read the id of network namespace " + other.displayName(),
              sequence,
              m -> {
                if (m.type() == NEW_NAMESPACE_ID) {
                  final NetlinkAttributes attributes = new NetlinkAttributes(m, 4);
                  while (attributes.next()) {
                    if (attributes.type() == NETNSA_ID && attributes.size() == 4) {
                      id[0] = NetlinkBytes.hostInt(m.bytes(), attributes.payload());
                    }
                  }
                }
              });
      return id[0] < 0 ? OptionalInt.empty() : OptionalInt.of(id[0]);
    }
  }
}
