package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.Tuple;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies all that a mirror tells to the sessions of one moment. Each beginning must be of a
 * session that is not there, each end of one that is; and each time that the table is right again
 * after an overrun both must be equal.
 *
 * <p>One exception may be allowed: no dump shows a session that has expired and that the kernel has
 * not collected yet. So its end may come late, after a missed one or without a beginning.
 */
final class Replay implements MirrorListener {
  private final long seed;
  private final Set<String> there = new TreeSet<>();
  private boolean endsMayBeLate;
  private boolean begun;
  int missed;
  int resynchronisations;

  Replay(final long seed) {
    this.seed = seed;
  }

  /** From now on; with the sessions of the table as it is. */
  void begin(final MirroredTable table) {
    there.addAll(sessions(table));
    begun = true;
  }

  void allowLateEnds() {
    endsMayBeLate = true;
  }

  @Override
  public void event(final MirroredTable table, final SessionEvent event) {
    missed += event.isMissed() ? 1 : 0;
    if (!begun) {
      return;
    }
    final String session = text(event.session());
    final boolean makesSense =
        switch (event.type()) {
          case NEW -> there.add(session);
          case UPDATE -> there.contains(session);
          case DESTROY -> there.remove(session) || endsMayBeLate && !event.isMissed();
        };
    assertThat(makesSense)
        .as("seed %d: %s%s of %s", seed, event.isMissed() ? "missed " : "", event.type(), session)
        .isTrue();
  }

  @Override
  public void notice(final MirrorNotice notice) {
    if (begun
        && notice instanceof MirrorNotice.Synchronised(final var table, final var cause, _, _)
        && cause == MirrorNotice.Cause.OVERRUN) {
      resynchronisations++;
      assertEquals(table);
    }
  }

  void assertEquals(final MirroredTable table) {
    assertThat(there).as("seed %d", seed).isEqualTo(sessions(table));
  }

  private static Set<String> sessions(final MirroredTable table) {
    final Set<String> texts = new TreeSet<>();
    table.sessions().forEach(session -> texts.add(text(session)));
    return texts;
  }

  private static String text(final Session session) {
    return Tuple.copyOf(session.original()) + " id=" + session.id();
  }
}
