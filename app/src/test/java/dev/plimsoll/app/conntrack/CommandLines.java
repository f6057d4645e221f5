package dev.plimsoll.app.conntrack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads command lines for the tests, and keeps what is said meanwhile. */
final class CommandLines {
  private static final Map<String, Integer> LABELS = Map.of("foo", 0, "bar", 1, "last", 127);

  final List<String> warnings = new ArrayList<>();

  InvocationReader reader() {
    return new InvocationReader(
        "conntrack", warnings::add, (name, file) -> LABELS.getOrDefault(name, LabelLookup.UNKNOWN));
  }

  /** What the words between single spaces mean. */
  static Invocation read(final String line) throws ConntrackUsageException {
    return new CommandLines().reader().read(words(line));
  }

  static List<String> words(final String line) {
    return line.isEmpty() ? List.of() : List.of(line.split(" ", -1));
  }
}
