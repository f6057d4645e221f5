package dev.plimsoll.bench;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorSettings;
import dev.plimsoll.kernel.MirrorStatistics;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.SessionFlood;
import dev.plimsoll.lab.TableCeiling;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Makes a {@link Mirror} lose events, by a buffer far too small for a storm of sessions, and
 * measures how long after the storm it equals a fresh dump again. It prints a row of a Markdown
 * table; it exits with 1 if the mirror does not become equal in time, or lost nothing.
 *
 * <p>The seconds include the comparison that found both equal, which is a dump itself, so they are
 * never too few. Needs root.
 */
public final class ForcedLoss {
  private static final int BUFFER_BYTES = 4096;
  private static final int SLACK = 10_000;
  private static final Duration START = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int PAUSE_MILLIS = 50;

  private final LabNamespace namespace;
  private final Mirror mirror;
  private final Session ours = new Session();
  private int dumped;
  private int wrong;

  private ForcedLoss(final LabNamespace namespace, final Mirror mirror) {
    this.namespace = namespace;
    this.mirror = mirror;
  }

  /** The word is the number of sessions to add; half of them are deleted again. */
  public static void main(final String[] words) throws IOException, InterruptedException {
    if (!run(Integer.parseInt(words[0]))) {
      System.exit(1);
    }
  }

  private static boolean run(final int sessions) throws IOException, InterruptedException {
    final MirrorSettings settings = MirrorSettings.defaults().withBufferBytes(BUFFER_BYTES);
    try (TableCeiling _ = TableCeiling.raise(sessions + SLACK);
        LabNamespace namespace = LabNamespace.create();
        SessionFlood flood = SessionFlood.into(namespace.networkNamespace());
        Mirror mirror =
            Mirror.open(List.of(namespace.networkNamespace()), settings, MirrorListener.NONE)
                .start()) {
      if (!mirror.awaitSynchronised(START)) {
        System.err.println("The mirror of an empty table was not ready within 5 s.");
        return false;
      }
      flood.add(sessions);
      flood.delete(sessions / 2);
      final long end = System.nanoTime();
      flood.requireNoRefusal();
      return new ForcedLoss(namespace, mirror).awaitEqual(end);
    }
  }

  private boolean awaitEqual(final long stormEnd) throws IOException, InterruptedException {
    final MirroredTable table = mirror.tables().getFirst();
    long begin = System.nanoTime();
    while (!equalsDump(table)) {
      final Throwable failure = mirror.failure();
      if (failure != null) {
        throw new IOException("the mirror has failed", failure);
      }
      if (System.nanoTime() - stormEnd > LONGEST.toNanos()) {
        System.err.printf(
            Locale.ROOT,
            "The mirror did not become equal within 30 s: %d sessions, the kernel has %d, of which"
                + " %d are missing or differ; %s%n",
            table.sessions().size(),
            dumped,
            wrong,
            table.statistics());
        return false;
      }
      Thread.sleep(PAUSE_MILLIS);
      begin = System.nanoTime();
    }
    final long now = System.nanoTime();
    final MirrorStatistics statistics = table.statistics();
    System.out.printf(
        Locale.ROOT,
        "| %d | %d | %d | %.2f |%n",
        dumped,
        statistics.overruns(),
        statistics.resyncs(),
        (now - stormEnd) / 1e9);
    System.err.printf(Locale.ROOT, "The last comparison took %.2f s of it.%n", (now - begin) / 1e9);
    if (statistics.overruns() == 0) {
      System.err.println("No event was lost, so this shows nothing: try more sessions.");
      return false;
    }
    return true;
  }

  /** Whether the mirror holds each session of a fresh dump, as it is there, and no other. */
  private boolean equalsDump(final MirroredTable table) throws IOException {
    dumped = 0;
    wrong = 0;
    try (Ctnetlink netlink = Ctnetlink.open(namespace.networkNamespace())) {
      netlink.dump(SessionFilter.ALL, session -> compare(session, table.sessions()));
    }
    return wrong == 0 && table.sessions().size() == dumped && table.statistics().synchronised();
  }

  private void compare(final Session session, final SessionTable table) {
    dumped++;
    final int zone =
        session.originalZone() == Session.ABSENT ? session.zone() : session.originalZone();
    final boolean same =
        table.get(session.original(), zone, ours)
            && ours.original().sameAs(session.original())
            && ours.reply().sameAs(session.reply())
            && ours.zone() == session.zone()
            && ours.originalZone() == session.originalZone()
            && ours.id() == session.id()
            && ours.state() == session.state()
            && lasting(ours) == lasting(session);
    if (!same) {
      wrong++;
    }
  }

  // Whether it is just being taken out is nothing that an event tells.
  private static int lasting(final Session session) {
    return session.status() & ~Status.DYING;
  }
}
