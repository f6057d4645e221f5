package dev.plimsoll.watch;

import dev.plimsoll.session.SessionTable;
import java.io.IOException;

/**
 * One server's table as the watch needs it. The kernel's adapter is wired to it where the parts
 * meet; a test has its own.
 */
public interface TableSource {
  /** The network namespace's name, or {@link GroupKey#OWN_NAMESPACE}. */
  String namespace();

  /**
   * Counts, at a cost that does not depend on how many sessions there are.
   *
   * @throws IOException if it cannot be known; the message says why, in plain English
   */
  Count count() throws IOException;

  /**
   * A count.
   *
   * @param sessions live sessions, or -1 where nobody follows them at present
   * @param entries the kernel's counter
   * @param maximum nf_conntrack_max, or 0 for none
   * @param totals what has happened since the watch began
   */
  record Count(long sessions, long entries, long maximum, Totals totals) {
    public boolean isSynchronised() {
      return sessions >= 0;
    }
  }

  /** The live sessions, for any thread to read; behind the kernel while nobody follows them. */
  SessionTable sessions();

  /** The namespace's timeouts. */
  Timeouts timeouts();
}
