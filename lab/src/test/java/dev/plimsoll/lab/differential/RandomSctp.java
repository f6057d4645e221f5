package dev.plimsoll.lab.differential;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.ArrayList;
import java.util.List;

/** An SCTP association that mostly goes as it should. */
final class RandomSctp implements Talker {
  private static final int DATA = 0;
  private static final int INIT = 1;
  private static final int INIT_ACK = 2;
  private static final int SACK = 3;
  private static final int HEARTBEAT = 4;
  private static final int HEARTBEAT_ACK = 5;
  private static final int ABORT = 6;
  private static final int SHUTDOWN = 7;
  private static final int SHUTDOWN_ACK = 8;
  private static final int ERROR = 9;
  private static final int COOKIE_ECHO = 10;
  private static final int COOKIE_ACK = 11;
  private static final int SHUTDOWN_COMPLETE = 14;

  private final Dice dice;
  private final Exchange exchange;
  private final IpAddress[] addresses;
  private final int[] tags;
  private int stage;

  RandomSctp(
      final Dice dice, final Exchange exchange, final IpAddress client, final IpAddress server) {
    this.dice = dice;
    this.exchange = exchange;
    addresses = new IpAddress[] {client, server};
    tags = new int[] {dice.any() | 1, dice.any() | 1};
  }

  @Override
  public void speak() {
    if (dice.below(100) < 65) {
      proceed();
    } else {
      disturb();
    }
  }

  private void proceed() {
    switch (stage) {
      case 0 -> say(0, 0, Wire.initChunk(INIT, tags[0]));
      case 1 -> say(1, tags[0], Wire.initChunk(INIT_ACK, tags[1]));
      case 2 -> say(0, tags[1], plain(COOKIE_ECHO, 0, 40));
      case 3 -> say(1, tags[0], plain(COOKIE_ACK, 0, 0));
      case 4 -> {
        final int from = dice.below(2);
        say(from, tags[1 - from], plain(dice.number(DATA, SACK, HEARTBEAT, HEARTBEAT_ACK), 0, 16));
      }
      case 5 -> say(0, tags[1], plain(SHUTDOWN, 0, 4));
      case 6 -> say(1, tags[0], plain(SHUTDOWN_ACK, 0, 0));
      default -> say(0, tags[1], plain(SHUTDOWN_COMPLETE, 0, 0));
    }
    if (stage > 6 || !dice.oneIn(stage == 4 ? 2 : 8)) {
      stage = (stage + 1) % 8;
      if (stage == 0 && dice.oneIn(2)) {
        tags[0] = dice.any() | 1;
      }
    }
  }

  private void disturb() {
    final int from = dice.below(2);
    final int right = tags[1 - from];
    final int tag = dice.number(right, right, right, tags[from], 0, right + 1, dice.any());
    switch (dice.below(8)) {
      case 0 -> {
        final int own = dice.number(tags[from], dice.any(), 0);
        say(from, dice.number(0, 0, tag), Wire.initChunk(dice.number(INIT, INIT, INIT_ACK), own));
        if (dice.oneIn(2)) {
          tags[from] = own;
        }
      }
      case 1 -> say(from, tag, plain(ABORT, dice.below(2), 0));
      case 2 -> say(from, tag, plain(SHUTDOWN_COMPLETE, dice.below(2), 0));
      case 3 -> say(from, tag, plain(dice.below(16), 0, dice.number(0, 4, 16)));
      case 4 -> say(from, tag, plain(dice.number(HEARTBEAT, HEARTBEAT_ACK), 0, 8));
      case 5 -> say(from, tag, several());
      case 6 -> {
        final byte[] chunk = plain(dice.number(DATA, SACK, ERROR, 192, 193), 0, 16);
        chunk[3] = (byte) dice.number(0, 1, 3, 5, 17, 24, 200);
        say(from, tag, chunk);
      }
      default -> {
        final byte[] packet = Wire.sctp(port(from), port(1 - from), tag, several());
        packet[dice.below(packet.length)] ^= 4;
        exchange.frame(Wire.bare(addresses[from], addresses[1 - from], Protocol.SCTP, packet));
      }
    }
  }

  private byte[][] several() {
    final List<byte[]> chunks = new ArrayList<>();
    for (int i = dice.below(4); i >= 0; i--) {
      chunks.add(
          dice.oneIn(4)
              ? Wire.initChunk(dice.number(INIT, INIT_ACK), dice.any())
              : plain(
                  dice.number(DATA, SACK, COOKIE_ECHO, SHUTDOWN, COOKIE_ACK, ABORT, HEARTBEAT),
                  0,
                  4));
    }
    return chunks.toArray(byte[][]::new);
  }

  private void say(final int from, final int tag, final byte[]... chunks) {
    exchange.packet(
        addresses[from],
        addresses[1 - from],
        Protocol.SCTP,
        Wire.sctp(port(from), port(1 - from), tag, chunks));
  }

  private static int port(final int end) {
    return end == 0 ? 3000 : 3868;
  }

  private static byte[] plain(final int type, final int flags, final int bytes) {
    return Wire.chunk(type, flags, new byte[bytes]);
  }
}
