package dev.plimsoll.watch.alert;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that can be set about alerts.
 *
 * @param rule what is told, and when
 * @param groupWait how long a channel waits from the first alert on, so that what begins together
 *     is told in one message; 0 to 1 minute
 * @param retryAfter how long it waits after a first failure, doubled after each further one; 1 s to
 *     1 hour, give or take a fifth by chance
 * @param retryAtMost the longest such wait; up to 1 day
 * @param giveUpAfter how old an alert that cannot be delivered may become; up to 30 days
 * @param channels who is told; each has a name of its own
 */
public record AlertSettings(
    AlertRule rule,
    Duration groupWait,
    Duration retryAfter,
    Duration retryAtMost,
    Duration giveUpAfter,
    List<ChannelSettings> channels) {

  /** The usual rule, and nobody to tell. */
  public static final AlertSettings DEFAULT =
      new AlertSettings(
          AlertRule.DEFAULT,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          Duration.ofDays(1),
          List.of());

  /**
   * Checks the ranges and the names.
   *
   * @throws IllegalArgumentException if one is wrong
   */
  public AlertSettings {
    channels = List.copyOf(channels);
    require("group-wait", groupWait, Duration.ZERO, Duration.ofMinutes(1));
    require("retry-after", retryAfter, Duration.ofSeconds(1), Duration.ofHours(1));
    require("retry-at-most", retryAtMost, retryAfter, Duration.ofDays(1));
    require("give-up-after", giveUpAfter, Duration.ofMinutes(1), Duration.ofDays(30));
    final Set<String> names = new HashSet<>();
    for (final ChannelSettings channel : channels) {
      if (!names.add(channel.name())) {
        throw new IllegalArgumentException("two channels have the name " + channel.name());
      }
    }
  }

  private static void require(
      final String name, final Duration value, final Duration least, final Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s must be %d to %d s, not %d s"
              .formatted(name, least.toSeconds(), most.toSeconds(), value.toSeconds()));
    }
  }
}
