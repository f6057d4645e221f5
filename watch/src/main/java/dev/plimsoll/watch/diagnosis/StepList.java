package dev.plimsoll.watch.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps in the order in which they are to be done, each under an id of its own. */
final class StepList {
  private static final int LONGEST_ID = 60;

  private final List<Step> steps = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  /** Adds a step, unless the very same is there already. */
  void add(
      final String id,
      final String title,
      final String reason,
      final List<String> commands,
      final String changes,
      final String undo,
      final @Nullable Action action) {
    if (action != null && steps.stream().anyMatch(step -> action.equals(step.action()))) {
      return;
    }
    steps.add(new Step(unique(plain(id)), title, reason, commands, changes, undo, action));
  }

  /** Adds a step that only a person can take. */
  void add(
      final String id,
      final String title,
      final String reason,
      final List<String> commands,
      final String changes,
      final String undo) {
    add(id, title, reason, commands, changes, undo, null);
  }

  /** Adds a step that was made elsewhere. */
  void add(final Step step) {
    add(
        step.id(),
        step.title(),
        step.reason(),
        step.commands(),
        step.changes(),
        step.undo(),
        step.action());
  }

  List<Step> toList() {
    return List.copyOf(steps);
  }

  // It is typed: names that somebody else chose have no place in it as they are.
  private static String plain(final String id) {
    final String plain = id.replaceAll("[^A-Za-z0-9._:@-]", "_");
    return plain.length() <= LONGEST_ID ? plain : plain.substring(0, LONGEST_ID);
  }

  private String unique(final String id) {
    String unique = id;
    for (int i = 2; !ids.add(unique); i++) {
      unique = id + "-" + i;
    }
    return unique;
  }
}
