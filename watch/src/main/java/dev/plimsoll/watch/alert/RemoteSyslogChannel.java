package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.watch.alert.Receiver.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/**
 * Writes to a syslog server, one message of RFC 5424 an alert. Syslog has no receipt: delivered
 * means that it was sent, and by TCP that somebody had accepted the connection.
 */
final class RemoteSyslogChannel implements Channel {
  /** What RFC 5424, section 6.1, asks receivers to take. */
  private static final int MOST_BYTES = 2_048;

  private static final int DAEMON_FACILITY = 3;
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int LONGEST_HOST = 255;

  private final Receiver.RemoteSyslog receiver;

  RemoteSyslogChannel(final Receiver.RemoteSyslog receiver) {
    this.receiver = receiver;
  }

  @Override
  public Outcome send(final List<Alert> alerts) {
    final String server = receiver.host() + ":" + receiver.port();
    final var address = new InetSocketAddress(receiver.host(), receiver.port());
    if (address.isUnresolved()) {
      return Outcome.failed("The name %s is not known.".formatted(receiver.host()));
    }
    try {
      if (receiver.transport() == Transport.UDP) {
        sendByUdp(alerts, address);
      } else {
        sendByTcp(alerts, address);
      }
      return Outcome.delivered("Sent to %s.".formatted(server));
    } catch (final IOException e) {
      return Outcome.failed("%s was not reached: %s.".formatted(server, e.getMessage()));
    }
  }

  private static void sendByUdp(final List<Alert> alerts, final InetSocketAddress address)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (final Alert alert : alerts) {
        final byte[] message = message(alert);
        socket.send(new DatagramPacket(message, message.length, address));
      }
    }
  }

  private static void sendByTcp(final List<Alert> alerts, final InetSocketAddress address)
      throws IOException {
    final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (final Alert alert : alerts) {
      final byte[] message = message(alert);
      frames.writeBytes((message.length + " ").getBytes(US_ASCII));
      frames.writeBytes(message);
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, TIMEOUT_MILLIS);
      socket.getOutputStream().write(frames.toByteArray());
    }
  }

  static byte[] message(final Alert alert) {
    final String time =
        Instant.ofEpochMilli(alert.timeMillis()).truncatedTo(ChronoUnit.MILLIS).toString();
    final String text =
        "<%d>1 %s %s plimsoll - %s - %s"
            .formatted(
                DAEMON_FACILITY * 8 + Severity.syslog(alert),
                time,
                header(alert.host()),
                alert.kind().word(),
                AlertLetter.line(alert));
    final byte[] bytes = text.getBytes(UTF_8);
    return bytes.length <= MOST_BYTES ? bytes : Arrays.copyOf(bytes, wholeCharacters(bytes));
  }

  // A header's field is printable ASCII without spaces.
  private static String header(final String text) {
    final String plain = text.replaceAll("[^!-~]", "_");
    return plain.isEmpty() ? "-" : plain.substring(0, Math.min(LONGEST_HOST, plain.length()));
  }

  // Where a cut leaves no half of a character: before one that begins there.
  private static int wholeCharacters(final byte[] utf8) {
    int end = MOST_BYTES;
    while ((utf8[end] & 0xc0) == 0x80) {
      end--;
    }
    return end;
  }
}
