package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.SessionEvent;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What {@code -e} asks for, gathered over all times that it is given. */
final class EventWords {
  private static final int NEW = 1;
  private static final int UPDATES = 1 << 1;
  private static final int DESTROY = 1 << 2;
  private static final WordList WORDS =
      new WordList(
          Map.of(
              "ALL", NEW | UPDATES | DESTROY, "NEW", NEW, "UPDATES", UPDATES, "DESTROY", DESTROY),
          false);

  private int bits;

  void add(final String text, final Consumer<String> warnings) throws ConntrackUsageException {
    bits |= WORDS.read(text, warnings).set();
  }

  /** All where nothing was asked for. */
  Set<SessionEvent.Type> types() {
    final Set<SessionEvent.Type> types = EnumSet.noneOf(SessionEvent.Type.class);
    if (bits == 0 || (bits & NEW) != 0) {
      types.add(SessionEvent.Type.NEW);
    }
    if (bits == 0 || (bits & UPDATES) != 0) {
      types.add(SessionEvent.Type.UPDATE);
    }
    if (bits == 0 || (bits & DESTROY) != 0) {
      types.add(SessionEvent.Type.DESTROY);
    }
    return types;
  }
}
