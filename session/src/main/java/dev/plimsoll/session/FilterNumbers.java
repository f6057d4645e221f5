package dev.plimsoll.session;

import dev.plimsoll.session.FilterParser.Condition;
import dev.plimsoll.session.FilterParser.Value;
import java.util.OptionalInt;

/** The numbers in filters: single ones, lists, ranges, and what is greater or less. */
enum FilterNumbers {
  PORT("port", 65_535),
  ZONE("zone", 65_535),
  ID("id", 0xffff_ffffL),
  ICMP_TYPE("ICMP type", 255),
  ICMP_CODE("ICMP code", 255),
  LABEL("label", 127);

  private final String what;
  private final long greatest;

  FilterNumbers(final String what, final long greatest) {
    this.what = what;
    this.greatest = greatest;
  }

  /** All the numbers that a condition asks for. */
  NumberSet read(final Condition condition) throws FilterSyntaxException {
    if (!condition.sign().isEquality()) {
      return readCompared(condition);
    }
    NumberSet all = readRange(condition, condition.values().getFirst());
    for (final Value value : condition.values()) {
      all = all.plus(readRange(condition, value));
    }
    return all;
  }

  private NumberSet readCompared(final Condition condition) throws FilterSyntaxException {
    final Value value = condition.onlyValue();
    final long limit = readOne(condition, value, value.text());
    final long first =
        switch (condition.sign()) {
          case GREATER -> limit + 1;
          case AT_LEAST -> limit;
          default -> 0;
        };
    final long last =
        switch (condition.sign()) {
          case LESS -> limit - 1;
          case AT_MOST -> limit;
          default -> greatest;
        };
    if (first > last) {
      throw condition.wrong(
          value, "no " + what + " is " + condition.sign().text() + " " + value.text());
    }
    return NumberSet.ofRange(first, last);
  }

  private NumberSet readRange(final Condition condition, final Value value)
      throws FilterSyntaxException {
    final String text = value.text();
    // The name of a service may have a hyphen too.
    final int hyphen = parse(text) >= 0 ? -1 : text.indexOf('-');
    if (hyphen < 0) {
      final long single = readOne(condition, value, text);
      return NumberSet.ofRange(single, single);
    }
    final long first = readOne(condition, value, text.substring(0, hyphen));
    final long last = readOne(condition, value, text.substring(hyphen + 1));
    if (last < first) {
      throw condition.wrong(value, "the range " + text + " ends before it begins");
    }
    return NumberSet.ofRange(first, last);
  }

  private long readOne(final Condition condition, final Value value, final String text)
      throws FilterSyntaxException {
    final long number = parse(text);
    if (number < 0) {
      throw condition.wrong(
          value,
          "\""
              + value.text()
              + "\" is no "
              + what
              + ": a number from 0 to "
              + greatest
              + (this == PORT ? ", a range such as 1024-65535 or a name such as https" : "")
              + " is expected");
    }
    return number;
  }

  /** The number, or -1 if the text is none or it is too great. */
  long parse(final String text) {
    final long number = decimal(text);
    if (number < 0 && this == PORT) {
      final OptionalInt port = ServicePorts.of(text);
      return port.isPresent() ? port.getAsInt() : -1;
    }
    return number > greatest ? -1 : number;
  }

  private static long decimal(final String text) {
    if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    return Long.parseLong(text);
  }

  /** 32 bits, decimal or with 0x, or -1 if the text is none. */
  static long bits(final String text) {
    if (!text.startsWith("0x") && !text.startsWith("0X")) {
      return ID.parse(text);
    }
    if (text.length() == 2 || text.length() > 10) {
      return -1;
    }
    long bits = 0;
    for (int i = 2; i < text.length(); i++) {
      final char c = text.charAt(i);
      final int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      bits = bits << 4 | digit;
    }
    return bits;
  }
}
