package dev.plimsoll.app.top;

import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.watch.Breakdown;
import dev.plimsoll.watch.GroupKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sessions from the own mirror of the kernel's tables. */
final class MirrorLooks implements LookSource {
  private final Mirror mirror;

  MirrorLooks(final Mirror mirror) {
    this.mirror = mirror;
  }

  @Override
  public Look look(final Question question) {
    final long begin = System.nanoTime();
    final long now = System.currentTimeMillis();
    final Breakdown groups = new Breakdown(question.keys());
    final FirstSessions first =
        new FirstSessions(question.rows(), question.sort().order(question.isFalling()));
    final long[] total = {0};
    final SessionVisitor visitor =
        session -> {
          total[0]++;
          if (question.filter().matches(session)) {
            groups.visit(session);
            first.visit(session);
          }
        };
    for (final MirroredTable table : tables(question)) {
      table.sessions().forEach(now, visitor);
    }
    return new Look(
        question,
        now,
        total[0],
        groups.sessions(),
        groups.groups(),
        groups.top(question.groupRows()),
        first.sessions(),
        followed(question),
        System.nanoTime() - begin);
  }

  private List<MirroredTable> tables(final Question question) {
    final String wanted = question.namespace();
    return mirror.tables().stream()
        .filter(table -> wanted == null || wanted.equals(nameOf(table)))
        .toList();
  }

  /** The name that users know the namespace by. */
  static String nameOf(final MirroredTable table) {
    return Objects.requireNonNullElse(table.namespace().name(), GroupKey.OWN_NAMESPACE);
  }

  private @Nullable Session followed(final Question question) {
    final Question.Name name = question.followed();
    if (name == null) {
      return null;
    }
    final Session session = new Session();
    for (final MirroredTable table : mirror.tables()) {
      if (Objects.equals(table.namespace().name(), name.namespace())
          && table.sessions().get(name.original(), name.zone(), session)) {
        return session;
      }
    }
    return null;
  }
}
