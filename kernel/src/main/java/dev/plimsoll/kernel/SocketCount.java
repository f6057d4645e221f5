package dev.plimsoll.kernel;

import dev.plimsoll.session.Protocol;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many sockets a namespace has open: a stand-in where no rule tracks connections.
 *
 * @param tcp TCP sockets in any state, those in TIME_WAIT and listening ones included
 * @param tcpListening the listening ones among them
 * @param udp UDP sockets
 */
public record SocketCount(long tcp, long tcpListening, long udp) {
  /**
   * Counts by sock_diag(7). Any user may.
   *
   * @return null if this kernel does not tell: it has no tcp_diag or udp_diag (CONFIG_INET_DIAG)
   * @throws IOException if the namespace cannot be entered, or the kernel refuses otherwise
   */
  public static @Nullable SocketCount read(final NetworkNamespace namespace) throws IOException {
    final Optional<SocketCount> known =
        namespace.call(() -> {
          try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.SOCK_DIAG)) {
            final long[] tcp = count(socket, Protocol.TCP);
            final long[] udp = count(socket, Protocol.UDP);
            return Optional.of(new SocketCount(tcp[0], tcp[1], udp[0]));
          } catch (final KernelException e) {
            if (e.isNotFound() || e.isNotSupported()) {
              return Optional.empty();
            }
            throw e;
          }
        });
    return known.orElse(null);
  }

  /** Connected and closing sockets: those that a tracking kernel would have a session for. */
  public long connected() {
    return tcp - tcpListening;
  }

  private static long[] count(final NetlinkSocket socket, final int protocol)
      throws KernelException {
    final long[] counts = new long[2];
    SocketDiag.dump(
        socket,
        protocol,
        found -> {
          counts[0]++;
          counts[1] += found.isListening() ? 1 : 0;
        });
    return counts;
  }
}
