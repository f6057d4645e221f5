package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.watch.alert.Receiver.RemoteSyslog;
import dev.plimsoll.watch.alert.Receiver.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyslogChannelTest {
  private static Outcome send(final int port, final Transport transport, final List<Alert> alerts)
      throws InterruptedException {
    return Channel.to(
            new RemoteSyslog("127.0.0.1", port, transport), ZoneOffset.UTC, InstantSource.system())
        .send(alerts);
  }

  @Test
  void anAlertIsOneDatagram() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(20_000);
      send(server.getLocalPort(), Transport.UDP, List.of(Examples.OVERLOAD));
      assertThat(receive(server))
          .isEqualTo(
              "<26>1 2025-11-24T02:36:41Z web1.example plimsoll - sustained - "
                  + AlertLetter.line(Examples.OVERLOAD));
    }
  }

  @Test
  void whatIsOverIsANotice() {
    assertThat(new String(RemoteSyslogChannel.message(Examples.over(Examples.OVERLOAD)), UTF_8))
        .startsWith("<29>1 ");
  }

  @Test
  void aLongMessageIsCutBetweenTwoCharacters() {
    for (int i = 0; i < 3; i++) {
      final Alert alert = Examples.titled("x".repeat(i) + "\u20ac".repeat(2_000));
      final byte[] message = RemoteSyslogChannel.message(alert);
      assertThat(message.length).isBetween(2_046, 2_048);
      assertThat(new String(message, UTF_8)).doesNotContain("\ufffd").endsWith("\u20ac");
    }
  }

  @Test
  void oddNamesMakeNoFurtherLinesOrFields() {
    final Alert alert = Examples.titled("a\nb\r\u0000c");
    assertThat(new String(RemoteSyslogChannel.message(alert), UTF_8))
        .contains(" - a b  c. ")
        .doesNotContain("\n", "\r");
  }

  @Test
  void byTcpEachMessageIsCounted() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(20_000);
      final List<Alert> alerts = List.of(Examples.OVERLOAD, Examples.over(Examples.OVERLOAD));
      assertThat(send(server.getLocalPort(), Transport.TCP, alerts).delivered()).isTrue();
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(20_000);
        for (final Alert alert : alerts) {
          assertThat(frame(socket)).isEqualTo(RemoteSyslogChannel.message(alert));
        }
      }
    }
  }

  @Test
  void aClosedPortIsAFailure() throws Exception {
    final int port;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    assertThat(send(port, Transport.TCP, List.of(Examples.OVERLOAD)))
        .isEqualTo(
            new Outcome(false, "127.0.0.1:" + port + " was not reached: Connection refused."));
  }

  @Test
  void theLocalLogIsReachedWhereThereIsOne() throws Exception {
    final Outcome outcome =
        Channel.to(new Receiver.LocalSyslog(), ZoneOffset.UTC, InstantSource.system())
            .send(List.of(Examples.titled("web1.example: a test of Plimsoll, nothing is wrong")));
    assertThat(outcome.delivered()).as(outcome.text()).isEqualTo(Files.exists(Path.of("/dev/log")));
  }

  private static String receive(final DatagramSocket server) throws IOException {
    final DatagramPacket packet = new DatagramPacket(new byte[4_096], 4_096);
    server.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), UTF_8);
  }

  private static byte[] frame(final Socket socket) throws IOException {
    final StringBuilder length = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != ' '; c = socket.getInputStream().read()) {
      length.append(new String(new byte[] {(byte) c}, US_ASCII));
    }
    return socket.getInputStream().readNBytes(Integer.parseInt(length.toString()));
  }
}
