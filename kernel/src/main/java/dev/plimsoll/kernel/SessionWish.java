package dev.plimsoll.kernel;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * What to write of a session into the kernel's table: a new one's tuples and values, or what to
 * change of one that is there. What is absent is not sent (ctnetlink_new_conntrack,
 * nf_conntrack_netlink.c).
 *
 * <p>Mutable, filled once by who reads a command line or a file. Not thread safe.
 */
public final class SessionWish {
  /** An address, a port, or both to translate to; port {@link Session#ABSENT} for none. */
  public record Translation(@Nullable IpAddress address, int port) {}

  private final Session session = new Session();
  private boolean hasStatus;
  private int markMask = -1;
  private @Nullable Translation source;
  private @Nullable Translation destination;
  private int role;
  private long labelMaskHigh;
  private long labelMaskLow;

  /**
   * Tuples, timeout, state, SCTP's tags, mark, zones, labels and helper; what is absent there is
   * not sent.
   */
  public Session session() {
    return session;
  }

  /** Whether the status was asked for: 0 is one, too. */
  public boolean hasStatus() {
    return hasStatus;
  }

  /** Bits of {@link dev.plimsoll.session.Status}. */
  public void status(final int bits) {
    hasStatus = true;
    session.status(bits);
  }

  /** Which bits of the mark a change touches: {@code (mark & ~mask) ^ value}. */
  public int markMask() {
    return markMask;
  }

  public void mark(final int value, final int mask) {
    session.mark(value);
    markMask = mask;
  }

  /** What to translate the source to, or null. */
  public @Nullable Translation source() {
    return source;
  }

  public void source(final Translation to) {
    source = to;
  }

  /** What to translate the destination to, or null. */
  public @Nullable Translation destination() {
    return destination;
  }

  public void destination(final Translation to) {
    destination = to;
  }

  /** Which side of a DCCP session the original's source is: 0 the client's, 1 the server's. */
  public int role() {
    return role;
  }

  public void role(final int side) {
    role = side;
  }

  /** Which labels a change touches, bits 64 to 127; the others stay as they are. */
  public long labelMaskHigh() {
    return labelMaskHigh;
  }

  /** Which labels a change touches, bits 0 to 63. */
  public long labelMaskLow() {
    return labelMaskLow;
  }

  /** Sets the labels of the mask to these values. */
  public void labels(final long high, final long low, final long maskHigh, final long maskLow) {
    session.labels(high, low);
    labelMaskHigh = maskHigh;
    labelMaskLow = maskLow;
  }
}
