package dev.plimsoll.lab;

import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Knows the sessions of a table by nothing but a beginning and all that is told from then on. */
final class HeardSessions implements MirrorListener {
  private final Set<String> there = new TreeSet<>();
  private final List<String> senseless = new ArrayList<>();
  private int missedBeginnings;
  private int missedEnds;
  private boolean rightAgain;

  synchronized void begin(final SessionTable table) {
    there.addAll(of(table));
  }

  @Override
  public synchronized void event(final MirroredTable table, final SessionEvent event) {
    final String session = text(event.session());
    final boolean makesSense =
        switch (event.type()) {
          case NEW -> there.add(session);
          case UPDATE -> there.contains(session);
          case DESTROY -> there.remove(session);
        };
    if (!makesSense) {
      senseless.add(event.type().word() + ' ' + session);
    }
    if (event.isMissed() && event.type() == SessionEvent.Type.NEW) {
      missedBeginnings++;
    } else if (event.isMissed()) {
      missedEnds++;
    }
  }

  @Override
  public synchronized void notice(final MirrorNotice notice) {
    switch (notice) {
      case MirrorNotice.Synchronised _ -> rightAgain = true;
      case MirrorNotice.Overrun _ -> rightAgain = false;
      default -> {}
    }
  }

  synchronized Set<String> there() {
    return new TreeSet<>(there);
  }

  /** Beginnings of what was there, and what was told of something that was not. */
  synchronized List<String> senseless() {
    return List.copyOf(senseless);
  }

  synchronized boolean isRightAgain() {
    return rightAgain;
  }

  synchronized int missedBeginnings() {
    return missedBeginnings;
  }

  synchronized int missedEnds() {
    return missedEnds;
  }

  static Set<String> of(final SessionTable table) {
    final Set<String> texts = new TreeSet<>();
    table.forEach(session -> texts.add(text(session)));
    return texts;
  }

  private static String text(final Session session) {
    return Tuple.copyOf(session.original()) + " id=" + session.id();
  }
}
