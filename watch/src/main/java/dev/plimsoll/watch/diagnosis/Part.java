package dev.plimsoll.watch.diagnosis;

/** A part of a table. Local sessions and Plimsoll's own are in none. */
public enum Part {
  /** All that are counted. */
  SESSIONS,
  /** Begun by this host or a guest. */
  OUT,
  /** Begun by others. */
  IN,
  /** Of which it cannot be told which end is a guest. */
  UNTOLD,
  /** Between a guest and another host, or of two other hosts. */
  FORWARDED,
  /** In a table whose host is not known. */
  UNKNOWN,
  TCP,
  /** TCP, established. */
  ESTABLISHED,
  /** TCP, not answered. */
  SYN_SENT,
  /** TCP, half open, begun by others. */
  SYN_RECV_IN,
  TIME_WAIT,
  /** TCP, established and idle for long. */
  STALE,
  /** TCP, established and never answered. */
  ESTABLISHED_ONE_WAY,
  /** UDP, begun here and not answered. */
  ONE_WAY_UDP_OUT,
  /** Answered. */
  REPLIED,
  /** That the kernel keeps when its table is full. */
  ASSURED,
  /** Whose bytes the kernel counts. */
  COUNTED,
  /** Whose age matters and is not known. */
  UNAGED;

  @SuppressWarnings("EnumOrdinal") // a place in an array that is never stored
  int place() {
    return ordinal();
  }
}
