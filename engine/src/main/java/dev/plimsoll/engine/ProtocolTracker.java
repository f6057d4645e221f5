package dev.plimsoll.engine;

import dev.plimsoll.session.SessionRow;

/**
 * What one protocol makes of a packet. It keeps what it needs of a session in the row's words and
 * state, sets status bits of its own accord (ASSURED), and leaves counting, refreshing and removing
 * to the {@link Tracker}, by what it returns.
 */
interface ProtocolTracker {
  /** The packet is invalid; the protocol has said why on it. */
  int INVALID = -1;

  /** The packet passes, but changes, refreshes and counts nothing. */
  int IGNORED = -2;

  /** The session ends and the packet begins a new one with the same tuple. */
  int REPEAT = -3;

  /** The packet passes and is counted, and the session ends at once. */
  int END = -4;

  /**
   * Takes the first packet of a session, before {@link #track} takes it too: may a session begin
   * so? The protocol's own words and flags of the row are 0.
   *
   * @return false if not; the reason stands on the packet then
   */
  boolean begin(Packet packet, SessionRow row);

  /**
   * Takes a packet of a session.
   *
   * @param direction 0 for the original one, 1 for the reply
   * @return the kind of timeout from this packet on (see {@link Timeouts}), or one of the constants
   */
  int track(Packet packet, SessionRow row, int direction);
}
