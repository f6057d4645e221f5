package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text of one byte a character, between two places of an array. Reads as the kernel's string
 * functions do, but never behind the end: what is there reads as 0. Places count from the beginning
 * of the array.
 */
final class Text {
  private final byte[] bytes;
  private final int from;
  private final int end;

  Text(final byte[] bytes, final int from, final int end) {
    this.bytes = bytes;
    this.from = from;
    this.end = end;
  }

  static Text of(final Payload payload) {
    return new Text(payload.bytes(), payload.from(), payload.from() + payload.size());
  }

  Text upTo(final int otherEnd) {
    return new Text(bytes, from, Math.min(otherEnd, end));
  }

  Text startingAt(final int otherFrom) {
    return new Text(bytes, otherFrom, end);
  }

  int from() {
    return from;
  }

  int end() {
    return end;
  }

  int length() {
    return end - from;
  }

  int at(final int place) {
    return place < end ? bytes[place] & 0xff : 0;
  }

  boolean isDigit(final int place) {
    final int c = at(place);
    return c >= '0' && c <= '9';
  }

  /** Whether it is a letter, in Latin-1 as the kernel has it. */
  boolean isLetter(final int place) {
    final int c = at(place);
    final int lower = c | 0x20;
    return lower >= 'a' && lower <= 'z' || c >= 0xc0 && c != 0xd7 && c != 0xf7 && c != 0xff;
  }

  boolean isNewline(final int place) {
    final int c = at(place);
    return c == '\r' || c == '\n';
  }

  boolean isBlank(final int place) {
    final int c = at(place);
    return c == ' ' || c == '\t';
  }

  /** Whether these characters stand here. */
  boolean has(final int place, final String word) {
    if (end - place < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (at(place + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether these characters stand here, whatever their case. */
  boolean hasIgnoringCase(final int place, final String word) {
    return end - place >= word.length() && sameIgnoringCase(place, word, word.length());
  }

  /** Whether the first so many characters of the word stand here, whatever their case. */
  boolean sameIgnoringCase(final int place, final String word, final int count) {
    for (int i = 0; i < count; i++) {
      if (Character.toLowerCase((char) at(place + i)) != Character.toLowerCase(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Where the digits that begin here end. */
  int afterDigits(final int place) {
    int at = place;
    while (isDigit(at)) {
      at++;
    }
    return at;
  }

  /** Where the letters that begin here end. */
  int afterLetters(final int place) {
    int at = place;
    while (isLetter(at)) {
      at++;
    }
    return at;
  }

  /** The number that begins here, or -1 if there is none or it needs more than 32 bits. */
  long number(final int place) {
    long number = 0;
    int at = place;
    for (; isDigit(at); at++) {
      number = number * 10 + at(at) - '0';
      if (number > 0xffff_ffffL) {
        return -1;
      }
    }
    return at == place ? -1 : number;
  }

  /** An address, and where it ended. */
  record Address(IpAddress ip, int end) {}

  /**
   * The address that begins here (in4_pton, in6_pton).
   *
   * @param delimiter what has to follow, or -1 if anything may
   */
  @Nullable Address address(final int family, final int place, final int delimiter) {
    return family == Family.IPV4 ? ipv4(place, delimiter) : ipv6(place, delimiter);
  }

  private @Nullable Address ipv4(final int place, final int delimiter) {
    long bits = 0;
    int at = place;
    for (int octet = 0; octet < 4; octet++) {
      final int first = at;
      int value = 0;
      for (; isDigit(at); at++) {
        value = value * 10 + at(at) - '0';
        if (value > 255) {
          return null;
        }
      }
      if (at == first || octet < 3 && at(at++) != '.') {
        return null;
      }
      bits = bits << 8 | value;
    }
    final int next = at(at);
    final boolean ends = next == 0 || next == ':' || next == delimiter;
    final boolean mayEnd = delimiter < 0 && next != '.' && Character.digit(next, 16) < 0;
    return ends || mayEnd ? new Address(IpAddress.ipv4(bits), at) : null;
  }

  private @Nullable Address ipv6(final int place, final int delimiter) {
    int at = place;
    while (at(at) == ':' || at(at) == '.' || Character.digit(at(at), 16) >= 0) {
      at++;
    }
    final int next = at(at);
    if (next != 0 && delimiter >= 0 && next != delimiter || at - place > 45) {
      return null;
    }
    final IpAddress ip =
        IpAddress.parse(new String(bytes, place, at - place, StandardCharsets.ISO_8859_1));
    return ip == null || ip.family() != Family.IPV6 ? null : new Address(ip, at);
  }
}
