package dev.plimsoll.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * People who look at a web server: each opens a connection, asks for the page again and again, and
 * leaves after a while, when the next one comes. Real HTTP over real TCP. How many there are can be
 * changed while they come and go.
 */
public final class WebVisitors implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;
  private static final int ARRIVALS_A_PAUSE = 4;
  private static final int WAIT_MILLIS = 5_000;
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InetSocketAddress server;
  private final int firstClient;
  private final int clients;
  private final long stayNanos;
  // Those who leave first come first. Used by the one thread only.
  private final Deque<Visitor> present = new ArrayDeque<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Thread thread;
  private volatile int wanted;
  private volatile boolean isClosed;
  private volatile @Nullable IOException failure;

  private record Visitor(SocketChannel connection, long leavesNanos) {}

  /**
   * Nobody, so far.
   *
   * @param firstClient the last number of the first address that they come from, 1 to 254
   * @param clients how many such addresses there are
   * @param stay how long each stays, within a half of it
   */
  public WebVisitors(
      final ServerAndWorld network,
      final int port,
      final int firstClient,
      final int clients,
      final Duration stay) {
    server = new InetSocketAddress(InetAddress.ofLiteral(ServerAndWorld.SERVER), port);
    this.firstClient = firstClient;
    this.clients = clients;
    stayNanos = stay.toNanos();
    thread =
        Thread.ofPlatform().daemon().name("plimsoll-lab-visitors").start(() -> comeAndGo(network));
  }

  /** How many are to be there at once, from now on. Those who are too many leave at once. */
  public void number(final int visitors) {
    wanted = visitors;
  }

  /**
   * Holds that they still come.
   *
   * @throws IOException why they do not
   */
  public void requireWell() throws IOException {
    final IOException reason = failure;
    if (reason != null && !isClosed) {
      throw new IOException("the visitors stay away: " + reason.getMessage(), reason);
    }
  }

  private void comeAndGo(final ServerAndWorld network) {
    try {
      network
          .world()
          .call(() -> {
            while (!isClosed) {
              leave();
              for (int i = 0; i < ARRIVALS_A_PAUSE && present.size() < wanted; i++) {
                arrive();
              }
              Thread.sleep(PAUSE_MILLIS);
            }
            return true;
          });
    } catch (final IOException e) {
      failure = e;
    }
  }

  private void leave() throws IOException {
    final long now = System.nanoTime();
    while (!present.isEmpty()
        && (present.size() > wanted || present.getFirst().leavesNanos - now < 0)) {
      present.removeFirst().connection.close();
    }
  }

  private void arrive() throws IOException {
    final String address = ServerAndWorld.CLIENTS + (firstClient + random.nextInt(clients));
    final SocketChannel connection =
        SocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    connection.socket().connect(server, WAIT_MILLIS);
    final long stay = stayNanos / 2 + random.nextLong(stayNanos);
    present.addLast(new Visitor(connection, System.nanoTime() + stay));
    final long pauseMillis = 500 + random.nextLong(1_000);
    Thread.ofVirtual().start(() -> read(connection, pauseMillis));
  }

  // Asks and reads until the visitor has left, which closes the connection.
  private static void read(final SocketChannel connection, final long pauseMillis) {
    final byte[] buffer = new byte[1_024];
    try {
      final Socket socket = connection.socket();
      final InputStream in = socket.getInputStream();
      while (connection.isOpen()) {
        socket.getOutputStream().write(REQUEST);
        if (in.read(buffer) < 0) {
          return;
        }
        Thread.sleep(pauseMillis);
      }
    } catch (final IOException e) {
      // The visitor has left.
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends everybody home. */
  @Override
  public void close() throws IOException {
    isClosed = true;
    try {
      thread.join();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (final Visitor visitor : present) {
      visitor.connection.close();
    }
  }
}
