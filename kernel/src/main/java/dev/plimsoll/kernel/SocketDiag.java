package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import java.util.function.Consumer;

/** Lists the sockets of a namespace by sock_diag(7). Any user may. */
final class SocketDiag {
  // include/uapi/linux/sock_diag.h, inet_diag.h
  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int ALL_STATES = -1;
  private static final int SOCKET_ID_INTS = 12;

  private SocketDiag() {}

  /**
   * Hands out the sockets of one protocol, IPv4 and IPv6. It is no snapshot.
   *
   * @param socket opened with {@link NetlinkSocket#SOCK_DIAG}; it says which namespace
   * @param protocol TCP, UDP or UDP-Lite
   * @param visitor takes one view that is filled anew for each socket
   * @throws KernelException with {@link KernelException#isNotFound()} or {@link
   *     KernelException#isNotSupported()} if this kernel does not tell (CONFIG_INET_DIAG)
   */
  static void dump(
      final NetlinkSocket socket, final int protocol, final Consumer<FoundSocket> visitor)
      throws KernelException {
    final FoundSocket found = new FoundSocket(protocol);
    for (final int family : new int[] {Family.IPV4, Family.IPV6}) {
      final int sequence = socket.nextSequence();
      final NetlinkRequest request =
          new NetlinkRequest()
              .begin(SOCK_DIAG_BY_FAMILY, NetlinkRequest.FLAG_DUMP, sequence)
              .raw(family)
              .raw(protocol)
              .raw(0)
              .raw(0)
              .hostInt(ALL_STATES);
      // struct inet_diag_sockid: nothing asked for.
      for (int i = 0; i < SOCKET_ID_INTS; i++) {
        request.hostInt(0);
      }
      socket.send(request.end());
      new NetlinkAnswer(socket)
          .readDump(
              "list the sockets",
              sequence,
              m -> {
                if (m.type() == SOCK_DIAG_BY_FAMILY
                    && found.read(m.bytes(), m.payload(), m.end())) {
                  visitor.accept(found);
                }
              });
    }
  }
}
