package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleView;
import org.jspecify.annotations.Nullable;

/**
 * A session that a helper has announced: its tuple, of whose source only what the mask covers
 * counts, and the session that announced it, its master.
 */
public final class Expectation {
  private static final long ALL = -1;

  final Master master;
  final Tuple tuple;
  final int expectationClass;

  private long sourceMaskHigh = ALL;
  private long sourceMaskLow = ALL;
  private int sourcePortMask;

  boolean permanent;
  boolean inactive;

  /** Whether its answer is expected too, and whichever begins first takes both. */
  boolean eitherWay;

  @Nullable HelperKind childsHelper;
  long deadlineMillis;
  @Nullable Expectation next;

  /**
   * The session that announces others.
   *
   * @param slot where it is in the table
   * @param original its original tuple
   */
  record Master(int slot, Tuple original, int zone, HelperKind helper) {}

  /**
   * Expects a session from an address, from any port.
   *
   * @param expectationClass one of the helper's classes
   */
  Expectation(final Master master, final int expectationClass, final Tuple tuple) {
    this.master = master;
    this.expectationClass = expectationClass;
    this.tuple = tuple;
  }

  /** Any address may be the source. */
  Expectation fromAnywhere() {
    return fromNetwork(0, 0);
  }

  /** Only these bits of the source address count. */
  Expectation fromNetwork(final long maskHigh, final long maskLow) {
    sourceMaskHigh = maskHigh;
    sourceMaskLow = maskLow;
    return this;
  }

  /** The source port, or key, counts. */
  Expectation fromPort() {
    sourcePortMask = 0xffff;
    return this;
  }

  /** Whether this is the first packet of the expected session. */
  boolean matches(final TupleView first, final int zone) {
    return matches(first, sourceMaskHigh, sourceMaskLow, sourcePortMask) && zone == master.zone;
  }

  /** Whether there are packets that both of them match. */
  boolean clashesWith(final Expectation other) {
    return master.zone == other.master.zone
        && matches(
            other.tuple,
            sourceMaskHigh & other.sourceMaskHigh,
            sourceMaskLow & other.sourceMaskLow,
            sourcePortMask & other.sourcePortMask);
  }

  /** Whether they match the same packets. */
  boolean sameAs(final Expectation other) {
    return tuple.equals(other.tuple)
        && sourceMaskHigh == other.sourceMaskHigh
        && sourceMaskLow == other.sourceMaskLow
        && sourcePortMask == other.sourcePortMask
        && master.zone == other.master.zone;
  }

  private boolean matches(
      final TupleView first, final long maskHigh, final long maskLow, final int portMask) {
    return first.destinationLow() == tuple.destinationLow()
        && first.destinationPort() == tuple.destinationPort()
        && ((first.sourceLow() ^ tuple.sourceLow()) & maskLow) == 0
        && ((first.sourcePort() ^ tuple.sourcePort()) & portMask) == 0
        && first.protocol() == tuple.protocol()
        && first.family() == tuple.family()
        && first.destinationHigh() == tuple.destinationHigh()
        && ((first.sourceHigh() ^ tuple.sourceHigh()) & maskHigh) == 0;
  }

  /** The slot of its master, which is still in the table. */
  public int masterSlot() {
    return master.slot;
  }

  /** The original tuple of its master. */
  public Tuple masterTuple() {
    return master.original;
  }

  /** The expected tuple. What the mask leaves out is 0. */
  public Tuple tuple() {
    return tuple;
  }

  /** The helper that announced it. */
  public HelperKind helper() {
    return master.helper;
  }

  /** The helper of the expected session, or null for none. */
  public @Nullable HelperKind childsHelper() {
    return childsHelper;
  }

  /** When it is given up, in milliseconds since 1970. */
  public long deadlineMillis() {
    return deadlineMillis;
  }

  /** As {@code conntrack -L expect} prints it, without the time left. */
  @Override
  public String toString() {
    final boolean gre = tuple.protocol() == Protocol.GRE;
    final IpAddress mask =
        tuple.family() == Family.IPV4
            ? IpAddress.ipv4(sourceMaskLow)
            : new IpAddress(Family.IPV6, sourceMaskHigh, sourceMaskLow);
    final IpAddress whole =
        tuple.family() == Family.IPV4 ? IpAddress.ipv4(ALL) : new IpAddress(Family.IPV6, ALL, ALL);
    return "proto=%d src=%s dst=%s %s mask-src=%s mask-dst=%s %s master-src=%s master-dst=%s %s %s"
        .formatted(
            tuple.protocol(),
            tuple.source(),
            tuple.destination(),
            ends(gre, tuple.sourcePort(), tuple.destinationPort()),
            mask,
            whole,
            ends(gre, sourcePortMask, 0xffff),
            master.original.source(),
            master.original.destination(),
            ends(false, master.original.sourcePort(), master.original.destinationPort()),
            (permanent ? inactive ? "PERMANENT,INACTIVE " : "PERMANENT " : "")
                + "class=%d helper=%s".formatted(expectationClass, master.helper.word()));
  }

  private static String ends(final boolean keys, final int source, final int destination) {
    return keys
        ? "srckey=0x%x dstkey=0x%x".formatted(source, destination)
        : "sport=%d dport=%d".formatted(source, destination);
  }
}
