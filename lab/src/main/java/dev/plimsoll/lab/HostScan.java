package dev.plimsoll.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a compromised server does: it knocks at one port of host after host. Each knock is a real
 * SYN to an address that never answers, so each leaves a session in SYN_SENT behind.
 */
public final class HostScan implements AutoCloseable {
  private static final long IDLE_NANOS = 50_000_000L;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final int port;
  private final Thread thread;
  private int next = 1;
  private volatile int perSecond;
  private volatile boolean isClosed;
  private volatile @Nullable IOException failure;

  /** A scan that has not begun. */
  public HostScan(final ServerAndWorld network, final int port) {
    this.port = port;
    thread = Thread.ofPlatform().daemon().name("plimsoll-lab-scan").start(() -> scan(network));
  }

  /** At how many hosts it knocks a second, from now on; 0 for none. */
  public void perSecond(final int hosts) {
    perSecond = hosts;
  }

  /**
   * Holds that it still knocks.
   *
   * @throws IOException why it does not
   */
  public void requireWell() throws IOException {
    final IOException reason = failure;
    if (reason != null && !isClosed) {
      throw new IOException("the scan has ended: " + reason.getMessage(), reason);
    }
  }

  private void scan(final ServerAndWorld network) {
    try {
      network
          .server()
          .call(() -> {
            while (!isClosed) {
              final int hosts = perSecond;
              if (hosts > 0) {
                knock();
              }
              LockSupport.parkNanos(hosts > 0 ? SECOND_NANOS / hosts : IDLE_NANOS);
            }
            return true;
          });
    } catch (final IOException e) {
      failure = e;
    }
  }

  // Closed at once, so that the kernel does not repeat the SYN: the session ages from here.
  private void knock() throws IOException {
    final byte[] address = InetAddress.ofLiteral(ServerAndWorld.NOWHERE).getAddress();
    address[2] = (byte) (next >>> 8);
    address[3] = (byte) next;
    next = next % 0xfffe + 1;
    try (SocketChannel socket = SocketChannel.open()) {
      socket.configureBlocking(false);
      socket.connect(new InetSocketAddress(InetAddress.getByAddress(address), port));
    }
  }

  @Override
  public void close() {
    isClosed = true;
    try {
      thread.join();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
