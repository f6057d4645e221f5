package dev.plimsoll.lab.differential;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;

/**
 * Two hosts that talk TCP, for scenarios that read like one: {@code client.syn(); server.synAck();
 * client.ack();}. What one end sends the other has heard, unless it was {@link End#lost}.
 */
final class TcpTalk {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int PSH = 8;
  static final int ACK = 16;
  static final int URG = 32;

  final End client;
  final End server;
  private final Exchange exchange;

  TcpTalk(
      final Exchange exchange,
      final IpAddress clientAddress,
      final int clientPort,
      final IpAddress serverAddress,
      final int serverPort) {
    this.exchange = exchange;
    client = new End(clientAddress, clientPort, 1_000_000);
    server = new End(serverAddress, serverPort, 5_000_000);
    client.peer = server;
    server.peer = client;
  }

  /** The client's SYN, the answer, and the client's ACK. */
  TcpTalk handshake() {
    client.syn();
    server.synAck();
    client.ack();
    return this;
  }

  /** One of the two hosts. */
  final class End {
    final IpAddress address;
    final int port;
    int initial;

    /** The sequence number of the next byte to be sent. */
    int next;

    /** The next byte that it waits for: what it acknowledges. */
    int expected;

    int window = 60_000;
    byte[] synOptions = Wire.options(2, 4, 5, 180, 4, 2, 3, 3, 7);
    private byte[] options = Wire.options();
    private boolean lost;
    private End peer = this;

    private End(final IpAddress address, final int port, final int initial) {
      this.address = address;
      this.port = port;
      this.initial = initial;
      next = initial;
    }

    /** The next segment reaches the tracker, but not the other end. */
    End lost() {
      lost = true;
      return this;
    }

    End windowOf(final int raw) {
      window = raw;
      return this;
    }

    /** The next segment carries these options. */
    End with(final int... octets) {
      options = Wire.options(octets);
      return this;
    }

    /** The next segment says that this came already; edges count from what is expected. */
    End sacking(final int left, final int right) {
      final int a = expected + left;
      final int b = expected + right;
      return with(1, 1, 5, 10, a >>> 24, a >>> 16, a >>> 8, a, b >>> 24, b >>> 16, b >>> 8, b);
    }

    /** Begins anew with another sequence number. */
    End reopenAt(final int sequence) {
      initial = sequence;
      next = sequence;
      return this;
    }

    End syn() {
      next = initial;
      options = synOptions;
      return send(SYN, next, 0, 0);
    }

    End synAck() {
      next = initial;
      options = synOptions;
      return send(SYN | ACK, next, expected, 0);
    }

    End ack() {
      return send(ACK, next, expected, 0);
    }

    End data(final int bytes) {
      return send(PSH | ACK, next, expected, bytes);
    }

    End fin() {
      return send(FIN | ACK, next, expected, 0);
    }

    End rst() {
      return send(RST, next, 0, 0);
    }

    End rst(final int sequence) {
      return send(RST, sequence, 0, 0);
    }

    End rstAck() {
      return send(RST | ACK, next, expected, 0);
    }

    /** Sends a line of text. */
    End say(final String text) {
      return send(PSH | ACK, next, expected, text);
    }

    /** Sends one segment. */
    End send(final int flags, final int sequence, final int acknowledgment, final int bytes) {
      return send(flags, sequence, acknowledgment, "\0".repeat(bytes));
    }

    private End send(
        final int flags, final int sequence, final int acknowledgment, final String text) {
      final int bytes = text.length();
      exchange.packet(
          address,
          peer.address,
          Protocol.TCP,
          Wire.filled(
              Wire.tcp(port, peer.port, sequence, acknowledgment, flags, window, options, bytes),
              text));
      options = Wire.options();
      final int end =
          sequence + bytes + ((flags & SYN) != 0 ? 1 : 0) + ((flags & FIN) != 0 ? 1 : 0);
      if (end - next > 0) {
        next = end;
      }
      if (!lost && (end - peer.expected > 0 || (flags & SYN) != 0)) {
        peer.expected = end;
      }
      lost = false;
      return this;
    }
  }
}
