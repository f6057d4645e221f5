package dev.plimsoll.lab.differential;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Datagrams that come in fragments: mostly whole and in order, else shuffled, doubled, overlapping
 * or with a hole.
 */
final class RandomFragments implements Talker {
  private final Dice dice;
  private final Exchange exchange;
  private final IpAddress client;
  private final IpAddress server;
  private int id;

  RandomFragments(
      final Dice dice, final Exchange exchange, final IpAddress client, final IpAddress server) {
    this.dice = dice;
    this.exchange = exchange;
    this.client = client;
    this.server = server;
  }

  @Override
  public void speak() {
    id = (id + 1) % Fragment.IDS;
    final boolean answer = dice.oneIn(2);
    final IpAddress source = answer ? server : client;
    final IpAddress destination = answer ? client : server;
    final int protocol =
        dice.number(
            Protocol.UDP,
            Protocol.UDP,
            source.family() == Family.IPV4 ? Protocol.ICMP : Protocol.ICMPV6,
            Protocol.TCP);
    final byte[] frame =
        Wire.frame(source, destination, protocol, transport(protocol, answer, source.family()));
    final int header = source.family() == Family.IPV4 ? Wire.IPV4_BYTES : Wire.IPV6_BYTES;
    final byte[] payload = Arrays.copyOfRange(frame, Wire.ETHERNET_BYTES + header, frame.length);
    final List<Fragment> pieces = disturbed(cut(payload));
    for (final Fragment piece : pieces) {
      exchange.frame(piece.frame(source, destination, protocol, id));
    }
  }

  private byte[] transport(final int protocol, final boolean answer, final int family) {
    final int length = dice.number(1, 24, 100, 1000, 3000);
    return switch (protocol) {
      case Protocol.UDP -> answer ? Wire.udp(53, 1024, length) : Wire.udp(1024, 53, length);
      case Protocol.TCP ->
          Wire.tcp(
              answer ? 80 : 1024,
              answer ? 1024 : 80,
              dice.below(1000),
              dice.below(1000),
              dice.number(TcpTalk.ACK, TcpTalk.SYN),
              1000,
              Wire.options(),
              length);
      default -> {
        final int request = family == Family.IPV4 ? 8 : 128;
        final int reply = family == Family.IPV4 ? 0 : 129;
        yield Wire.icmp(answer ? reply : request, 0, 7 << 16, new byte[length]);
      }
    };
  }

  private List<Fragment> cut(final byte[] payload) {
    final List<Fragment> pieces = new ArrayList<>();
    int from = 0;
    while (from < payload.length) {
      final int rest = payload.length - from;
      final int length = dice.oneIn(3) ? rest : Math.min(rest, 8 * (1 + dice.below(100)));
      pieces.add(new Fragment(from, from + length < payload.length, payload, from, from + length));
      from += length;
    }
    return pieces;
  }

  private List<Fragment> disturbed(final List<Fragment> pieces) {
    switch (dice.below(12)) {
      case 0 -> pieces.remove(dice.below(pieces.size()));
      case 1, 2 -> pieces.add(dice.below(pieces.size()), pieces.get(dice.below(pieces.size())));
      case 3 -> pieces.addFirst(pieces.removeLast());
      case 4 -> {
        // The same place twice, with another length or other bytes.
        final Fragment piece = pieces.get(dice.below(pieces.size()));
        pieces.add(dice.below(pieces.size() + 1), piece.resized(8 * (1 + dice.below(20))));
      }
      case 5 -> {
        final Fragment piece = pieces.get(dice.below(pieces.size()));
        pieces.add(dice.below(pieces.size() + 1), piece.moved(dice.number(-8, 8, 16, 60_000)));
      }
      case 6 -> {
        final int last = pieces.size() - 1;
        pieces.set(last, pieces.get(last).withMore(true));
      }
      case 7 -> pieces.set(0, pieces.getFirst().withMore(dice.oneIn(2)));
      case 8 -> pieces.set(0, pieces.getFirst().resized(dice.below(30)));
      default -> {
        if (dice.oneIn(3)) {
          for (int i = pieces.size() - 1; i > 0; i--) {
            pieces.add(pieces.remove(dice.below(i + 1)));
          }
        }
      }
    }
    return pieces;
  }

  /** A part of a datagram. */
  static final class Fragment {
    /** Ids of an exchange are smaller, so that many exchanges can have ids of their own. */
    static final int IDS = 8;

    private static final int FRAGMENT_HEADER = 44;

    private final int offset;
    private final boolean more;
    private final byte[] bytes;

    Fragment(
        final int offset, final boolean more, final byte[] datagram, final int from, final int to) {
      this.offset = offset;
      this.more = more;
      bytes = Arrays.copyOfRange(datagram, from, to);
    }

    Fragment resized(final int length) {
      return new Fragment(offset, more, bytes, 0, length);
    }

    Fragment moved(final int by) {
      return new Fragment(Math.max(0, offset + by), more, bytes, 0, bytes.length);
    }

    Fragment withMore(final boolean follows) {
      return new Fragment(offset, follows, bytes, 0, bytes.length);
    }

    byte[] frame(
        final IpAddress source, final IpAddress destination, final int protocol, final int id) {
      final int family = source.family();
      if (family == Family.IPV4) {
        final int word = offset >> 3 & 0x1fff | (more ? 0x2000 : 0);
        return Wire.ethernet(family, Wire.ipv4(source, destination, protocol, bytes, id, word));
      }
      final byte[] payload =
          ByteBuffer.allocate(8 + bytes.length)
              .put((byte) protocol)
              .put((byte) 0)
              .putShort((short) (offset & 0xfff8 | (more ? 1 : 0)))
              .putInt(id)
              .put(bytes)
              .array();
      return Wire.ethernet(family, Wire.ipv6(source, destination, FRAGMENT_HEADER, payload));
    }

    /**
     * The frame with another id, if it is a fragment: what an earlier exchange left incomplete in
     * the kernel has to stay apart.
     */
    static byte[] renumbered(final byte[] frame, final int by) {
      final ByteBuffer packet = ByteBuffer.wrap(frame).position(Wire.ETHERNET_BYTES).slice();
      if (!FrameText.isFragment(packet)) {
        return frame;
      }
      final byte[] other = frame.clone();
      final ByteBuffer copy = ByteBuffer.wrap(other).position(Wire.ETHERNET_BYTES).slice();
      if (other[12] == 8) {
        copy.putShort(4, (short) (copy.getShort(4) + by));
        copy.putShort(10, (short) 0);
        copy.putShort(10, (short) Wire.headerSum(other));
      } else {
        copy.putInt(Wire.IPV6_BYTES + 4, copy.getInt(Wire.IPV6_BYTES + 4) + by);
      }
      return other;
    }
  }
}
