package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.TupleView;

/**
 * Finds in the beginning of an FTP line the address and port that it tells: PORT and EPRT of the
 * client, 227 and 229 of the server (RFC 959, 1123, 2428). Not thread safe.
 */
final class FtpCommand {
  /** How much of a command there is. */
  enum Found {
    NONE,
    /** The command begins or is wrong, and no address and port can be read. */
    PART,
    WHOLE
  }

  private long high;
  private long low;
  private int port;
  private int numbersEnd;
  private final long[] numbers = new long[6];

  int port() {
    return port;
  }

  /** Whether the address that was read is the one that speaks. */
  boolean isFrom(final TupleView speaker) {
    return high == speaker.sourceHigh() && low == speaker.sourceLow();
  }

  /**
   * Reads a line.
   *
   * @param direction 0 for the client's
   * @param speaker whose address is meant where none is told
   */
  Found read(final Text line, final int direction, final TupleView speaker) {
    high = speaker.sourceHigh();
    low = speaker.sourceLow();
    final int family = speaker.family();
    final Found first =
        direction == 0 ? read(line, "PORT", ' ', family) : read(line, "227 ", 0, family);
    if (first != Found.NONE) {
      return first;
    }
    return direction == 0 ? read(line, "EPRT", ' ', family) : read(line, "229 ", '(', family);
  }

  private Found read(final Text line, final String word, final int before, final int family) {
    if (line.length() <= word.length()) {
      return line.sameIgnoringCase(line.from(), word, line.length()) ? Found.PART : Found.NONE;
    }
    if (!line.hasIgnoringCase(line.from(), word)) {
      return Found.NONE;
    }
    int at = line.from() + word.length();
    if (before != 0) {
      while (line.at(at) != before) {
        if (++at >= line.end()) {
          return Found.PART;
        }
      }
      at++;
    }
    final boolean read =
        switch (word) {
          case "PORT" -> hostAndPort(line, at, '\r', family);
          case "227 " -> hostAndPort(line, firstDigit(line, at), -1, family);
          case "EPRT" -> extended(line, at, family);
          default -> extendedPassive(line, at);
        };
    return read ? Found.WHOLE : Found.PART;
  }

  /** Servers differ in what they write before the numbers (RFC 1123, 4.1.2.6). */
  private static int firstDigit(final Text line, final int from) {
    int at = from;
    while (at < line.end() && !line.isDigit(at)) {
      at++;
    }
    return at;
  }

  /** Reads {@code 192,168,1,1,5,6}. */
  private boolean hostAndPort(
      final Text line, final int from, final int terminator, final int family) {
    if (!numbers(line, from, 6, ',', terminator)) {
      return false;
    }
    final long address =
        (numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | numbers[3]) & 0xffff_ffffL;
    if (family == Family.IPV4) {
      low = address;
    } else {
      // The kernel puts it over the first part of the IPv6 address, so it is another one.
      high = high & 0xffff_ffffL | address << 32;
    }
    port = (int) (numbers[4] << 8 | numbers[5]) & 0xffff;
    return true;
  }

  /**
   * Reads numbers of 32 bits.
   *
   * @param terminator what follows the last one, or -1 if anything but a digit may
   */
  private boolean numbers(
      final Text line, final int from, final int count, final int separator, final int terminator) {
    int number = 0;
    numbers[0] = 0;
    for (int at = from; at < line.end(); at++) {
      if (line.isDigit(at)) {
        numbers[number] = numbers[number] * 10 + line.at(at) - '0' & 0xffff_ffffL;
      } else if (line.at(at) == separator) {
        if (++number == count) {
          return false;
        }
        numbers[number] = 0;
      } else {
        numbersEnd = at;
        return at > from && number == count - 1 && (terminator < 0 || line.at(at) == terminator);
      }
    }
    return false;
  }

  /** Reads {@code |1|132.235.1.2|6275|} or {@code |2|3ffe::1|6275|}. */
  private boolean extended(final Text line, final int from, final int family) {
    final int delimiter = line.at(from);
    if (line.end() - from <= 3
        || !isDelimiter(line, from)
        || line.at(from + 2) != delimiter
        || line.at(from + 1) != (family == Family.IPV4 ? '1' : '2')) {
      return false;
    }
    final int end;
    if (family == Family.IPV4) {
      if (!numbers(line, from + 3, 4, '.', delimiter)) {
        return false;
      }
      low = (numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | numbers[3]) & 0xffff_ffffL;
      end = numbersEnd;
    } else {
      final Text.Address address = line.address(family, from + 3, delimiter);
      if (address == null) {
        return false;
      }
      high = address.ip().high();
      low = address.ip().low();
      end = address.end();
    }
    return port(line, end + 1, delimiter);
  }

  /** Reads {@code |||6446|}. */
  private boolean extendedPassive(final Text line, final int from) {
    final int delimiter = line.at(from);
    return line.end() - from > 3
        && isDelimiter(line, from)
        && line.at(from + 1) == delimiter
        && line.at(from + 2) == delimiter
        && port(line, from + 3, delimiter);
  }

  private static boolean isDelimiter(final Text line, final int at) {
    return !line.isDigit(at) && line.at(at) >= 33 && line.at(at) <= 126;
  }

  private boolean port(final Text line, final int from, final int delimiter) {
    int value = 0;
    int at = from;
    for (; line.isDigit(at); at++) {
      value = value * 10 + line.at(at) - '0' & 0xffff;
    }
    if (at >= line.end() || line.at(at) != delimiter || value == 0) {
      return false;
    }
    port = value;
    return true;
  }
}
