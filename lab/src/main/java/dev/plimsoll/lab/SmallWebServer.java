package dev.plimsoll.lab;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A web server in a namespace: one page, HTTP/1.1, and connections that stay open as long as the
 * browser likes.
 */
public final class SmallWebServer implements AutoCloseable {
  private static final int BACKLOG = 1_024;
  private static final int LONGEST_REQUEST = 8_192;
  private static final String PAGE = "<!doctype html><title>A shop</title><h1>A small shop</h1>\n";
  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
              + PAGE.length()
              + "\r\n\r\n"
              + PAGE)
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocketChannel socket;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  private SmallWebServer(final ServerSocketChannel socket) {
    this.socket = socket;
  }

  /** Serves at an address of the namespace. */
  public static SmallWebServer start(
      final LabNamespace namespace, final String address, final int port) throws IOException {
    final ServerSocketChannel socket =
        namespace.call(() ->
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), BACKLOG));
    final SmallWebServer server = new SmallWebServer(socket);
    Thread.ofPlatform().daemon().name("plimsoll-lab-web").start(server::accept);
    return server;
  }

  private void accept() {
    try {
      while (true) {
        final SocketChannel connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> answer(connection));
      }
    } catch (final IOException e) {
      // Closed: the end of the server.
    }
  }

  private void answer(final SocketChannel connection) {
    try (Socket browser = connection.socket()) {
      final InputStream in = new BufferedInputStream(browser.getInputStream());
      final OutputStream out = browser.getOutputStream();
      while (isRequest(in)) {
        out.write(ANSWER);
      }
    } catch (final IOException e) {
      // The browser has gone, or the server is closed.
    } finally {
      open.remove(connection);
    }
  }

  // Whatever is asked for up to the empty line; false at the end of the connection.
  private static boolean isRequest(final InputStream in) throws IOException {
    int ends = 0;
    for (int i = 0; i < LONGEST_REQUEST; i++) {
      final int character = in.read();
      if (character < 0) {
        return false;
      }
      ends = character == '\n' ? ends + 1 : character == '\r' ? ends : 0;
      if (ends == 2) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (final Closeable connection : open) {
      connection.close();
    }
  }
}
