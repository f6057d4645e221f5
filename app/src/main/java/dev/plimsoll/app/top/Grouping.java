package dev.plimsoll.app.top;

import dev.plimsoll.watch.GroupKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the sessions are grouped by: the choices of the keys 1 to 9, and the way into a group. */
final class Grouping {
  private static final List<List<GroupKey>> CHOICES =
      List.of(
          GroupKey.parse("remote"),
          GroupKey.parse("remote/net"),
          GroupKey.parse("dport,protocol,direction"),
          GroupKey.parse("state"),
          GroupKey.parse("protocol"),
          GroupKey.parse("direction"),
          GroupKey.parse("protocol,state,direction"),
          GroupKey.parse("remote,dport"),
          GroupKey.parse("netns"));

  private Grouping() {}

  /** Nine of them, the first for the key 1. */
  static List<List<GroupKey>> choices() {
    return CHOICES;
  }

  /** The choice after this one; the first after one that was typed. */
  static List<GroupKey> after(final List<GroupKey> keys) {
    return CHOICES.get((CHOICES.indexOf(keys) + 1) % CHOICES.size());
  }

  static String text(final List<GroupKey> keys) {
    return keys.stream().map(GroupKey::toString).collect(Collectors.joining(","));
  }

  /**
   * A filter for the sessions of one group.
   *
   * @param labels one for each key
   * @return null if the language has no words for it: no state, no port, the own namespace
   */
  static @Nullable String filter(final List<GroupKey> keys, final List<String> labels) {
    final List<String> words = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      final String label = labels.get(i);
      final GroupKey.Field field = keys.get(i).field();
      if (label.equals(GroupKey.NONE)
          || field == GroupKey.Field.NAMESPACE && label.equals(GroupKey.OWN_NAMESPACE)) {
        return null;
      }
      words.add(word(field, label));
    }
    return String.join(" ", words);
  }

  private static String word(final GroupKey.Field field, final String label) {
    return switch (field) {
      case PROTOCOL -> "proto:" + label;
      case STATUS ->
          switch (label) {
            case "replied" -> "is:replied is:unassured";
            default -> "is:" + label;
          };
      case STATE -> "state:" + label.toUpperCase(Locale.ROOT);
      case DIRECTION,
          FAMILY,
          LOCAL,
          REMOTE,
          LOCAL_PORT,
          REMOTE_PORT,
          SOURCE,
          DESTINATION,
          SOURCE_PORT,
          DESTINATION_PORT,
          ZONE,
          MARK,
          NAMESPACE ->
          field.word() + ":" + label;
    };
  }
}
