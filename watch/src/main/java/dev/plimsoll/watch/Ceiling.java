package dev.plimsoll.watch;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.share;

/**
 * How near a namespace is to the kernel's own ceiling, nf_conntrack_max. It is one number for the
 * host, and each namespace's own entries are compared with it. At the ceiling the kernel refuses
 * new connections, the administrator's among them.
 *
 * @param entries the kernel's counter, expired entries that wait to be collected included
 * @param maximum nf_conntrack_max, or 0 for none
 * @param losses by how much the counters drop, early_drop and insert_failed rose since the look
 *     before, together
 */
public record Ceiling(long entries, long maximum, long losses) {
  /** How bad it is, mildest first. */
  public enum Level {
    /** Below three quarters of the maximum, or no maximum. */
    FREE,
    /** At three quarters of the maximum or more. */
    NEAR,
    /** At nine tenths of the maximum or more. */
    CRITICAL,
    /** Packets or entries were lost since the look before. */
    HIT
  }

  public Ceiling {
    if (entries < 0 || maximum < 0 || losses < 0) {
      throw new IllegalArgumentException("entries, maximum and losses must not be negative");
    }
  }

  public Level level() {
    if (losses > 0) {
      return Level.HIT;
    }
    // The maximum is an unsigned 32-bit number: no product overflows.
    if (maximum == 0 || entries * 4 < maximum * 3) {
      return Level.FREE;
    }
    return entries * 10 < maximum * 9 ? Level.NEAR : Level.CRITICAL;
  }

  /** The finding in plain English. */
  public String sentence() {
    if (losses > 0) {
      return "The kernel dropped %s packets or entries of its table since the last look."
          .formatted(count(losses));
    }
    return maximum == 0
        ? "The kernel sets no maximum for its table."
        : "The kernel's table is at %s of its maximum of %s entries."
            .formatted(share(entries, maximum), count(maximum));
  }
}
