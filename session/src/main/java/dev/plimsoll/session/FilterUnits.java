package dev.plimsoll.session;

import java.util.List;
import java.util.Locale;

/**
 * How people write quantities, in filters and in configuration: a whole number and a unit, such as
 * {@code 30s} or {@code 1M}.
 */
public final class FilterUnits {
  /** Seconds, without a unit too. */
  public static final FilterUnits TIME =
      new FilterUnits(
          "a time such as 30s, 5m, 12h or 2d",
          List.of(
              new Unit("d", 86_400), new Unit("h", 3_600), new Unit("m", 60), new Unit("s", 1)));

  /** Plain numbers; k, M, G, T are powers of 1,000, and Ki, Mi, Gi, Ti of 1,024. */
  public static final FilterUnits SIZE =
      new FilterUnits(
          "a whole number such as 500, 10k, 1M or 2Gi",
          List.of(
              new Unit("T", 1_000_000_000_000L),
              new Unit("Ti", 1L << 40),
              new Unit("G", 1_000_000_000),
              new Unit("Gi", 1L << 30),
              new Unit("M", 1_000_000),
              new Unit("Mi", 1L << 20),
              new Unit("k", 1_000),
              new Unit("Ki", 1L << 10),
              new Unit("", 1)));

  private record Unit(String name, long factor) {}

  private final String expected;
  // The greatest first.
  private final List<Unit> units;

  private FilterUnits(final String expected, final List<Unit> units) {
    this.expected = expected;
    this.units = units;
  }

  /** What to say is expected. */
  public String expected() {
    return expected;
  }

  /**
   * Reads a quantity; the case of the unit does not matter.
   *
   * @return the number of seconds, bytes or packets, or -1 if the text is none or too large
   */
  public long parse(final String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits == 0 || digits > 18) {
      return -1;
    }
    final long factor = factor(text.substring(digits).toLowerCase(Locale.ROOT));
    final long number = Long.parseLong(text, 0, digits, 10);
    return factor == 0 || number > Long.MAX_VALUE / factor ? -1 : number * factor;
  }

  private long factor(final String name) {
    if (name.isEmpty()) {
      return 1;
    }
    for (final Unit unit : units) {
      if (unit.name.toLowerCase(Locale.ROOT).equals(name)) {
        return unit.factor;
      }
    }
    return 0;
  }

  /** Writes a quantity with the greatest unit that divides it. */
  public String format(final long quantity) {
    for (final Unit unit : units) {
      if (quantity != 0 && quantity % unit.factor == 0) {
        return quantity / unit.factor + unit.name;
      }
    }
    return "0";
  }
}
