package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.alert.Alert.Kind;
import java.util.Set;

/**
 * One way to tell somebody.
 *
 * @param name its name in the configuration, in metrics and on the page
 * @param kinds what is told through it; empty for everything
 * @param receiver who is told
 */
public record ChannelSettings(String name, Set<Kind> kinds, Receiver receiver) {
  /** Stands for the log of the watch itself, which each alert is written to. */
  public static final String LOG = "log";

  private static final int LONGEST_NAME = 64;

  public ChannelSettings {
    kinds = Set.copyOf(kinds);
    if (name.equals(LOG)) {
      throw new IllegalArgumentException(
          "the name log is taken: each alert is written to the log of the watch anyway");
    }
    if (name.length() > LONGEST_NAME || !name.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException(
          "a channel's name must be 1 to 64 letters, digits, '-', '_' and '.', not '" + name + "'");
    }
  }

  boolean takes(final Alert alert) {
    return kinds.isEmpty() || kinds.contains(alert.kind());
  }
}
