package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Stands before a mail server that has no TLS, and gives it TLS: at once, or by STARTTLS. */
final class TlsFront implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SSLContext tls;
  private final int behind;
  private final boolean atOnce;

  TlsFront(final SSLContext tls, final int behind, final boolean atOnce) throws IOException {
    this.tls = tls;
    this.behind = behind;
    this.atOnce = atOnce;
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    final var _ = threads.submit(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private Void accept() throws IOException {
    while (true) {
      final Socket client = server.accept();
      final var _ = threads.submit(() -> serve(client));
    }
  }

  @SuppressWarnings("NullAway") // Void has no other value
  private Void serve(final Socket client) throws IOException {
    try (client;
        Socket mail = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      if (!atOnce) {
        say(client, line(mail.getInputStream()));
        for (String command = line(client.getInputStream());
            !command.toUpperCase(Locale.ROOT).startsWith("STARTTLS");
            command = line(client.getInputStream())) {
          say(client, "250-front");
          say(client, "250 STARTTLS");
        }
        say(client, "220 go on");
      }
      final SSLSocket secured =
          (SSLSocket)
              tls.getSocketFactory().createSocket(client, "localhost", client.getPort(), true);
      secured.setUseClientMode(false);
      secured.startHandshake();
      final var _ =
          threads.submit(() -> mail.getInputStream().transferTo(secured.getOutputStream()));
      secured.getInputStream().transferTo(mail.getOutputStream());
      return null;
    }
  }

  private static void say(final Socket socket, final String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
  }

  private static String line(final InputStream in) throws IOException {
    final StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append(c == '\r' ? "" : String.valueOf((char) c));
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
