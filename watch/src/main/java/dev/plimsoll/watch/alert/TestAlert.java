package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Alert.Phase;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

/** An alert that says that nothing is wrong: to see whether one arrives. */
public final class TestAlert {
  private TestAlert() {}

  /**
   * Sends one through a channel, and waits for what comes of it. It needs no running watch, and is
   * kept nowhere.
   *
   * @param channel the channel's name
   * @param host this machine's name
   * @param zone whose clock the text tells
   * @throws IllegalArgumentException if there is no such channel; the message names those there are
   * @throws InterruptedException if the thread was interrupted
   */
  public static Outcome send(
      final AlertSettings settings,
      final String channel,
      final String host,
      final ZoneId zone,
      final InstantSource clock)
      throws InterruptedException {
    for (final ChannelSettings one : settings.channels()) {
      if (one.name().equals(channel)) {
        return Channel.to(one.receiver(), zone, clock).send(List.of(alert(host, clock.millis())));
      }
    }
    final List<String> names = settings.channels().stream().map(ChannelSettings::name).toList();
    throw new IllegalArgumentException(
        "there is no channel %s; %s"
            .formatted(
                channel,
                names.isEmpty() ? "none is configured" : "there is " + String.join(", ", names)));
  }

  private static Alert alert(final String host, final long now) {
    return new Alert(
        AlertId.of(host, GroupKey.OWN_NAMESPACE, Kind.TEST, now, Phase.BEGINS, 0),
        Kind.TEST,
        Phase.BEGINS,
        host,
        GroupKey.OWN_NAMESPACE,
        now,
        now,
        host + ": a test, nothing is wrong",
        List.of("Alerts of this machine arrive here."),
        "",
        "plimsoll status");
  }
}
