package dev.plimsoll.lab;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a table without what the clock changes between two looks. Equal lines may differ in
 * that.
 *
 * @param text with {@code T} for the time left and the age
 */
record AlignedLine(String text) implements Comparable<AlignedLine> {
  private static final Pattern TIME_LEFT =
      Pattern.compile("(^(?:ipv[46] +\\d+ )?\\S+ +\\d+ |^-A -t |<timeout>)(\\d+)(?=[ <])");
  private static final Pattern AGE = Pattern.compile("(?<= delta-time=|<deltatime>)\\d+");

  /** The lines of a text, sorted. */
  static List<AlignedLine> all(final String text) {
    return text.lines().map(AlignedLine::of).sorted().toList();
  }

  private static AlignedLine of(final String line) {
    return new AlignedLine(
        AGE.matcher(TIME_LEFT.matcher(line).replaceFirst("$1T")).replaceAll("T"));
  }

  /** The times left in a text, by the order of its sorted lines; -1 for a line without. */
  static List<Long> timesLeft(final String text) {
    return text.lines()
        .sorted((a, b) -> of(a).compareTo(of(b)))
        .map(line -> {
          final Matcher time = TIME_LEFT.matcher(line);
          return time.find() ? Long.parseLong(time.group(2)) : -1L;
        })
        .toList();
  }

  @Override
  public int compareTo(final AlignedLine other) {
    return text.compareTo(other.text);
  }
}
