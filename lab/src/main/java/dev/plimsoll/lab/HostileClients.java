package dev.plimsoll.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Clients that mean harm to an HTTP server on loopback: most begin a request and send a byte of it
 * every few seconds, without end; one of fifty pours an endless body into the server. Whoever is
 * cut off comes back some seconds later. From a script:
 *
 * <pre>
 * PORT CLIENTS SECONDS
 * </pre>
 */
public final class HostileClients implements AutoCloseable {
  private static final String USAGE = "Usage: PORT CLIENTS SECONDS";
  private static final byte[] SLOW =
      """
      GET /api/v1/now HTTP/1.1\r
      Host: localhost\r
      X-Slow: \
      """
          .getBytes(US_ASCII);
  private static final byte[] LARGE =
      """
      POST /login HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Content-Length: 99999999999\r
      \r
      """
          .getBytes(US_ASCII);
  private static final int LARGE_ONE_IN = 50;
  private static final int POURED_BYTES = 16_384;
  // Each address of loopback has ports of its own to come from.
  private static final int SOURCES = 16;
  private static final long SELECT_MILLIS = 10;
  private static final long LONGEST_REST_MILLIS = 4_000;
  private static final long PATIENCE_MILLIS = 10_000;

  private final InetSocketAddress server;
  private final Selector selector;
  private final SplittableRandom random = new SplittableRandom(42);
  private final PriorityQueue<Client> due =
      new PriorityQueue<>(Comparator.comparingLong((Client client) -> client.dueNanos));
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(POURED_BYTES);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("hostile-clients").unstarted(this::run);
  private volatile boolean ended;
  private volatile Tally tally = new Tally(0, 0, 0);

  /**
   * What became of them.
   *
   * @param open connections now
   * @param begun connections so far
   * @param cut how many of them the server has ended
   */
  public record Tally(int open, long begun, long cut) {}

  private static final class Client {
    private final byte[] head;
    private final boolean pours;
    private final InetSocketAddress from;
    private @Nullable SocketChannel channel;
    private long dueNanos;
    private int sent;

    Client(final int number) throws IOException {
      pours = number % LARGE_ONE_IN == 0;
      head = pours ? LARGE : SLOW;
      final byte[] address = {127, 0, 0, (byte) (1 + number % SOURCES)};
      from = new InetSocketAddress(InetAddress.getByAddress(address), 0);
    }
  }

  private HostileClients(final int port, final int clients) throws IOException {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    selector = Selector.open();
    for (int i = 0; i < clients; i++) {
      rest(new Client(i));
    }
  }

  /** Sends so many against a port of loopback, within the first four seconds. */
  public static HostileClients against(final int port, final int clients) throws IOException {
    final HostileClients hostile = new HostileClients(port, clients);
    hostile.thread.start();
    return hostile;
  }

  /** What became of them so far. */
  public Tally tally() {
    return tally;
  }

  private void run() {
    try {
      while (!ended) {
        final long now = System.nanoTime();
        while (!due.isEmpty() && due.peek().dueNanos - now <= 0) {
          goOn(Objects.requireNonNull(due.poll()));
        }
        selector.select(this::answered, SELECT_MILLIS);
      }
      for (final SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rest(final Client client) {
    client.dueNanos =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextLong(LONGEST_REST_MILLIS));
    due.add(client);
  }

  private void goOn(final Client client) throws IOException {
    try {
      if (client.channel == null) {
        connect(client);
      } else if (client.channel.isConnected() || client.channel.finishConnect()) {
        send(client, client.channel);
      }
      rest(client);
    } catch (final IOException e) {
      cut(client);
    }
  }

  private void connect(final Client client) throws IOException {
    final SocketChannel channel = SocketChannel.open();
    client.channel = channel;
    client.sent = 0;
    tally = new Tally(tally.open + 1, tally.begun + 1, tally.cut);
    channel.configureBlocking(false);
    channel.bind(client.from);
    channel.connect(server);
    channel.register(selector, SelectionKey.OP_CONNECT, client);
  }

  private void send(final Client client, final SocketChannel channel) throws IOException {
    buffer.clear();
    if (client.pours && client.sent > 0) {
      buffer.put(0, (byte) 'x');
    } else if (client.pours) {
      buffer.put(client.head).flip();
    } else {
      buffer.put(client.sent < client.head.length ? client.head[client.sent] : (byte) 'x').flip();
    }
    client.sent += channel.write(buffer);
  }

  // Connected, or spoken to, or cut off.
  private void answered(final SelectionKey key) {
    final Client client = (Client) key.attachment();
    final SocketChannel channel = (SocketChannel) key.channel();
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
      } else {
        buffer.clear();
        if (channel.read(buffer) < 0) {
          cut(client);
        }
      }
    } catch (final IOException e) {
      cut(client);
    }
  }

  private void cut(final Client client) {
    due.remove(client);
    final SocketChannel channel = client.channel;
    client.channel = null;
    tally = new Tally(tally.open - 1, tally.begun, tally.cut + 1);
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
    rest(client);
  }

  /** Ends them all. */
  @Override
  public void close() {
    ended = true;
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends them for a time; tells every five seconds what became of them. */
  public static void main(final String[] words) throws IOException, InterruptedException {
    if (words.length != 3) {
      System.err.println(USAGE);
      System.exit(2);
    }
    try (HostileClients hostile = against(Integer.parseInt(words[0]), Integer.parseInt(words[1]))) {
      for (int seconds = Integer.parseInt(words[2]); seconds > 0; seconds -= 5) {
        TimeUnit.SECONDS.sleep(Math.min(5, seconds));
        System.out.println(hostile.tally());
      }
    }
  }
}
