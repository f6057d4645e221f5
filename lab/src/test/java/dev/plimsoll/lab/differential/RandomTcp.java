package dev.plimsoll.lab.differential;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.Arrays;

/**
 * A TCP connection on a bad network: mostly it goes as it should, often a number is off by a
 * little, and sometimes anything comes.
 */
final class RandomTcp implements Talker {
  private static final int SYN = TcpTalk.SYN;
  private static final int ACK = TcpTalk.ACK;
  private static final int RST = TcpTalk.RST;
  private static final int FIN = TcpTalk.FIN;

  private final Dice dice;
  private final Exchange exchange;
  private final TcpTalk talk;
  private int stage;

  RandomTcp(
      final Dice dice, final Exchange exchange, final IpAddress client, final IpAddress server) {
    this.dice = dice;
    this.exchange = exchange;
    talk = new TcpTalk(exchange, client, dice.number(1024, 1025), server, dice.number(80, 81));
    begin(talk.client);
    begin(talk.server);
    // Some are met in the middle.
    if (dice.oneIn(8)) {
      stage = 3;
      talk.client.expected = talk.server.next;
      talk.server.expected = talk.client.next;
    }
  }

  private void begin(final TcpTalk.End end) {
    end.reopenAt(
        dice.oneIn(4) ? dice.number(-1, 0, 1, -500, -60_000, Integer.MAX_VALUE) : dice.any());
    end.window = window();
    end.synOptions = synOptions();
  }

  private int window() {
    return dice.number(60_000, 60_000, 65_535, 29_200, 1000, 100, 1, 0, 512);
  }

  private byte[] synOptions() {
    final int scale = dice.number(0, 1, 7, 7, 7, 14, 15, 255);
    return switch (dice.below(10)) {
      case 0 -> Wire.options();
      case 1 -> Wire.options(2, 4, 5, 180);
      case 2 -> Wire.options(4, 2);
      case 3 -> Wire.options(3, 3, scale);
      case 4 -> Wire.options(1, 3, 3, scale, 1, 1, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0);
      case 5 -> Wire.options(dice.number(2, 3, 4, 5, 8, 77), dice.below(12), 1, 3, 3, 7, 4, 2);
      default -> Wire.options(2, 4, 5, 180, 4, 2, 3, 3, scale);
    };
  }

  private TcpTalk.End anyEnd() {
    return dice.oneIn(2) ? talk.client : talk.server;
  }

  private TcpTalk.End other(final TcpTalk.End end) {
    return end == talk.client ? talk.server : talk.client;
  }

  @Override
  public void speak() {
    final int before = exchange.steps().size();
    if (dice.below(100) < 60) {
      proceed();
    } else {
      disturb(anyEnd());
    }
    if (exchange.steps().size() > before && dice.oneIn(60)) {
      damageLast();
    }
  }

  /** What two sound ends would do next. */
  private void proceed() {
    switch (stage) {
      case 0 -> {
        talk.client.syn();
        stage = dice.oneIn(6) ? 0 : 1;
      }
      case 1 -> {
        if (dice.oneIn(12)) {
          talk.server.syn();
        } else if (dice.oneIn(12)) {
          talk.client.syn();
        } else {
          talk.server.synAck();
          stage = dice.oneIn(8) ? 1 : 2;
        }
      }
      case 2 -> {
        if (dice.oneIn(10)) {
          talk.client.synAck();
        } else {
          talk.client.ack();
        }
        stage = dice.oneIn(10) ? 2 : 3;
      }
      case 3 -> {
        final TcpTalk.End end = anyEnd();
        switch (dice.below(8)) {
          case 0, 1, 2 -> end.data(length());
          case 3, 4, 5 -> end.ack();
          case 6 -> {
            end.data(length());
            other(end).ack();
          }
          default -> stage = 4;
        }
      }
      case 4 -> {
        final TcpTalk.End end = anyEnd();
        end.fin();
        if (dice.oneIn(3)) {
          other(end).ack();
        }
        stage = 5;
      }
      case 5 -> {
        final TcpTalk.End end = anyEnd();
        switch (dice.below(4)) {
          case 0 -> end.fin();
          case 1, 2 -> end.ack();
          default -> stage = dice.oneIn(2) ? 6 : 5;
        }
      }
      default -> {
        stage = 0;
        if (!dice.oneIn(3)) {
          begin(talk.client);
          begin(talk.server);
        } else {
          talk.client.reopenAt(talk.client.next + dice.number(1, 1000, 100_000, -1000));
          talk.server.reopenAt(talk.server.next + dice.number(1, 1000, 100_000, -1000));
        }
      }
    }
  }

