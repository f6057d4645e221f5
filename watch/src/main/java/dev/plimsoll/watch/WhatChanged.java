package dev.plimsoll.watch;

import static dev.plimsoll.watch.PlainText.count;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Which sessions account for the difference between two moments.
 *
 * <p>Services are told where a few of them explain at least half of the difference, because "to
 * port 22" says most; where the difference is spread over many ports, protocol, state and direction
 * are. A remote address is named besides where it alone explains a part worth knowing. A group that
 * is missing from a composition's largest rows counts as nothing there.
 *
 * @param beforeMillis the earlier moment, in milliseconds since 1970
 * @param afterMillis the later one
 * @param difference how many sessions more, or below 0 less, there are at the later one
 * @param groups the groups that account for it, largest difference first; they do not overlap
 * @param remotes single remote addresses that account for it, largest first; they overlap with
 *     {@code groups}
 */
public record WhatChanged(
    long beforeMillis,
    long afterMillis,
    long difference,
    List<Change> groups,
    List<Change> remotes) {

  private static final int MOST_GROUPS = 5;
  private static final int MOST_REMOTES = 3;

  /**
   * A group's part.
   *
   * @param words the group, in words: {@code tcp SYN_SENT out to port 22}
   * @param filter the filter that shows its sessions, in the language of {@code help filter}
   * @param difference how many sessions more, or below 0 less
   * @param now how many sessions it has at the later moment
   * @param remotes with how many remote addresses at the later moment; 0 where that is not counted
   */
  public record Change(String words, String filter, long difference, long now, long remotes) {}

  public WhatChanged {
    groups = List.copyOf(groups);
    remotes = List.copyOf(remotes);
  }

  /** Compares two compositions of one server; the order of the two does not matter. */
  public static WhatChanged between(final Composition one, final Composition other) {
    final boolean inOrder = one.timeMillis() <= other.timeMillis();
    final Composition before = inOrder ? one : other;
    final Composition after = inOrder ? other : one;
    final long difference = after.sessions() - before.sessions();
    return new WhatChanged(
        before.timeMillis(),
        after.timeMillis(),
        difference,
        groups(before, after, difference),
        changes(
            before.remotes(),
            after.remotes(),
            Composition.Remote::address,
            Composition.Remote::sessions,
            (remote, change) ->
                new Change(
                    "with " + remote.address(),
                    "remote:" + remote.address(),
                    change,
                    Math.max(0, remote.sessions()),
                    0),
            difference,
            MOST_REMOTES));
  }

  private static List<Change> groups(
      final Composition before, final Composition after, final long difference) {
    final List<Change> services =
        changes(
            before.services(),
            after.services(),
            service -> List.of(words(service), service.port()),
            Composition.Service::sessions,
            WhatChanged::change,
            difference,
            MOST_GROUPS);
    final long explained = services.stream().mapToLong(Change::difference).sum();
    if (!services.isEmpty() && Math.abs(explained) * 2 >= Math.abs(difference)) {
      return services;
    }
    return changes(
        before.kinds(),
        after.kinds(),
        kind -> words(kind.protocol(), kind.state(), kind.direction()),
        Composition.Kind::sessions,
        (kind, change) ->
            new Change(
                words(kind.protocol(), kind.state(), kind.direction()),
                filter(kind.protocol(), kind.state(), kind.direction()),
                change,
                change < 0 && kind.sessions() == -change ? 0 : kind.sessions(),
                0),
        difference,
        MOST_GROUPS);
  }

  /** Makes a change of a row and its difference. */
  @FunctionalInterface
  private interface Maker<T> {
    Change of(T row, long difference);
  }

  // Rows that changed by at least a twentieth of the whole, in its direction first.
  private static <T> List<Change> changes(
      final List<T> before,
      final List<T> after,
      final Function<T, Object> key,
      final ToLongFunction<T> sessions,
      final Maker<T> maker,
      final long whole,
      final int most) {
    final Map<Object, T> earlier = new HashMap<>();
    before.forEach(row -> earlier.put(key.apply(row), row));
    final List<Change> changes = new ArrayList<>();
    for (final T row : after) {
      final T old = earlier.remove(key.apply(row));
      final long rise = sessions.applyAsLong(row) - (old == null ? 0 : sessions.applyAsLong(old));
      changes.add(maker.of(row, rise));
    }
    earlier.values().forEach(row -> changes.add(gone(maker.of(row, -sessions.applyAsLong(row)))));
    changes.removeIf(
        change -> change.difference() == 0 || Math.abs(change.difference()) * 20 < Math.abs(whole));
    final int sign = Long.signum(whole);
    changes.sort(
        Comparator.<Change>comparingInt(c -> Long.signum(c.difference()) == sign ? 0 : 1)
            .thenComparingLong(c -> -Math.abs(c.difference()))
            .thenComparing(Change::words));
    return List.copyOf(changes.subList(0, Math.min(most, changes.size())));
  }

  private static Change gone(final Change change) {
    return new Change(change.words(), change.filter(), change.difference(), 0, 0);
  }

  private static Change change(final Composition.Service service, final long difference) {
    final String filter = filter(service.protocol(), service.state(), service.direction());
    return new Change(
        words(service),
        service.port() == Composition.NO_PORT ? filter : filter + " dport:" + service.port(),
        difference,
        service.sessions(),
        service.remotes());
  }

  /** A service in words: {@code tcp SYN_SENT out to port 22}. */
  public static String words(final Composition.Service service) {
    final String kind = words(service.protocol(), service.state(), service.direction());
    return service.port() == Composition.NO_PORT ? kind : kind + " to port " + service.port();
  }

  private static String words(final String protocol, final String state, final String direction) {
    return protocol + (state.equals(Composition.NO_STATE) ? "" : " " + state) + " " + direction;
  }

  private static String filter(final String protocol, final String state, final String direction) {
    final String proto = "proto:" + protocol;
    final String inState =
        state.equals(Composition.NO_STATE) ? "" : " state:" + state.toLowerCase(Locale.ROOT);
    return proto + inState + " direction:" + direction;
  }

  /** The whole in plain English, with the time as a clock in a zone shows it. */
  public String sentence(final ZoneId zone) {
    final StringBuilder text = new StringBuilder();
    text.append(signed(difference))
        .append(Math.abs(difference) == 1 ? " session since " : " sessions since ")
        .append(clock(zone));
    if (groups.isEmpty()) {
      return text.append(difference == 0 ? ": nothing changed." : ".").toString();
    }
    String gap = ": ";
    for (final Change group : groups) {
      text.append(gap).append(signed(group.difference())).append(' ');
      text.append(group.difference() > 0 ? "are " : "were ").append(group.words());
      if (group.difference() > 0 && group.remotes() > 1) {
        text.append(", ").append(count(group.remotes())).append(" remotes");
      }
      gap = "; ";
    }
    for (final Change remote : remotes) {
      if (Math.abs(remote.difference()) * 4 >= Math.abs(difference)) {
        text.append(gap).append(signed(remote.difference())).append(' ').append(remote.words());
      }
    }
    return text.append('.').toString();
  }

  private String clock(final ZoneId zone) {
    final var before = Instant.ofEpochMilli(beforeMillis).atZone(zone);
    final var after = Instant.ofEpochMilli(afterMillis).atZone(zone);
    final boolean sameDay = before.toLocalDate().equals(after.toLocalDate());
    return DateTimeFormatter.ofPattern(sameDay ? "HH:mm" : "yyyy-MM-dd HH:mm", Locale.ROOT)
        .format(before);
  }

  private static String signed(final long number) {
    return (number > 0 ? "+" : number < 0 ? "\u2212" : "") + count(Math.abs(number));
  }
}
