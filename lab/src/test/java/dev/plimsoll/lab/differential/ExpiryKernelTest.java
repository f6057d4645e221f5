package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Short timeouts, waited for: both forget at the same moment, and begin anew. */
@KernelTest
class ExpiryKernelTest {
  private static final IpAddress CLIENT = IpAddress.of("10.0.0.1");
  private static final IpAddress SERVER = IpAddress.of("10.0.0.2");

  @Test
  void anAnswerThatComesTooLateBeginsASession() throws Exception {
    final Exchange exchange = new Exchange();
    exchange.packet(CLIENT, SERVER, Protocol.UDP, Wire.udp(1024, 53, 10));
    exchange.pause(1300);
    exchange.packet(SERVER, CLIENT, Protocol.UDP, Wire.udp(53, 1024, 10));
    assertEqual(Map.of(Sysctl.UDP_TIMEOUT, 1L), exchange);
  }

  @Test
  void eachPacketRenewsTheTime() throws Exception {
    final Exchange exchange = new Exchange();
    for (int i = 0; i < 4; i++) {
      exchange.packet(CLIENT, SERVER, Protocol.UDP, Wire.udp(1024, 53, 10));
      exchange.pause(600);
    }
    exchange.packet(SERVER, CLIENT, Protocol.UDP, Wire.udp(53, 1024, 10));
    assertEqual(Map.of(Sysctl.UDP_TIMEOUT, 1L), exchange);
  }

  @Test
  void repeatedSynsDoNotRenewTheTime() throws Exception {
    final Exchange exchange = new Exchange();
    final TcpTalk talk = new TcpTalk(exchange, CLIENT, 1024, SERVER, 80);
    talk.client.syn();
    exchange.pause(700);
    talk.client.syn();
    exchange.pause(700);
    talk.server.synAck();
    assertEqual(Map.of(Sysctl.TCP_TIMEOUT_SYN_SENT, 1L), exchange);
  }

  @Test
  void anEstablishedConnectionThatWasForgottenIsPickedUp() throws Exception {
    final Exchange exchange = new Exchange();
    final TcpTalk talk = new TcpTalk(exchange, CLIENT, 1024, SERVER, 80).handshake();
    exchange.pause(1300);
    talk.server.data(100);
    talk.client.ack();
    assertEqual(Map.of(Sysctl.TCP_TIMEOUT_ESTABLISHED, 1L), exchange);
  }

  // Without marks: they would give the sessions another time.
  private static void assertEqual(final Map<Sysctl, Long> settings, final Exchange exchange)
      throws Exception {
    try (Comparison comparison = new Comparison(DistinctTimeouts.with(settings))) {
      final Comparison.Difference found = comparison.run(exchange.steps(), false);
      if (found != null) {
        throw new AssertionError("with " + settings + "\n" + found);
      }
    }
  }
}
