package dev.plimsoll.lab.differential;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.Arrays;

/** Everything without connections: UDP, UDP-Lite, echoes, GRE, and protocols nobody knows. */
final class RandomDatagrams implements Talker {
  private final Dice dice;
  private final Exchange exchange;
  private final IpAddress client;
  private final IpAddress server;
  private final int protocol;

  RandomDatagrams(
      final Dice dice,
      final Exchange exchange,
      final IpAddress client,
      final IpAddress server,
      final int protocol) {
    this.dice = dice;
    this.exchange = exchange;
    this.client = client;
    this.server = server;
    this.protocol = protocol;
  }

  static RandomDatagrams any(
      final Dice dice, final Exchange exchange, final IpAddress client, final IpAddress server) {
    final int icmp = client.family() == Family.IPV4 ? Protocol.ICMP : Protocol.ICMPV6;
    return new RandomDatagrams(
        dice,
        exchange,
        client,
        server,
        dice.number(
            Protocol.UDP,
            Protocol.UDP,
            Protocol.UDP,
            icmp,
            icmp,
            Protocol.UDPLITE,
            Protocol.GRE,
            50,
            89,
            253));
  }

  @Override
  public void speak() {
    final boolean answer = dice.oneIn(2);
    final IpAddress source = answer ? server : client;
    final IpAddress destination = answer ? client : server;
    byte[] transport = transport(answer);
    boolean sound = true;
    if (dice.oneIn(25)) {
      transport = damaged(transport);
      sound = dice.oneIn(2);
    }
    if (sound && transport.length >= 12) {
      exchange.packet(source, destination, protocol, transport);
    } else {
      exchange.frame(Wire.bare(source, destination, protocol, transport));
    }
  }

  private byte[] transport(final boolean answer) {
    return switch (protocol) {
      case Protocol.UDP, Protocol.UDPLITE -> {
        final int port = dice.number(53, 53, 54);
        final byte[] datagram =
            answer
                ? Wire.udp(port, 1024, dice.number(4, 100, 1400))
                : Wire.udp(1024, port, dice.number(4, 100, 1400));
        if (protocol == Protocol.UDPLITE && dice.oneIn(2)) {
          // The checksum covers everything.
          datagram[4] = 0;
          datagram[5] = 0;
        }
        yield datagram;
      }
      case Protocol.ICMP ->
          Wire.icmpEcho(
              answer ? dice.number(0, 0, 0, 14, 16, 18) : dice.number(8, 8, 8, 13, 15, 17),
              dice.number(7, 7, 8),
              dice.below(10));
      case Protocol.ICMPV6 ->
          Wire.icmp(
              answer
                  ? dice.number(129, 129, 129, 140)
                  : dice.number(128, 128, 128, 139, 130, 133, 135, 136, 143, 200),
              dice.oneIn(20) ? 1 : 0,
              dice.number(7, 7, 8) << 16,
              new byte[dice.number(8, 56)]);
      case Protocol.GRE ->
          dice.oneIn(3) ? Wire.pptpGre(dice.number(1, 2), 20) : Wire.gre(dice.number(0, 20, 100));
      default -> new byte[dice.number(0, 1, 4, 40, 100)];
    };
  }

  /** Cut short, or a byte of the header wrong. */
  private byte[] damaged(final byte[] transport) {
    if (dice.oneIn(2) || transport.length == 0) {
      return Arrays.copyOf(transport, dice.below(Math.min(12, transport.length + 1)));
    }
    transport[dice.below(Math.min(8, transport.length))] ^= (byte) (1 << dice.below(8));
    return transport;
  }
}
