package dev.plimsoll.lab.differential;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Random sessions with helpers: what they announce, rightly or nearly so, and sessions that may or
 * may not be the announced ones.
 */
final class RandomHelped {
  static final int FIRST_PORT = 4000;
  static final int PORTS = 4;
  private static final int TURNS = 6;

  private final Dice dice;
  private final Exchange exchange = new Exchange();
  private final IpAddress client;
  private final IpAddress server;

  RandomHelped(final Dice dice, final boolean knowsIpv6) {
    this.dice = dice;
    final boolean ipv4 = !knowsIpv6 || !dice.oneIn(3);
    client = IpAddress.of(ipv4 ? "10.0.0.1" : "2001:db8::1");
    server = IpAddress.of(ipv4 ? "10.0.0.2" : "2001:db8::2");
  }

  IpAddress client() {
    return client;
  }

  IpAddress server() {
    return server;
  }

  Dice dice() {
    return dice;
  }

  private int port() {
    return FIRST_PORT + dice.below(PORTS);
  }

  UdpTalk udp(final int clientPort, final int serverPort) {
    return new UdpTalk(exchange, client, clientPort, server, serverPort);
  }

  TextTalk tcp(final int serverPort) {
    return TextTalk.over(new TcpTalk(exchange, client, 40_000, server, serverPort).handshake());
  }

  /** Packets of sessions that may be announced. */
  private void probe(final int protocol) {
    for (int i = dice.below(4); i > 0; i--) {
      final boolean toClient = dice.oneIn(2);
      final IpAddress from = toClient ? server : client;
      final IpAddress to = toClient ? client : server;
      final boolean isOther = dice.oneIn(8);
      if ((protocol == Protocol.UDP) != isOther) {
        exchange.packet(from, to, Protocol.UDP, Wire.udp(dice.of(20, 5060, 4001), port(), 4));
      } else {
        new TcpTalk(exchange, from, 20 + dice.below(2), to, port()).handshake();
      }
    }
  }

  /** Mostly as it is; sometimes a character of it is another, or it ends early. */
  private String spoilt(final String text) {
    if (text.isEmpty() || !dice.oneIn(8)) {
      return text;
    }
    final int at = dice.below(text.length());
    return dice.oneIn(3)
        ? text.substring(0, at)
        : text.substring(0, at) + (char) dice.below(256) + text.substring(at + 1);
  }

  /** What the sides of a talk may say. */
  interface Phrases {
    String next(boolean byClient);
  }

  /**
   * Lets both sides say something by turns, and tries what may be announced.
   *
   * @param announced the protocol of announced sessions
   */
  Exchange talk(final TextTalk talk, final int announced, final Phrases phrases) {
    for (int i = 1 + dice.below(TURNS); i > 0; i--) {
      final boolean byClient = dice.oneIn(2);
      talk.say(byClient, spoilt(phrases.next(byClient)));
      probe(announced);
    }
    return exchange;
  }

  // --- who says what ---

  Exchange tftp() {
    return talk(
        udp(port(), 69),
        Protocol.UDP,
        byClient -> "\0" + (char) dice.number(1, 1, 2, 3, 4) + "file\0octet\0");
  }

  Exchange irc() {
    return talk(
        tcp(6667),
        Protocol.TCP,
        byClient ->
            dice.of("PRIVMSG b :", "PRIVMSG b :", "NOTICE b :", "")
                + "\1DCC "
                + dice.of("SEND f ", "CHAT chat ", "MOVE f ", "RESUME f ", "TSEND f ")
                + (dice.oneIn(5) ? server : client).low()
                + " "
                + port()
                + dice.of("", " 99")
                + "\1"
                + dice.of("\n", "\r\n", ""));
  }

  Exchange amanda() {
    return talk(
        udp(dice.of(890, port()), 10_080),
        Protocol.TCP,
        byClient ->
            dice.of("Amanda 2.4 REP\n", "")
                + "CONNECT "
                + dice.of("DATA ", "DATA ", "DATA", "")
                + port()
                + dice.of(" MESG ", " ")
                + port()
                + " INDEX "
                + dice.of(port(), port(), 70_000, 0)
                + dice.of("\n", "\n", " ", ""));
  }

  Exchange netbios() {
    return talk(udp(137, 137), Protocol.UDP, byClient -> "name?");
  }

  Exchange sane() {
    return talk(
        tcp(6566),
        Protocol.TCP,
        byClient ->
            byClient
                ? text(ByteBuffer.allocate(dice.of(4, 8, 8)).putInt(dice.number(7, 7, 7, 1)))
                : text(
                    ByteBuffer.allocate(12)
                        .putInt(dice.number(0, 0, 0, 1))
                        .putShort((short) dice.number(0, 0, 0, 1))
                        .putShort((short) port())));
  }

  private static String text(final ByteBuffer bytes) {
    final byte[] all = new byte[bytes.capacity()];
    bytes.get(0, all);
    return new String(all, StandardCharsets.ISO_8859_1);
  }

  // --- PPTP ---

  private static String message(final int type, final int size, final int... start) {
    final ByteBuffer message = ByteBuffer.allocate(12 + size);
    message.putShort((short) (12 + size)).putShort((short) 1).putInt(0x1a2b3c4d);
    message.putShort((short) type).putShort((short) 0);
    for (final int number : start) {
      message.putShort((short) number);
    }
    return text(message);
  }

  private int call() {
    return 0x1111 + dice.below(2);
  }

  /** Mostly a whole call from its beginning; then what belongs to one, in any order. */
  Exchange pptp() {
    final TextTalk talk = tcp(1723);
    if (!dice.oneIn(4)) {
      talk.say(true, spoilt(message(1, 144, 0x100)));
      talk.say(false, spoilt(message(2, 144, 0x100, 0x100)));
      talk.say(true, spoilt(message(7, 156, call())));
      talk.say(false, spoilt(message(8, 20, 0x2222, call(), 0x100)));
    }
    for (int i = dice.below(TURNS); i >= 0; i--) {
      if (dice.oneIn(4)) {
        talk.say(dice.oneIn(2), spoilt(pptpMessage()));
      } else {
        final boolean toClient = dice.oneIn(2);
        exchange.packet(
            toClient ? server : client,
            toClient ? client : server,
            Protocol.GRE,
            Wire.pptpGre(dice.of(call(), 0x2222), 20));
      }
    }
    return exchange;
  }

  private String pptpMessage() {
    return switch (dice.below(9)) {
      case 0 -> message(1, 144, 0x100);
      case 1 -> message(2, 144, 0x100, 0x100);
      case 2 -> message(7, 156, call());
      case 3 -> message(8, 20, 0x2222, call(), dice.number(0x100, 0x200));
      case 4 -> message(9, 208, 0x2222);
      case 5 -> message(10, 12, call(), 0x2222, 0x100);
      case 6 -> message(11, 16, call());
      case 7 -> message(12, 4, call());
      default -> message(13, 136, 0x2222);
    };
  }
}
