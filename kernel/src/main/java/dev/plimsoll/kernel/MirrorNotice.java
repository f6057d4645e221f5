package dev.plimsoll.kernel;

import java.util.List;

/** What a {@link Mirror} has to say besides the kernel's own events. */
public sealed interface MirrorNotice {

  /** Why a table was dumped. */
  enum Cause {
    /** The mirror of this namespace began. */
    START,
    /** Events were lost. */
    OVERRUN,
    /** The number of sessions did not fit the kernel's count. */
    DRIFT,
    /** The kernel's hash table changed its size under the dump before. */
    RESIZE
  }

  /** A namespace is followed from now on; its table is still to be filled. */
  record Appeared(MirroredTable table) implements MirrorNotice {}

  /**
   * A namespace is not followed any more.
   *
   * @param reason in plain words
   */
  record Vanished(MirroredTable table, String reason) implements MirrorNotice {}

  /**
   * The kernel refused several times in a row to tell what a namespace's table needs, so the
   * namespace is given up. It is opened anew if it is still there, which {@link Appeared} tells.
   *
   * @param reason what the kernel refused last, and why
   */
  record Failed(MirroredTable table, String reason) implements MirrorNotice {}

  /**
   * The socket's buffer overran and the kernel dropped events of these namespaces. It is said once
   * until they are right again; {@link MirrorStatistics#overruns} counts them all.
   */
  record Overrun(List<MirroredTable> tables) implements MirrorNotice {
    public Overrun {
      tables = List.copyOf(tables);
    }
  }

  /**
   * The table equals the kernel's again, or for the first time; after an overrun the missed events
   * have been told.
   *
   * @param removed sessions of the old table that were gone
   * @param tookMillis from the beginning of the dump until the table was right
   */
  record Synchronised(MirroredTable table, Cause cause, long removed, long tookMillis)
      implements MirrorNotice {}
}
