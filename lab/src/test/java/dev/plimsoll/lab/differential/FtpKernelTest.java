package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.helper.HelperRule;
import dev.plimsoll.engine.helper.HelperSettings;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions that a helper announces: FTP's data connections, in random exchanges. */
@KernelTest
class FtpKernelTest {
  private static final int EXCHANGES = 1000;

  private static final String RULES =
      """
      table inet helpers {
        ct helper ftp21 { type "ftp" protocol tcp; }
        chain prerouting {
          type filter hook prerouting priority -160
          tcp dport 21 ct helper set "ftp21"
        }
      }
      """;

  @Test
  void announcedDataConnectionsAreRelated() throws Exception {
    final HelperSettings helpers = new HelperSettings(List.of(HelperRule.parse("ftp")), List.of());
    final TrackerSettings settings =
        new TrackerSettings(DistinctTimeouts.with(Map.of()).changed(), helpers);
    try (Comparison comparison = new Comparison(settings)) {
      comparison.kernel().namespace().nft(RULES);
      for (long seed = 0; seed < EXCHANGES; seed++) {
        comparison.assertEqual(talk(new Dice(seed)), "FTP with seed " + seed);
      }
    }
  }

  private static Exchange talk(final Dice dice) {
    final Exchange exchange = new Exchange();
    final boolean ipv4 = !dice.oneIn(3);
    final IpAddress client = IpAddress.of(ipv4 ? "10.0.0.1" : "2001:db8::1");
    final IpAddress server = IpAddress.of(ipv4 ? "10.0.0.2" : "2001:db8::2");
    final TcpTalk control = new TcpTalk(exchange, client, 40_000, server, 21).handshake();
    for (int i = dice.below(6); i >= 0; i--) {
      final int port = 1000 + dice.below(3);
      final int announced = dice.oneIn(10) ? port + 1 : port;
      switch (dice.below(7)) {
        case 0 ->
            control.client.say(
                "PORT " + commas(dice.oneIn(8) ? server : client, announced) + "\r\n");
        case 1 ->
            control.server.say(
                "227 Entering Passive Mode (" + commas(server, announced) + ").\r\n");
        case 2 ->
            control.client.say(
                "EPRT |" + (ipv4 ? 1 : 2) + "|" + client + "|" + announced + "|\r\n");
        case 3 ->
            control.server.say("229 Entering Extended Passive Mode (|||" + announced + "|)\r\n");
        case 4 -> control.client.say("NOOP\r\n");
        case 5 -> control.server.say("200 fine\r\n");
        default ->
            control.client.say("PORT 10,0,0," + dice.below(300) + "," + dice.below(300) + "\r\n");
      }
      if (dice.oneIn(2)) {
        control.server.ack();
      }
      if (dice.oneIn(2)) {
        final TcpTalk data =
            dice.oneIn(2)
                ? new TcpTalk(exchange, server, 20, client, port)
                : new TcpTalk(exchange, client, 50_000 + dice.below(2), server, port);
        data.handshake();
        data.client.data(100);
        exchange.packet(server, client, Protocol.UDP, Wire.udp(20, port, 4));
      }
      if (dice.oneIn(12)) {
        control.client.rst();
      }
    }
    return exchange;
  }

  private static String commas(final IpAddress address, final int port) {
    return String.valueOf(address).replace('.', ',') + "," + (port >> 8) + "," + (port & 0xff);
  }
}
