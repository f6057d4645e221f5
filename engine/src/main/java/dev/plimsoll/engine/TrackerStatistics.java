package dev.plimsoll.engine;

/**
 * What a tracker has counted, as {@code /proc/net/stat/nf_conntrack} has it for the kernel's.
 * Written by the tracker's thread.
 */
public final class TrackerStatistics {
  long packets;
  long invalid;
  long untracked;
  long inserted;
  long expired;
  long dropped;
  long earlyDropped;
  long icmpErrors;

  /** All packets given to the tracker. */
  public long packets() {
    return packets;
  }

  /** Packets that belong to no session and begin none. */
  public long invalid() {
    return invalid;
  }

  /** Packets that are not tracked on purpose. */
  public long untracked() {
    return untracked;
  }

  /** Sessions that were begun. */
  public long inserted() {
    return inserted;
  }

  /** Sessions whose time had come. */
  public long expired() {
    return expired;
  }

  /** Packets dropped because the table was full. */
  public long dropped() {
    return dropped;
  }

  /** Sessions that went to make room for others. */
  public long earlyDropped() {
    return earlyDropped;
  }

  /** ICMP packets that were wrong or about no known session. */
  public long icmpErrors() {
    return icmpErrors;
  }
}
