package dev.plimsoll.watch.diagnosis;

/** What is counted of a key, such as a port or a remote address. */
public enum Measure {
  /** Sessions that began. */
  STARTED,
  /** Sessions that were answered for the first time. */
  ANSWERED,
  /** TCP sessions whose handshake was completed. */
  ASSURED,
  /** TCP sessions that were refused: gone, without an answer, before the kernel's timeout. */
  REFUSED,
  /**
   * TCP sessions whose handshake was completed and that were over within {@link
   * Features#SHORT_SECONDS} seconds.
   */
  SHORT,
  /** Different partners: addresses of a port, or ports of an address. */
  PARTNERS,
  /** Different partners that answered. */
  PARTNERS_ANSWERED,
  /** Different partners with {@link #SHORT} sessions. */
  PARTNERS_SHORT,
  /** Different ports of the other ends. */
  PORTS,
  /** Of a table: TCP sessions whose handshake lacks its last packet. */
  HALF_OPEN,
  /** Of a table: TCP sessions in TIME_WAIT. */
  CLOSED,
  /** Of a table: old established TCP sessions that carried hardly anything. */
  SLOW,
  /** Of a table: packets a second of sessions that nobody answers. */
  UNANSWERED_PACKETS;

  @SuppressWarnings("EnumOrdinal") // a place in an array that is never stored
  int place() {
    return ordinal();
  }
}