  private int length() {
    return dice.number(1, 1, 2, 100, 100, 512, 1000, 1460, 9000, 40_000);
  }

  private int lengthOrNone() {
    return dice.oneIn(2) ? 0 : length();
  }

  private int anyFlags() {
    return dice.number(
        ACK,
        ACK,
        ACK,
        SYN,
        SYN | ACK,
        FIN | ACK,
        RST,
        RST | ACK,
        FIN,
        0,
        ACK | TcpTalk.URG,
        SYN | TcpTalk.URG,
        SYN | FIN,
        RST | SYN,
        0xff,
        SYN | 0xc0,
        ACK | 0x40,
        FIN | ACK | TcpTalk.URG,
        dice.below(256));
  }

  private void disturb(final TcpTalk.End end) {
    final TcpTalk.End peer = other(end);
    switch (dice.below(22)) {
      case 0 -> end.lost().data(length());
      case 1 -> end.send(ACK, end.next - length(), end.expected, length());
      case 2 -> repeatAck(end);
      case 3 -> end.send(ACK, end.next - 1, end.expected, dice.below(2));
      case 4 -> end.windowOf(window()).ack();
      case 5 ->
          end.send(
              anyFlags(),
              end.next + dice.nearZero(),
              end.expected + dice.nearZero(),
              lengthOrNone());
      case 6 -> beyond(end, peer);
      case 7 -> end.lost().send(ACK, end.next, peer.next + dice.number(1, 2, 100, 100_000), 0);
      case 8, 9 -> reset(end, peer);
      case 10 -> anySyn(end);
      case 11 -> anySynAck(end, peer);
      case 12 ->
          end.send(FIN | ACK, end.next + dice.number(0, 0, 1, 100), end.expected, lengthOrNone());
      case 13 -> selectiveAck(end);
      case 14 -> end.send(anyFlags(), end.next, end.expected, lengthOrNone());
      case 15 -> swapLast();
      case 16 -> repeatEarlier();
      case 17 -> end.lost().send(anyFlags(), dice.any(), dice.any(), lengthOrNone());
      case 18 -> end.send(anyFlags(), peer.expected, end.expected, lengthOrNone());
      case 19 ->
          end.lost()
              .send(ACK, end.next, end.expected - dice.number(1, 100, 66_000, 66_001, 70_000), 0);
      case 20 -> challenge(end, peer);
      default -> peer.expected = end.next;
    }
  }

  private void repeatAck(final TcpTalk.End end) {
    for (int i = dice.below(6); i >= 0; i--) {
      end.ack();
    }
  }

  private void beyond(final TcpTalk.End end, final TcpTalk.End peer) {
    final int scale = dice.number(0, 0, 7);
    final int edge = peer.expected + (peer.window << scale);
    end.lost()
        .send(
            dice.number(ACK, ACK, FIN | ACK, RST, RST | ACK),
            edge + dice.number(-1, 0, 1, 2, 1000) - dice.below(2) * length(),
            end.expected,
            lengthOrNone());
  }

  private void reset(final TcpTalk.End end, final TcpTalk.End peer) {
    final int sequence =
        dice.number(
            end.next,
            end.next,
            peer.expected,
            peer.expected,
            0,
            end.next + 1,
            end.next - 1,
            peer.expected - 1,
            peer.expected + 1,
            end.next + 30_000,
            end.initial,
            dice.any());
    final int acknowledgment =
        dice.number(end.expected, end.expected, 0, peer.next, peer.next + 1, dice.any());
    end.lost().send(dice.number(RST, RST | ACK), sequence, acknowledgment, dice.oneIn(10) ? 5 : 0);
  }

