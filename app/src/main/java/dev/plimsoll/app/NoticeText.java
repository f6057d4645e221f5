package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirroredTable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a mirror has to say, in plain English. */
final class NoticeText {
  private NoticeText() {}

  /** One line, or null where there is nothing that a person needs to know. */
  static @Nullable String of(final MirrorNotice notice) {
    return switch (notice) {
      case MirrorNotice.Overrun(final var lost) ->
          "the kernel had more events than its buffer holds and dropped some (%s, %s so far)."
                  .formatted(names(lost), times(lost))
              + " The table is read again; only what began and ended in between stays unknown.";
      case MirrorNotice.Synchronised(
              final var table,
              final var cause,
              final long removed,
              final long took)
          when cause != MirrorNotice.Cause.START ->
          "%s: %s after %,d ms: %s sessions, %s that had ended unheard."
              .formatted(
                  table.namespace().displayName(),
                  rightAgain(cause),
                  took,
                  count(table.sessions().size()),
                  count(removed));
      case MirrorNotice.Synchronised _ -> null;
      case MirrorNotice.Appeared _ -> null;
      case MirrorNotice.Vanished(final var table, final String reason) ->
          "network namespace %s is gone: %s".formatted(table.namespace().displayName(), reason);
      case MirrorNotice.Failed(final var table, final String reason) ->
          "%s: the kernel refused several times in a row (%s), so it is opened anew."
              .formatted(table.namespace().displayName(), reason);
    };
  }

  private static String rightAgain(final MirrorNotice.Cause cause) {
    return switch (cause) {
      case START, OVERRUN -> "right again";
      case DRIFT ->
          "the kernel has dropped sessions without a word, as when somebody empties its table. Right"
              + " again";
      case RESIZE ->
          "the kernel's hash table changed its size while it was read, so it was read anew: right";
    };
  }

  private static String times(final List<MirroredTable> tables) {
    final long overruns = tables.stream().mapToLong(t -> t.statistics().overruns()).max().orElse(0);
    return overruns <= 1 ? "once" : count(overruns) + " times";
  }

  private static String names(final List<MirroredTable> tables) {
    return tables.stream()
        .map(table -> table.namespace().displayName())
        .collect(Collectors.joining(", "));
  }
}
