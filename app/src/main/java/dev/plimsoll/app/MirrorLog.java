package dev.plimsoll.app;

import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirroredTable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Writes to the log what the mirror has to say: once, and if the same comes again and again, at
 * growing steps from a minute to an hour, with how often. Two quiet hours begin it anew. One thread
 * at a time.
 */
final class MirrorLog {
  private static final long FIRST_STEP_NANOS = 60_000_000_000L;
  private static final long LONGEST_STEP_NANOS = 60 * FIRST_STEP_NANOS;

  private final Logger log;
  private final LongSupplier nanos;
  private final Map<String, Said> said = new HashMap<>();

  /** When it was written, and how often it came since. */
  private static final class Said {
    private long atNanos;
    private long stepNanos = FIRST_STEP_NANOS;
    private long since;
  }

  MirrorLog(final Logger log, final LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  void accept(final MirrorNotice notice) {
    final String text = NoticeText.of(notice);
    if (text == null) {
      return;
    }
    say(
        switch (notice) {
          case MirrorNotice.Overrun it -> matter("overrun", it.tables());
          case MirrorNotice.Synchronised it -> matter(it.cause().name(), List.of(it.table()));
          case MirrorNotice.Appeared it -> matter("appeared", List.of(it.table()));
          case MirrorNotice.Vanished it -> matter("vanished", List.of(it.table()));
          case MirrorNotice.Failed it -> matter("failed", List.of(it.table()));
        },
        text);
  }

  /** Writes a text, unless the same matter was written just before. */
  void say(final String matter, final String text) {
    final long now = nanos.getAsLong();
    said.values().removeIf(it -> now - it.atNanos > 2 * LONGEST_STEP_NANOS);
    final Said before = said.get(matter);
    if (before == null) {
      final Said first = new Said();
      first.atNanos = now;
      said.put(matter, first);
      log.log(Level.WARNING, "{0}", text);
      return;
    }
    before.since++;
    if (now - before.atNanos >= before.stepNanos) {
      log.log(
          Level.WARNING,
          "{0} (The newest of {1} in the last {2} min.)",
          text,
          before.since,
          (now - before.atNanos) / FIRST_STEP_NANOS);
      before.atNanos = now;
      before.since = 0;
      before.stepNanos = Math.min(2 * before.stepNanos, LONGEST_STEP_NANOS);
    }
  }

  private static String matter(final String kind, final List<MirroredTable> tables) {
    return tables.stream()
        .map(table -> table.namespace().displayName())
        .collect(Collectors.joining(" ", kind + " ", ""));
  }
}
