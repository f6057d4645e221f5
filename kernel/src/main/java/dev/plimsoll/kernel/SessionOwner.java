package dev.plimsoll.kernel;

import dev.plimsoll.kernel.process.ProcessFacts;
import dev.plimsoll.kernel.process.ProcessSign;
import java.util.Set;

/**
 * A process that owns sessions.
 *
 * @param process as it was seen last
 * @param running whether it was there at this look
 * @param certain how many sessions are its own: it has their sockets, or was seen with them
 * @param likely how many more are likely its own: it listens where they came to, or was seen to
 *     connect to the same remote or port lately, and hardly anybody else was
 * @param cpuShare of one processor that it used since an earlier look at it at least a second ago,
 *     or else since its start: 1 is one processor all the time
 * @param signs evidence against it, {@link ProcessFacts#signs} included
 */
public record SessionOwner(
    ProcessFacts process,
    boolean running,
    long certain,
    long likely,
    double cpuShare,
    Set<ProcessSign> signs) {
  public SessionOwner {
    signs = Set.copyOf(signs);
  }

  /** All its sessions, certain or likely. */
  public long sessions() {
    return certain + likely;
  }
}
