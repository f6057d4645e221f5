package dev.plimsoll.engine;

import java.util.Locale;

/**
 * What the tracker says of a packet (include/uapi/linux/netfilter/nf_conntrack_common.h, {@code
 * enum ip_conntrack_info}), as {@code ct state} and {@code ct direction} of nftables see it.
 */
public enum Verdict {
  /** The first packets of a session, until it is answered. */
  NEW,
  /** A packet of the original direction of a session that was answered. */
  ESTABLISHED,
  /** A packet of the reply direction. */
  REPLY,
  /** The first packets of an expected session, or an error about one in the original direction. */
  RELATED,
  /** An error about a session in the reply direction. */
  RELATED_REPLY,
  /** Belongs to no session and begins none; {@link Packet#reason} says why. */
  INVALID,
  /** Not tracked on purpose: neighbour discovery and the like. */
  UNTRACKED,
  /** Dropped: the table is full. */
  DROPPED;

  /** The word used in JSON, CSV and filters. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
