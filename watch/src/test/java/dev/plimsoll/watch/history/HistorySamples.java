package dev.plimsoll.watch.history;

import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Composition.Kind;
import dev.plimsoll.watch.Composition.Remote;
import dev.plimsoll.watch.Composition.Service;
import dev.plimsoll.watch.Episode;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Overload;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.Verdict;
import dev.plimsoll.watch.alert.Alert;
import dev.plimsoll.watch.alert.Delivery;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Things to be kept. */
final class HistorySamples {
  /** The beginning of an hour. */
  static final long NOON = 1_780_056_000_000L;

  private HistorySamples() {}

  /** The history in a file, at noon: nothing of what is added here is too old. */
  static History openAtNoon(final Path file) {
    return History.open(
        HistorySettings.at(new HistoryLocation.InFile(file)), () -> Instant.ofEpochMilli(NOON));
  }

  static Reading reading(final String namespace, final long time, final long count) {
    return reading(
        namespace, Sample.ofSessions(time, 5_000, count), new Totals(3, 2, 1, 0, 0, 0, 0));
  }

  static Reading reading(final String namespace, final Sample sample, final Totals since) {
    return new Reading(
        namespace,
        sample,
        LimitRule.DEFAULT,
        new Verdict(sample.timeMillis(), new Verdict.Fine(), false, 0, 0, false, false),
        new Ceiling(sample.count(), 262_144, 0),
        since,
        since,
        5_000,
        true,
        null);
  }

  static Composition composition(final String namespace, final long time, final int rows) {
    return new Composition(
        namespace,
        time,
        10L * rows,
        List.of(
            new Kind("tcp", "ESTABLISHED", "in", 9L * rows), new Kind("icmp", "-", "out", rows)),
        IntStream.range(0, rows)
            .mapToObj(i -> new Service("tcp", "SYN_SENT", "out", 20 + i, 100L - i, 7))
            .toList(),
        IntStream.range(0, rows).mapToObj(i -> new Remote("203.0.113." + i, 50L - i)).toList(),
        rows);
  }

  static Overload overload(final String namespace, final long since) {
    return new Overload(namespace, since, LimitState.NEVER, LimitState.NEVER, null, 10_000, 12_000);
  }

  static Overload ended(final Overload it, final long end) {
    return new Overload(
        it.namespace(),
        it.sinceMillis(),
        end - 1,
        end,
        Episode.Ending.CLEARED,
        it.limit(),
        it.most() + 1);
  }

  static Delivery delivery(final String id, final String channel, final long time) {
    return new Delivery(
        new Alert(
            id,
            Alert.Kind.SUSTAINED,
            Alert.Phase.BEGINS,
            "web1",
            "own",
            time,
            time - 540_000,
            "Over the limit for 9 minutes",
            List.of("12,000 sessions.", "7,900 are tcp SYN_SENT."),
            "+8,120 since 02:50",
            "plimsoll explain"),
        channel,
        Delivery.State.PENDING,
        0,
        time + 1,
        "");
  }

  static Delivery delivered(final Delivery it) {
    return new Delivery(
        it.alert(), it.channel(), Delivery.State.DELIVERED, it.attempts() + 1, 0, "200\0 OK");
  }

  /** Gives the retention more turns than it needs, however slow the machine. */
  static void deleteOld(final History history) {
    for (int turns = 0; turns < 500; turns++) {
      history.flush();
    }
  }
}
