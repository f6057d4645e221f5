package dev.plimsoll.session;

/** What a session is or is not: the words of {@code is:}. */
public enum SessionTrait {
  /** A packet came in the reply direction. */
  REPLIED("replied", Status.SEEN_REPLY, Status.SEEN_REPLY),
  /** No packet came in the reply direction so far. */
  UNREPLIED("unreplied", Status.SEEN_REPLY, 0),
  /** The kernel does not drop it early when the table is full. */
  ASSURED("assured", Status.ASSURED, Status.ASSURED),
  /** The kernel may drop it early when the table is full. */
  UNASSURED("unassured", Status.ASSURED, 0),
  /** Another session's helper expected it. */
  EXPECTED("expected", Status.EXPECTED, Status.EXPECTED),
  /** Its time-out is not refreshed by packets. */
  FIXED_TIMEOUT("fixed-timeout", Status.FIXED_TIMEOUT, Status.FIXED_TIMEOUT),
  /** A flow table forwards it, in software or hardware. */
  OFFLOADED("offloaded", 0, 0),
  /** A flow table in hardware forwards it. */
  HW_OFFLOADED("hw-offloaded", Status.HW_OFFLOAD, Status.HW_OFFLOAD),
  /** Its source or its destination is translated: the reply is not the original's mirror. */
  NAT("nat", 0, 0),
  /** Its source address or port is translated. */
  SNAT("snat", 0, 0),
  /** Its destination address or port is translated. */
  DNAT("dnat", 0, 0),
  /** A helper follows its payload. */
  HELPER("helper", 0, 0),
  /** Both ends, behind NAT, are loopback addresses. */
  LOOPBACK("loopback", 0, 0);

  private final String word;
  private final int statusMask;
  private final int statusBits;

  SessionTrait(final String word, final int statusMask, final int statusBits) {
    this.word = word;
    this.statusMask = statusMask;
    this.statusBits = statusBits;
  }

  /** The word in filters. */
  public String word() {
    return word;
  }

  /** The bits of {@link Status} that alone decide it, or 0 if it takes more to tell. */
  public int statusMask() {
    return statusMask;
  }

  /** The value that the bits of the mask have if it holds. */
  public int statusBits() {
    return statusBits;
  }

  public boolean holdsFor(final Session session) {
    return switch (this) {
      case OFFLOADED -> session.isOffloaded();
      case NAT -> session.isSourceNat() || session.isDestinationNat();
      case SNAT -> session.isSourceNat();
      case DNAT -> session.isDestinationNat();
      case HELPER -> session.helper() != null || (session.status() & Status.HELPER) != 0;
      case LOOPBACK -> isLoopback(session.original()) && isLoopback(session.reply());
      default -> (session.status() & statusMask) == statusBits;
    };
  }

  private static boolean isLoopback(final TupleView tuple) {
    return tuple.family() == Family.IPV4
        ? tuple.sourceLow() >>> 24 == 127
        : tuple.sourceHigh() == 0 && tuple.sourceLow() == 1;
  }
}
