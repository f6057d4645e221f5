package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Alert.Phase;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link AlertJudge} remembers of one namespace: the matters that are not over. Immutable and
 * complete: a state that became a text and was read back goes on with the same alerts.
 *
 * @param matters at most one of each kind, in the order of the kinds
 */
public record AlertState(List<Matter> matters) {
  /** Nothing is the matter. */
  public static final AlertState NONE = new AlertState(List.of());

  /**
   * Something that is the case and is told, or will be if it stays.
   *
   * @param kind what it is
   * @param sinceMillis when it began, in milliseconds since 1970
   * @param awayMillis since when it has been away, or {@link LimitState#NEVER}
   * @param told how often it was told
   * @param critical whether the kernel's table was at nine tenths of its maximum
   * @param most the largest count in it; of {@link Kind#DROPS} all that was lost in it
   * @param newest what was told last; null if nothing was
   */
  public record Matter(
      Kind kind,
      long sinceMillis,
      long awayMillis,
      int told,
      boolean critical,
      long most,
      @Nullable Alert newest) {

    // Since when it is away has to be seen anew.
    private Matter unseen() {
      return new Matter(kind, sinceMillis, LimitState.NEVER, told, critical, most, newest);
    }

    private Matter goingOnAs(final Matter later) {
      return new Matter(
          kind,
          sinceMillis,
          later.awayMillis,
          told + later.told,
          critical || later.critical,
          Math.max(most, later.most),
          later.newest == null ? newest : later.newest);
    }
  }

  public AlertState {
    matters = List.copyOf(matters);
  }

  @Nullable Matter matter(final Kind kind) {
    for (final Matter matter : matters) {
      if (matter.kind() == kind) {
        return matter;
      }
    }
    return null;
  }

  /** What was told last of each matter that has been told and is not over. */
  public List<Alert> open() {
    final List<Alert> open = new ArrayList<>();
    for (final Matter matter : matters) {
      if (matter.newest() != null) {
        open.add(matter.newest());
      }
    }
    return open;
  }

  /**
   * This state of an earlier watch, together with one that was begun without knowing it. What is in
   * both is one matter; the later state knows better whether it is away.
   */
  AlertState and(final AlertState later) {
    final List<Matter> both = new ArrayList<>();
    for (final Kind kind : Kind.values()) {
      final Matter here = matter(kind);
      final Matter there = later.matter(kind);
      if (here == null || there == null) {
        Stream.of(there, here == null ? null : here.unseen())
            .filter(Objects::nonNull)
            .forEach(both::add);
      } else {
        both.add(here.goingOnAs(there));
      }
    }
    return new AlertState(both);
  }

  /** The state as a text: one matter a line, form-encoded. */
  public String text() {
    return matters.stream().map(AlertState::line).collect(Collectors.joining("\n"));
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is no such text; the message says what is wrong with it
   */
  public static AlertState parse(final String text) {
    return new AlertState(
        text.lines().filter(line -> !line.isEmpty()).map(AlertState::matter).toList());
  }

  private static String line(final Matter matter) {
    final List<String> fields = new ArrayList<>();
    put(fields, "kind", matter.kind().name());
    put(fields, "since", matter.sinceMillis());
    put(fields, "away", matter.awayMillis());
    put(fields, "told", matter.told());
    put(fields, "critical", matter.critical());
    put(fields, "most", matter.most());
    final Alert newest = matter.newest();
    if (newest != null) {
      put(fields, "id", newest.id());
      put(fields, "phase", newest.phase().name());
      put(fields, "host", newest.host());
      put(fields, "netns", newest.namespace());
      put(fields, "time", newest.timeMillis());
      put(fields, "title", newest.title());
      newest.facts().forEach(fact -> put(fields, "fact", fact));
      put(fields, "changed", newest.whatChanged());
      put(fields, "command", newest.command());
    }
    return String.join("&", fields);
  }

  private static void put(final List<String> fields, final String name, final Object value) {
    fields.add(name + "=" + URLEncoder.encode(value.toString(), UTF_8));
  }

  private static Matter matter(final String line) {
    final Map<String, List<String>> fields = new HashMap<>();
    for (final String field : line.split("&", -1)) {
      final int equals = field.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("a field without a value: " + field);
      }
      fields
          .computeIfAbsent(field.substring(0, equals), _ -> new ArrayList<>())
          .add(URLDecoder.decode(field.substring(equals + 1), UTF_8));
    }
    final Kind kind = Kind.valueOf(one(fields, "kind"));
    final int told = Integer.parseInt(one(fields, "told"));
    if (told < 0 || told > 0 != fields.containsKey("id")) {
      throw new IllegalArgumentException("told " + told + " times does not fit what was told");
    }
    final long since = Long.parseLong(one(fields, "since"));
    return new Matter(
        kind,
        since,
        Long.parseLong(one(fields, "away")),
        told,
        Boolean.parseBoolean(one(fields, "critical")),
        Long.parseLong(one(fields, "most")),
        fields.containsKey("id") ? alert(fields, kind, since) : null);
  }

  private static Alert alert(
      final Map<String, List<String>> fields, final Kind kind, final long since) {
    return new Alert(
        one(fields, "id"),
        kind,
        Phase.valueOf(one(fields, "phase")),
        one(fields, "host"),
        one(fields, "netns"),
        Long.parseLong(one(fields, "time")),
        since,
        one(fields, "title"),
        fields.getOrDefault("fact", List.of()),
        one(fields, "changed"),
        one(fields, "command"));
  }

  private static String one(final Map<String, List<String>> fields, final String name) {
    final List<String> values = fields.get(name);
    if (values == null) {
      throw new IllegalArgumentException("the field " + name + " is missing");
    }
    return values.getFirst();
  }
}
