package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * IRC: the connection that a client offers by DCC, from anywhere to the address and port that it
 * names (net/netfilter/nf_conntrack_irc.c). Only what follows a PRIVMSG at the beginning of a
 * packet is looked at, its first 4095 bytes. The first command in it decides, and its address must
 * be the client's own.
 */
final class IrcHelper implements Helper {
  private static final int LONGEST = 4095;

  /** The shortest that may follow: {@code " :\1DCC SEND t AAAAAAAA P\1\n"}. */
  private static final int SHORTEST_OFFER = 26;

  private static final List<String> COMMANDS =
      List.of("SEND ", "CHAT ", "MOVE ", "TSEND ", "SCHAT ");

  @Override
  public HelperKind kind() {
    return HelperKind.IRC;
  }

  @Override
  public boolean packet(
      final Payload payload, final SessionRow master, final Expectations expectations) {
    if (payload.direction() != 0 || !payload.isAnswered()) {
      return true;
    }
    final int size = Math.min(payload.size(), LONGEST);
    if (!payload.has(size)) {
      return true;
    }
    final Tuple client = payload.original();
    final Offer offer = offer(Text.of(payload).upTo(payload.from() + size), client.sourceLow());
    if (offer == null) {
      return true;
    }
    final Tuple connection =
        new Tuple(
            client.family(),
            Protocol.TCP,
            0,
            0,
            client.sourceHigh(),
            client.sourceLow(),
            0,
            offer.port);
    final Expectation wish =
        new Expectation(payload.master(master.slot(), HelperKind.IRC), 0, connection)
            .fromAnywhere();
    return expectations.expect(wish) == Expectations.Answer.EXPECTED;
  }

  /** Where a client can be reached. */
  private record Offer(long address, int port) {}

  private static @Nullable Offer offer(final Text text, final long client) {
    int at = text.from();
    while (at < text.end() - 10 && (text.at(at) == ' ' || text.isNewline(at))) {
      at++;
    }
    if (at < text.end() - 10) {
      if (!text.hasIgnoringCase(at, "PRIVMSG ")) {
        return null;
      }
      at += 8;
    }
    while (at < text.end() - SHORTEST_OFFER) {
      if (!text.has(at, " :")) {
        at++;
        continue;
      }
      at += 2;
      if (!text.has(at, "\1DCC ")) {
        return null;
      }
      at += 5;
      for (final String command : COMMANDS) {
        if (text.has(at, command)) {
          final Offer offer = addressAndPort(text, at + command.length());
          return offer != null && offer.address == client && offer.port != 0 ? offer : null;
        }
      }
    }
    return null;
  }

  /** Reads {@code file 3232235777 1234} up to the end of its line. */
  private static @Nullable Offer addressAndPort(final Text text, final int from) {
    int at = from;
    while (text.at(at++) != ' ') {
      if (at > text.end() - 12) {
        return null;
      }
    }
    int newline = at;
    while (newline < text.end() && text.at(newline) != '\n') {
      newline++;
    }
    if (newline == text.end()) {
      return null;
    }
    final int addressEnd = text.afterDigits(at);
    final long address = wrapped(text, at, addressEnd);
    int portAt = addressEnd;
    while (text.at(portAt) == ' ') {
      portAt++;
    }
    return new Offer(
        address & 0xffff_ffffL, (int) wrapped(text, portAt, text.afterDigits(portAt)) & 0xffff);
  }

  /** The number between two places, as far as it fits 64 bits. */
  private static long wrapped(final Text text, final int from, final int to) {
    long number = 0;
    for (int at = from; at < to; at++) {
      number = number * 10 + text.at(at) - '0';
    }
    return number;
  }
}
