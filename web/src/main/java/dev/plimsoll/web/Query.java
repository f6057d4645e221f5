package dev.plimsoll.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request. A parameter that the route does not know, or that stands there
 * twice, is an error: one that is silently ignored would make a wrong answer look right.
 */
final class Query {
  /** The longest query, as it is sent. */
  static final int MAX_LENGTH = 8192;

  private final Map<String, String> values;

  private Query(final Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads the part of the address behind the question mark.
   *
   * @param raw still encoded; null for none
   * @param known the parameters that the route takes
   */
  static Query parse(final @Nullable String raw, final Set<String> known) throws Refusal {
    final Map<String, String> values = new HashMap<>();
    if (raw == null || raw.isEmpty()) {
      return new Query(values);
    }
    if (raw.length() > MAX_LENGTH) {
      throw Refusal.of(414, "the query is longer than " + MAX_LENGTH + " characters");
    }
    int start = 0;
    while (start <= raw.length()) {
      final int ampersand = raw.indexOf('&', start);
      final int end = ampersand < 0 ? raw.length() : ampersand;
      if (end > start) {
        put(raw.substring(start, end), known, values);
      }
      start = end + 1;
    }
    return new Query(values);
  }

  private static void put(
      final String pair, final Set<String> known, final Map<String, String> values) throws Refusal {
    final int equal = pair.indexOf('=');
    final String name = decode(equal < 0 ? pair : pair.substring(0, equal));
    if (!known.contains(name)) {
      throw Refusal.of(
          400,
          name,
          known.isEmpty()
              ? "there is no parameter \"" + name + "\" here, nor any other"
              : "there is no parameter \""
                  + name
                  + "\" here; known are "
                  + String.join(", ", known.stream().sorted().toList()));
    }
    if (values.put(name, equal < 0 ? "" : decode(pair.substring(equal + 1))) != null) {
      throw Refusal.of(400, name, "the parameter \"" + name + "\" is given twice");
    }
  }

  private static String decode(final String text) throws Refusal {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (final IllegalArgumentException e) {
      throw Refusal.of(400, "a % in the query is not followed by two hexadecimal digits");
    }
  }

  /** A parameter's text, or null if it is not given or empty. */
  @Nullable String text(final String name) {
    final String value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** A parameter that must be given. */
  String required(final String name) throws Refusal {
    final String value = text(name);
    if (value == null) {
      throw Refusal.of(400, name, "the parameter \"" + name + "\" is missing");
    }
    return value;
  }

  /** A whole number in a range, or the default where it is not given. */
  long number(final String name, final long least, final long most, final long otherwise)
      throws Refusal {
    final String value = text(name);
    if (value == null) {
      return otherwise;
    }
    try {
      final long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (final NumberFormatException e) {
      // Said below, with the range.
    }
    throw Refusal.of(
        400, name, "%s must be a whole number from %d to %d".formatted(name, least, most));
  }

  /** {@link #number} as an int. */
  int small(final String name, final int least, final int most, final int otherwise)
      throws Refusal {
    return Math.toIntExact(number(name, least, most, otherwise));
  }
}
