package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The media that a session description in a SIP message announces (RFC 8866): for each of audio,
 * video and image a port for RTP and the next one for RTCP. At most three are read. Not thread
 * safe.
 */
final class SdpMedia {
  /** The kinds of media in the order of the helper's classes, from 1 on. */
  private static final List<String> TYPES = List.of("audio ", "video ", "image ");

  private static final int NOWHERE = -1;

  private int place;
  private int length;

  /**
   * Expects what a message announces.
   *
   * @return false if the kernel drops it: a port below 1024, no address, or no room
   */
  boolean read(
      final Text text,
      final Expectation.Master master,
      final Payload payload,
      final Expectations expectations) {
    if (!find(text, text.from(), "v=", "")) {
      return true;
    }
    final int description = place;
    final int family = payload.tuple().family();
    final IpAddress ofSession = connection(text, description, family);
    int at = description;
    int count = 0;
    while (count < TYPES.size() && find(text, at, "m=", "")) {
      at = place;
      final int type = type(text, at);
      if (type == NOWHERE) {
        at += length;
        continue;
      }
      at += TYPES.get(type).length();
      final long port = text.number(at);
      if (port <= 0) {
        continue;
      }
      final IpAddress ofMedia = connection(text, at, family);
      final IpAddress address = ofMedia == null ? ofSession : ofMedia;
      if (port < 1024 || port > 65_535 || address == null) {
        return false;
      }
      if (!expect(address, (int) port, type + 1, master, payload, expectations)) {
        return false;
      }
      count++;
    }
    return true;
  }

  private int type(final Text text, final int at) {
    for (int type = 0; type < TYPES.size(); type++) {
      final String name = TYPES.get(type);
      if (length >= name.length() && text.has(at, name)) {
        return type;
      }
    }
    return NOWHERE;
  }

  /** The address of the next line {@code c=} before the next medium, or null. */
  private @Nullable IpAddress connection(final Text text, final int from, final int family) {
    final String network = family == Family.IPV4 ? "IN IP4 " : "IN IP6 ";
    if (!find(text, from, "c=", "m=")) {
      return null;
    }
    final int at = search(text, place, network);
    final Text.Address read =
        at == NOWHERE ? null : text.address(family, at + network.length(), -1);
    return read == null ? null : read.ip();
  }

  /**
   * Finds a line.
   *
   * @param stop a line before which the search ends, empty for none
   */
  private boolean find(final Text text, final int from, final String name, final String stop) {
    for (int at = from; at < text.end(); at++) {
      if (!text.isNewline(at)) {
        continue;
      }
      at += text.at(at) == '\r' && text.at(at + 1) == '\n' ? 2 : 1;
      if (!stop.isEmpty() && text.hasIgnoringCase(at, stop)) {
        return false;
      }
      if (text.hasIgnoringCase(at, name)) {
        place = at + name.length();
        return isValue(text, name);
      }
    }
    return false;
  }

  /** Whether the value of the line is as it has to be; its length is kept. */
  private boolean isValue(final Text text, final String name) {
    switch (name) {
      case "v=" -> length = text.afterDigits(place) - place;
      case "m=" -> {
        final int blank = text.afterLetters(place);
        length = text.at(blank) == ' ' ? text.afterDigits(blank + 1) - place : 0;
      }
      default -> length = text.end() - place;
    }
    return length > 0;
  }

  private static int search(final Text text, final int from, final String word) {
    for (int at = from; at < text.end() - word.length() && !text.isNewline(at); at++) {
      if (text.has(at, word)) {
        return at;
      }
    }
    return NOWHERE;
  }

  /** Expects both ports of a medium, from the other end of the session. */
  private static boolean expect(
      final IpAddress address,
      final int port,
      final int mediaClass,
      final Expectation.Master master,
      final Payload payload,
      final Expectations expectations) {
    final TupleView own = payload.tuple();
    if (!address.equals(own.source())) {
      return true;
    }
    final Tuple announced = Tuple.of(Protocol.UDP, own.destination(), 0, address, port);
    final Expectation known = expectations.find(announced, payload.zone());
    if (known != null
        && known.masterSlot() != master.slot()
        && known.helper() == HelperKind.SIP
        && known.expectationClass == mediaClass) {
      return true;
    }
    final int even = port & ~1;
    final Expectation rtp = new Expectation(master, mediaClass, withPort(announced, even));
    final Expectation rtcp = new Expectation(master, mediaClass, withPort(announced, even + 1));
    final Expectations.Answer first = expectations.expect(rtp, true);
    if (!isFine(first)) {
      return false;
    }
    if (isFine(expectations.expect(rtcp, true))) {
      return true;
    }
    if (first == Expectations.Answer.EXPECTED) {
      expectations.remove(rtp);
    }
    return false;
  }

  private static boolean isFine(final Expectations.Answer answer) {
    return answer == Expectations.Answer.EXPECTED || answer == Expectations.Answer.ALREADY;
  }

  private static Tuple withPort(final Tuple tuple, final int port) {
    return Tuple.of(tuple.protocol(), tuple.source(), 0, tuple.destination(), port);
  }
}
