package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;

/**
 * Finds headers in a SIP message, and addresses and parameters in them. It reads as the kernel
 * does, which is not all that RFC 3261 allows, with the same limits at the end of the text. Not
 * thread safe.
 */
final class SipHeaders {
  /** There is no such parameter. */
  static final long ABSENT = -1;

  /** The parameter is there and has no value that can be read. */
  static final long BROKEN = -2;

  private static final int DEFAULT_PORT = 5060;
  private static final String URI = "sip:";
  private static final int NOWHERE = -1;

  /** The headers that are looked for. */
  enum Kind {
    CSEQ("CSeq", ""),
    EXPIRES("Expires", ""),
    CONTENT_LENGTH("Content-Length", "l"),
    CONTACT("Contact", "m");

    private final String name;
    private final String compact;

    Kind(final String name, final String compact) {
      this.name = name;
      this.compact = compact;
    }
  }

  private int place;
  private int length;
  private IpAddress address = IpAddress.ipv4(0);
  private int port;

  /** Where the value that was found begins. */
  int place() {
    return place;
  }

  int length() {
    return length;
  }

  IpAddress address() {
    return address;
  }

  int port() {
    return port;
  }

  /** Finds the first header of a kind, whose value has to be a number. */
  boolean find(final Text text, final Kind kind) {
    return header(text, text.from(), kind, Family.IPV4) > 0;
  }

  /**
   * Finds the next contact with an address.
   *
   * @param inList whether the place is within a header Contact, which may name more
   */
  boolean findContact(final Text text, final int from, final boolean inList, final int family) {
    return inList && isNextOfList(text, from, family) || hasContact(text, from, family);
  }

  /** Finds the first header Contact that can be read. */
  private boolean hasContact(final Text text, final int from, final int family) {
    place = from;
    int found = -1;
    while (found < 0) {
      found = header(text, place, Kind.CONTACT, family);
    }
    return found > 0;
  }

  /** Finds a header. Returns 1, or 0 if there is none, or -1 if it cannot be read. */
  private int header(final Text text, final int from, final Kind kind, final int family) {
    for (int at = from; at < text.end(); at++) {
      if (!text.isNewline(at)) {
        continue;
      }
      at = afterNewline(text, at);
      if (at >= text.end()) {
        return 0;
      }
      if (text.isBlank(at)) {
        continue;
      }
      if (text.hasIgnoringCase(at, kind.name)) {
        at += kind.name.length();
      } else if (isCompact(text, at, kind)) {
        at += kind.compact.length();
      } else {
        continue;
      }
      at = afterBlanks(text, at);
      if (at == NOWHERE || text.at(at) != ':' || ++at >= text.end()) {
        return 0;
      }
      at = afterBlanks(text, at);
      return at == NOWHERE ? 0 : value(text, at, kind, family);
    }
    return 0;
  }

  private static boolean isCompact(final Text text, final int at, final Kind kind) {
    final int size = kind.compact.length();
    return size > 0
        && text.end() - at >= size + 1
        && text.hasIgnoringCase(at, kind.compact)
        && !text.isLetter(at + size);
  }

  private int value(final Text text, final int from, final Kind kind, final int family) {
    place = from;
    if (kind != Kind.CONTACT) {
      length = text.afterDigits(from) - from;
      return length > 0 ? 1 : -1;
    }
    final int uri = search(text, from, URI);
    return uri == NOWHERE || !isHost(text, uri + URI.length(), family) ? -1 : 1;
  }

  /** Goes on behind a comma of the same header. */
  private boolean isNextOfList(final Text text, final int from, final int family) {
    int at = from;
    while (true) {
      final int comma = search(text, at, ",");
      final int uri = comma == NOWHERE ? NOWHERE : search(text, comma, URI);
      if (uri == NOWHERE) {
        return false;
      }
      if (isHost(text, uri + URI.length(), family)) {
        return true;
      }
      at = uri + URI.length();
    }
  }

  /** Whether a host stands here or behind a user's name; its place and length are kept. */
  private boolean isHost(final Text text, final int from, final int family) {
    int at = from;
    while (at < text.end() && text.at(at) != '@' && !text.isNewline(at)) {
      at++;
    }
    final int host = at < text.end() && text.at(at) == '@' ? at + 1 : from;
    final int end = afterHost(text, host, family);
    if (end == NOWHERE) {
      return false;
    }
    place = host;
    length = end - host;
    return true;
  }

  /** Reads address and port. Returns where they end. */
  private int afterHost(final Text text, final int from, final int family) {
    final boolean bracket = family == Family.IPV6;
    if (bracket && text.at(from) != '[') {
      return NOWHERE;
    }
    final Text.Address read = text.address(family, bracket ? from + 1 : from, -1);
    if (read == null || bracket && text.at(read.end()) != ']') {
      return NOWHERE;
    }
    final int end = bracket ? read.end() + 1 : read.end();
    if (end >= text.end()) {
      return NOWHERE;
    }
    address = read.ip();
    if (text.at(end) != ':') {
      port = DEFAULT_PORT;
      return end;
    }
    final int portEnd = text.afterDigits(end + 1);
    final long number = text.number(end + 1);
    if (portEnd - end - 1 > 5 || portEnd >= text.end() || number < 1024 || number > 65_535) {
      return NOWHERE;
    }
    port = (int) number;
    return portEnd;
  }

  /** The number of a parameter, {@link #ABSENT} or {@link #BROKEN}. */
  long parameter(final Text text, final int from, final String name) {
    final int at = parameterPlace(text, from, name);
    if (at == NOWHERE) {
      return ABSENT;
    }
    final long number = text.upTo(listEnd(text, from)).number(at);
    return number < 0 ? BROKEN : number;
  }

  /** Where the value of a parameter begins, or a negative number. */
  int parameterPlace(final Text text, final int from, final String name) {
    final int at = search(text.upTo(listEnd(text, from)), from, name);
    return at == NOWHERE ? NOWHERE : at + name.length();
  }

  private static int listEnd(final Text text, final int from) {
    final int comma = search(text, from, ",");
    return comma == NOWHERE ? text.end() : comma;
  }

  /** Finds a word in a header's value, which may go on in the next line. */
  private static int search(final Text text, final int from, final String word) {
    for (int at = from; at < text.end() - word.length(); at++) {
      if (text.isNewline(at)) {
        at = continuation(text, at);
        if (at == NOWHERE) {
          return NOWHERE;
        }
      } else if (text.hasIgnoringCase(at, word)) {
        return at;
      }
    }
    return NOWHERE;
  }

  private static int afterBlanks(final Text text, final int from) {
    int at = from;
    while (at < text.end() && text.isBlank(at)) {
      at++;
    }
    return at < text.end() && text.isNewline(at) ? continuation(text, at) : at;
  }

  /** Where a line that goes on after this newline has its first character, or nowhere. */
  private static int continuation(final Text text, final int newline) {
    int at = afterNewline(text, newline);
    if (at >= text.end() || !text.isBlank(at)) {
      return NOWHERE;
    }
    while (at < text.end() && text.isBlank(at)) {
      at++;
    }
    return at;
  }

  private static int afterNewline(final Text text, final int newline) {
    final boolean both = text.at(newline) == '\r' && text.at(newline + 1) == '\n';
    return newline + (both ? 2 : 1);
  }
}
