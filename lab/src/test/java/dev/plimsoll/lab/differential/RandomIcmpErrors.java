package dev.plimsoll.lab.differential;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.nio.ByteBuffer;

/** Hosts and routers on the way that complain about packets of the exchange, rightly or not. */
final class RandomIcmpErrors implements Talker {
  private final Dice dice;
  private final Exchange exchange;
  private final IpAddress router;

  RandomIcmpErrors(final Dice dice, final Exchange exchange, final IpAddress router) {
    this.dice = dice;
    this.exchange = exchange;
    this.router = router;
  }

  @Override
  public void speak() {
    if (exchange.steps().isEmpty()) {
      return;
    }
    final int back = 1 + dice.below(Math.min(6, exchange.steps().size()));
    final byte[] about = exchange.steps().get(exchange.steps().size() - back).frame();
    final boolean ipv4 = router.family() == Family.IPV4;
    final IpAddress sender = FrameText.address(about, true);
    final IpAddress receiver = FrameText.address(about, false);
    final IpAddress from = dice.oneIn(3) ? receiver : router;
    final IpAddress to = dice.oneIn(8) ? dice.of(receiver, router) : sender;
    final int type =
        ipv4
            ? dice.number(3, 3, 3, 4, 5, 11, 11, 12, 0, 6, 9, 19, 40)
            : dice.number(1, 1, 1, 2, 3, 4, 0, 100, 127, 137);
    byte[] quote = Wire.quoted(about, dice.number(28, 28, 48, 60, 500, dice.below(40)));
    if (dice.oneIn(8) && quote.length > 24) {
      quote = distorted(quote, ipv4);
    }
    final byte[] message =
        ipv4 || type != 137
            ? Wire.icmp(type, dice.below(5), dice.number(0, 1400), quote)
            : redirect(receiver, quote);
    exchange.packet(from, to, ipv4 ? Protocol.ICMP : Protocol.ICMPV6, message);
  }

  /** A redirect of ICMPv6: two addresses, and the packet in an option. */
  private byte[] redirect(final IpAddress target, final byte[] quote) {
    final ByteBuffer body = ByteBuffer.allocate(32 + 8 + quote.length);
    body.putLong(target.high()).putLong(target.low()).putLong(target.high()).putLong(target.low());
    body.put((byte) dice.number(4, 4, 2))
        .put((byte) ((8 + quote.length) / 8))
        .putInt(0)
        .putShort((short) 0);
    return Wire.icmp(137, 0, 0, body.put(quote).array());
  }

  private byte[] distorted(final byte[] quote, final boolean ipv4) {
    final int at = ipv4 ? dice.number(0, 6, 9, 15, 19, 20, 22) : dice.number(0, 6, 15, 23, 39);
    quote[Math.min(at, quote.length - 1)] ^= (byte) dice.number(1, 2, 0x0f, 0x40);
    return quote;
  }
}
