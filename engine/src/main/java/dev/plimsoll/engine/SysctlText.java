package dev.plimsoll.engine;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings as people and files write them: {@code tcp_timeout_established=3600}, with or
 * without what the kernel's names begin with, and whole files for sysctl(8).
 */
public final class SysctlText {
  // They steer the kernel's table, and change nothing of what is in it.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "buckets",
          "count",
          "events",
          "log_invalid",
          "frag6_high_thresh",
          "frag6_low_thresh",
          "flowtable_tcp_timeout",
          "flowtable_udp_timeout");
  private static final long MOST_SECONDS = Integer.MAX_VALUE;
  private static final long MOST_COUNT = Integer.MAX_VALUE;

  private static final Map<String, Sysctl> BY_WORD = new HashMap<>();

  static {
    for (final Sysctl sysctl : Sysctl.values()) {
      BY_WORD.put(sysctl.word(), sysctl);
    }
  }

  private final EnumMap<Sysctl, Long> values = new EnumMap<>(Sysctl.class);

  /** The settings read so far. */
  public TrackerSettings settings() {
    return new TrackerSettings(values);
  }

  /**
   * Reads one {@code name=value}.
   *
   * @throws IllegalArgumentException if there is no such setting or value; its message says which
   *     there are
   */
  public void read(final String assignment) {
    final int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "\"%s\" is no setting: write a name and a value, such as tcp_timeout_established=3600"
              .formatted(assignment));
    }
    final String name = assignment.substring(0, equals).strip();
    final String word = word(name);
    final Sysctl sysctl = word == null ? BY_WORD.get(name) : BY_WORD.get(word);
    if (sysctl != null) {
      values.put(sysctl, value(sysctl, assignment.substring(equals + 1).strip()));
    } else if (!WITHOUT_EFFECT.contains(word == null ? name : word)) {
      throw new IllegalArgumentException(
          "there is no setting \"%s\"; there are %s"
              .formatted(
                  name,
                  String.join(", ", Arrays.stream(Sysctl.values()).map(Sysctl::word).toList())));
    }
  }

  /**
   * Reads a file for sysctl(8): comments, blank lines and settings of other parts of the kernel are
   * passed over.
   *
   * @param name how to call the file in an error
   * @throws IllegalArgumentException with file and line if a value is wrong
   */
  public void readFile(final String name, final String text) {
    int number = 0;
    for (final String raw : text.split("\n", -1)) {
      number++;
      final String line = raw.strip();
      final boolean isComment = line.isEmpty() || line.startsWith("#") || line.startsWith(";");
      // sysctl(8): an error in a line that begins so is to be ignored.
      final String setting = line.startsWith("-") ? line.substring(1).strip() : line;
      final int equals = setting.indexOf('=');
      final String word =
          isComment || equals < 0 ? null : word(setting.substring(0, equals).strip());
      if (word != null && (BY_WORD.containsKey(word) || WITHOUT_EFFECT.contains(word))) {
        try {
          read(setting);
        } catch (final IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "%s, line %d: %s".formatted(name, number, e.getMessage()), e);
        }
      }
    }
  }

  /** The name below nf_conntrack_, or null if it is of another part of the kernel. */
  private static @Nullable String word(final String name) {
    final String dotted = name.replace('/', '.').toLowerCase(Locale.ROOT);
    final String below =
        dotted.startsWith("net.netfilter.") ? dotted.substring("net.netfilter.".length()) : dotted;
    return below.startsWith("nf_conntrack_") ? below.substring("nf_conntrack_".length()) : null;
  }

  private static long value(final Sysctl sysctl, final String text) {
    final long most =
        switch (sysctl.kind()) {
          case SECONDS -> MOST_SECONDS;
          case COUNT -> MOST_COUNT;
          case SWITCH -> 1;
        };
    try {
      final long value = Long.parseLong(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (final NumberFormatException e) {
      // Said below, like a number out of range.
    }
    throw new IllegalArgumentException(
        "%s is %s, not \"%s\""
            .formatted(
                sysctl.word(),
                switch (sysctl.kind()) {
                  case SECONDS -> "a number of seconds, 0 to " + MOST_SECONDS;
                  case COUNT -> "a number, 0 to " + MOST_COUNT;
                  case SWITCH -> "0 or 1";
                },
                text));
  }
}
