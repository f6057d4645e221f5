package dev.plimsoll.lab;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Real traffic from inside a namespace, by sockets that are opened there. All of them close with
 * it. Addresses are literal.
 */
public final class LabTraffic implements AutoCloseable {
  private static final int BACKLOG = 4096;
  private static final int WAIT_MILLIS = 2000;

  private final LabNamespace namespace;
  private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();

  public LabTraffic(final LabNamespace namespace) {
    this.namespace = namespace;
  }

  /**
   * Serves TCP: takes every connection, sends back what comes, and closes after the other side.
   *
   * @param port 0 for any
   * @return the port
   */
  public int serveTcp(final String address, final int port) throws IOException {
    final ServerSocketChannel server =
        namespace.call(() -> keep(ServerSocketChannel.open()).bind(at(address, port), BACKLOG));
    Thread.ofPlatform().daemon().name("plimsoll-lab-tcp").start(() -> accept(server));
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private void accept(final ServerSocketChannel server) {
    try {
      while (true) {
        final SocketChannel connection = keep(server.accept());
        Thread.ofVirtual().start(() -> echo(connection));
      }
    } catch (final IOException e) {
      // Closed: the end of the server.
    }
  }

  private static void echo(final SocketChannel connection) {
    final ByteBuffer buffer = ByteBuffer.allocate(1024);
    try (connection) {
      while (connection.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          connection.write(buffer);
        }
        buffer.clear();
      }
    } catch (final IOException e) {
      // Reset by the other side, or closed by us.
    }
  }

  /** Opens connections and keeps them: sessions that are ESTABLISHED. */
  public void connect(final String address, final int port, final int count) throws IOException {
    namespace.call(() -> {
      for (int i = 0; i < count; i++) {
        keep(SocketChannel.open(at(address, port)));
      }
      return count;
    });
  }

  /**
   * Opens connections and closes each at once, and waits for the server to close it too: sessions
   * in TIME_WAIT.
   *
   * @throws IOException also if the server does not close in time
   */
  public void connectAndClose(final String address, final int port, final int count)
      throws IOException {
    namespace.call(() -> {
      for (int i = 0; i < count; i++) {
        try (Socket socket = SocketChannel.open(at(address, port)).socket()) {
          socket.setSoTimeout(WAIT_MILLIS);
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
      }
      return count;
    });
  }

  /**
   * Begins to connect and does not wait for an answer: sessions in SYN_SENT, if none comes (see
   * {@link LabNamespace#swallow}). The kernel repeats each SYN after one second, then slower.
   */
  public void beginToConnect(final String address, final int port, final int count)
      throws IOException {
    namespace.call(() -> {
      for (int i = 0; i < count; i++) {
        final SocketChannel socket = keep(SocketChannel.open());
        socket.configureBlocking(false);
        socket.connect(at(address, port));
      }
      return count;
    });
  }

  /**
   * Serves UDP: sends each datagram back.
   *
   * @param port 0 for any
   * @return the port
   */
  public int serveUdp(final String address, final int port) throws IOException {
    final DatagramChannel server =
        namespace.call(() -> keep(DatagramChannel.open()).bind(at(address, port)));
    Thread.ofPlatform().daemon().name("plimsoll-lab-udp").start(() -> echo(server));
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private static void echo(final DatagramChannel server) {
    final ByteBuffer buffer = ByteBuffer.allocate(2048);
    try {
      while (true) {
        buffer.clear();
        final var from = server.receive(buffer);
        server.send(buffer.flip(), from);
      }
    } catch (final IOException e) {
      // Closed: the end of the server.
    }
  }

  /** Sends one datagram from each of so many ports and waits for nothing. */
  public void sendUdp(final String address, final int port, final int count) throws IOException {
    namespace.call(() -> {
      for (int i = 0; i < count; i++) {
        try (DatagramChannel socket = DatagramChannel.open()) {
          socket.send(datagram(), at(address, port));
        }
      }
      return count;
    });
  }

  /**
   * Sends one datagram from each of so many ports and waits for each answer.
   *
   * @throws IOException if no answer comes in time
   */
  public void exchangeUdp(final String address, final int port, final int count)
      throws IOException {
    namespace.call(() -> {
      for (int i = 0; i < count; i++) {
        try (DatagramChannel socket = DatagramChannel.open()) {
          socket.connect(at(address, port));
          socket.write(datagram());
          socket.socket().setSoTimeout(WAIT_MILLIS);
          final byte[] answer = new byte[64];
          socket.socket().receive(new DatagramPacket(answer, answer.length));
        }
      }
      return count;
    });
  }

  /**
   * Pings once. As root the JDK sends a real ICMP echo request.
   *
   * @return whether the answer came
   */
  public boolean ping(final String address) throws IOException {
    return namespace.call(() -> InetAddress.ofLiteral(address).isReachable(WAIT_MILLIS));
  }

  private static ByteBuffer datagram() {
    return ByteBuffer.wrap(new byte[] {'p', 'l', 'i', 'm'});
  }

  private static InetSocketAddress at(final String address, final int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  private <T extends Closeable> T keep(final T socket) {
    open.add(socket);
    return socket;
  }

  /** Closes all sockets. */
  @Override
  public void close() throws IOException {
    for (final Closeable socket : open) {
      socket.close();
    }
    open.clear();
  }
}