  private void anySyn(final TcpTalk.End end) {
    final int initial =
        dice.number(
            end.initial,
            end.next,
            end.next + 1,
            end.next + 100_000,
            end.next - 100_000,
            dice.any());
    end.with(2, 4, 5, 180, 4, 2, 3, 3, dice.number(0, 7, 14));
    if (dice.oneIn(2)) {
      end.lost().send(SYN, initial, 0, 0);
    } else {
      end.reopenAt(initial).syn();
      stage = dice.number(stage, 1);
    }
  }

  private void anySynAck(final TcpTalk.End end, final TcpTalk.End peer) {
    final int initial = dice.number(end.initial, end.next, end.next + 100_000, dice.any());
    final int acknowledgment =
        dice.number(end.expected, peer.next, peer.next + 1, peer.initial + 1, dice.any());
    end.with(2, 4, 5, 180, 4, 2, 3, 3, dice.number(0, 7, 14));
    if (dice.oneIn(2)) {
      end.lost();
    } else {
      end.reopenAt(initial);
    }
    end.send(SYN | ACK, initial, acknowledgment, 0);
  }

  private void selectiveAck(final TcpTalk.End end) {
    final int left = dice.number(1, 100, 1460, -1000, 0);
    if (dice.oneIn(6)) {
      end.with(dice.number(5, 5, 8, 1), dice.below(14), 0, 0, 0, 1, 0, 0, 0, 9);
    } else {
      end.sacking(left, left + dice.number(1, 1460, 100_000, -5));
    }
    end.ack();
  }

  /** A SYN into a living connection, the challenge ACK that answers it, and the RST after that. */
  private void challenge(final TcpTalk.End end, final TcpTalk.End peer) {
    final int initial = dice.any();
    end.lost().send(SYN, initial, 0, 0);
    if (!dice.oneIn(4)) {
      peer.lost().send(ACK, peer.next, dice.number(peer.expected, initial + 1), 0);
    }
    if (!dice.oneIn(4)) {
      end.lost().send(RST, peer.expected + dice.nearZero(), 0, 0);
    }
    if (dice.oneIn(2)) {
      end.lost().send(SYN, initial, 0, 0);
      peer.lost().send(SYN | ACK, peer.next + 77_777, initial + 1, 0);
    }
  }

  private void swapLast() {
    final int size = exchange.steps().size();
    if (size >= 2) {
      exchange.steps().add(size - 2, exchange.steps().removeLast());
    }
  }

  private void repeatEarlier() {
    final int size = exchange.steps().size();
    if (size > 0) {
      exchange.frame(exchange.steps().get(size - 1 - dice.below(Math.min(size, 8))).frame());
    }
  }

  /** A wrong checksum, a lying header length, or a packet that is too short for its header. */
  private void damageLast() {
    final byte[] good = exchange.steps().removeLast().frame();
    final int transport = Wire.ETHERNET_BYTES + (good[12] == 8 ? Wire.IPV4_BYTES : Wire.IPV6_BYTES);
    final byte[] segment = Arrays.copyOfRange(good, transport, good.length);
    final byte[] wrong =
        switch (dice.below(4)) {
          case 0 -> Arrays.copyOf(segment, Math.min(segment.length, dice.below(24)));
          case 1, 2 -> {
            if (segment.length > 12) {
              segment[12] = (byte) (dice.below(16) << 4);
            }
            yield segment;
          }
          default -> {
            if (segment.length > 0) {
              segment[dice.below(segment.length)] ^= 0x10;
            }
            yield segment;
          }
        };
    final boolean sound = wrong.length >= 18 && dice.oneIn(2);
    final IpAddress source = FrameText.address(good, true);
    final IpAddress destination = FrameText.address(good, false);
    if (sound) {
      wrong[16] = 0;
      wrong[17] = 0;
      exchange.packet(source, destination, Protocol.TCP, wrong);
    } else {
      exchange.frame(Wire.bare(source, destination, Protocol.TCP, wrong));
    }
  }
}
