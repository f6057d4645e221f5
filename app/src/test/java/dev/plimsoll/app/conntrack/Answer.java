package dev.plimsoll.app.conntrack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command answered, and what it left behind.
 *
 * @param output standard output
 * @param errors standard error
 * @param exitCode the exit code
 * @param table the sessions and expectations afterwards, as the installed conntrack shows them
 */
record Answer(String output, String errors, int exitCode, String table) {
  // The seconds that are left, wherever a format has them; and how long a session has lasted.
  private static final Pattern SECONDS =
      Pattern.compile(
          "(?m)(?<=^(?:ipv[46] {5,6}\\d{1,2} )?[a-z0-9]{1,20} {1,10}\\d{1,3} )\\d+(?= )"
              + "|(?<=^|\t)\\d+(?= proto=)|(?<=(?:^| )-t )\\d+|(?<=<timeout>)\\d+|(?<=<deltatime>)\\d+"
              + "|(?<=delta-time=)\\d+|(?<=\"timeout_s\":)\\d+");
  private static final Pattern CHANCE =
      Pattern.compile(
          "(?<=^\\[)\\d+\\.\\d{1,6} {0,5}(?=\\]\t)|(?<= id=)\\d+(?=$| labels=)|(?<=<(?:id|start)>)\\d+|(?<=\"id\":)\\d+"
              + "|(?<=\\[start=)[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}"
              + "|(?<=<(?:hour|min|sec|wday|day|month|year)>)\\d+",
          Pattern.MULTILINE);
  // Which processor did the work is chance, too.
  private static final Pattern COUNTER = Pattern.compile("(?m)(?<=^cpu=[^\\n]{0,300}=)\\d+");
  private static final Pattern ENTRY = Pattern.compile("src=|<src>|^-[ADU] .* -s |^ *\\{\"");
  private static final long SECONDS_BETWEEN = 3;

  /** Whether two texts say the same, in any order of lines that a table has none for. */
  static boolean same(final String one, final String other) {
    final List<Line> ones = lines(one);
    final List<Line> others = lines(other);
    if (ones.size() != others.size() || one.endsWith("\n") != other.endsWith("\n")) {
      return false;
    }
    for (int i = 0; i < ones.size(); i++) {
      if (!ones.get(i).isAs(others.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** A text without what is chance, for people who compare two of them. */
  static String readable(final String text) {
    final StringBuilder all = new StringBuilder();
    lines(text).forEach(line -> all.append(line.text).append('\n'));
    return all.toString();
  }

  private static List<Line> lines(final String text) {
    final List<Line> all = new ArrayList<>();
    final List<Line> unordered = new ArrayList<>();
    for (final String line : text.lines().toList()) {
      if (!ENTRY.matcher(line).find()) {
        Collections.sort(unordered);
        all.addAll(unordered);
        unordered.clear();
        all.add(Line.of(line));
      } else {
        unordered.add(Line.of(line));
      }
    }
    // A table's order is that of the kernel's hash, which no two namespaces share.
    Collections.sort(unordered);
    all.addAll(unordered);
    return all;
  }

  /** A line with its seconds apart from it. */
  private record Line(String text, List<Long> seconds) implements Comparable<Line> {
    static Line of(final String line) {
      final List<Long> seconds = new ArrayList<>();
      final Matcher matcher = SECONDS.matcher(line);
      final String text =
          matcher.replaceAll(found -> {
            seconds.add(Long.valueOf(found.group()));
            return "T";
          });
      return new Line(
          COUNTER.matcher(CHANCE.matcher(text).replaceAll("ID")).replaceAll("N"), seconds);
    }

    boolean isAs(final Line other) {
      if (!text.equals(other.text)) {
        return false;
      }
      for (int i = 0; i < seconds.size(); i++) {
        if (Math.abs(seconds.get(i) - other.seconds.get(i)) > SECONDS_BETWEEN) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int compareTo(final Line other) {
      final int byText = text.compareTo(other.text);
      return byText != 0 ? byText : seconds.toString().compareTo(other.seconds.toString());
    }
  }
}
