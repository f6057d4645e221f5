package dev.plimsoll.lab.differential;

import dev.plimsoll.session.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** Random but plausible exchanges of a few hosts, from a seed. */
final class RandomExchange {
  private static final int MAX_PACKETS = 60;

  /** Which talk is to be heard. */
  enum Kind {
    TCP,
    DATAGRAMS,
    SCTP,
    FRAGMENTS,
    MIXED
  }

  private RandomExchange() {}

  static Exchange of(final Kind kind, final long seed) {
    final Dice dice = new Dice(seed);
    final boolean ipv4 = !dice.oneIn(3);
    final IpAddress a = IpAddress.of(ipv4 ? "10.0.0.1" : "2001:db8::1");
    final IpAddress b = IpAddress.of(ipv4 ? "10.0.0.2" : "2001:db8::2");
    final IpAddress c = IpAddress.of(ipv4 ? "10.0.0.3" : "2001:db8::3");
    final Exchange exchange = new Exchange();
    final List<Talker> talkers = new ArrayList<>();
    final int others = dice.below(2);
    switch (kind) {
      case TCP -> {
        talkers.add(new RandomTcp(dice, exchange, a, b));
        if (others > 0) {
          talkers.add(new RandomTcp(dice, exchange, dice.of(a, b, c), b));
        }
      }
      case DATAGRAMS -> {
        for (int i = dice.below(3); i >= 0; i--) {
          talkers.add(RandomDatagrams.any(dice, exchange, a, dice.of(b, b, c)));
        }
      }
      case FRAGMENTS -> {
        talkers.add(new RandomFragments(dice, exchange, a, b));
        talkers.add(RandomDatagrams.any(dice, exchange, a, b));
      }
      case SCTP -> talkers.add(new RandomSctp(dice, exchange, a, b));
      default -> {
        talkers.add(new RandomTcp(dice, exchange, a, b));
        talkers.add(RandomDatagrams.any(dice, exchange, a, c));
        talkers.add(new RandomSctp(dice, exchange, c, b));
      }
    }
    final Talker errors = new RandomIcmpErrors(dice, exchange, dice.of(b, c));
    final int packets = 4 + dice.below(MAX_PACKETS - 4);
    while (exchange.steps().size() < packets) {
      if (dice.oneIn(12)) {
        errors.speak();
      } else {
        talkers.get(dice.below(talkers.size())).speak();
      }
    }
    return exchange;
  }
}
