package dev.plimsoll.engine;

import dev.plimsoll.engine.helper.Expectation;
import dev.plimsoll.engine.helper.HelperSettings;
import dev.plimsoll.engine.helper.Payload;
import dev.plimsoll.engine.helper.SessionEnder;
import dev.plimsoll.engine.helper.SessionHelpers;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionRow;
import dev.plimsoll.session.SessionTable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a tracker does for sessions with helpers, and for those that helpers announced. */
final class HelpedSessions {
  private final SessionTable table;
  private final SessionHelpers helpers;
  private final GreTracker gre;
  private final boolean isOff;
  private final Payload payload = new Payload();
  private final Session details = new Session();
  private final Map<Integer, Boolean> untold = new HashMap<>();

  HelpedSessions(
      final HelperSettings settings,
      final long mostExpected,
      final SessionTable table,
      final SessionEnder ender) {
    this.table = table;
    helpers = new SessionHelpers(settings, mostExpected, ender);
    gre = new GreTracker(helpers.greKeys());
    isOff = helpers.isOff();
  }

  GreTracker gre() {
    return gre;
  }

  /** PPTP's packets tell one of two keys; the other is known from the session that announced it. */
  void complete(final Packet packet) {
    if (!isOff && packet.tuple.protocol() == Protocol.GRE) {
      gre.complete(packet.tuple, packet.bytes, packet.transport, packet.end);
    }
  }

  void advance(final long nowMillis) {
    if (!isOff) {
      helpers.expectations().advance(nowMillis);
    }
  }

  /** Takes the expectation of a session that begins, if it was announced. */
  @Nullable Expectation expected(final Packet first) {
    return isOff ? null : helpers.expectations().take(first.tuple, first.zone);
  }

  /**
   * A session is in the table now; its first packet is read.
   *
   * @return false if the kernel drops the packet and the session
   */
  boolean begun(final Packet first, final SessionRow row, final @Nullable Expectation expectation) {
    if (isOff) {
      return true;
    }
    helpers.begun(first.tuple, row, expectation);
    details.clear();
    if (expectation != null) {
      details.master(expectation.masterTuple());
    }
    details.helper(helpers.nameOf(row.slot()));
    if (details.master() != null || details.helper() != null) {
      table.update(row.slot(), details);
    }
    return read(first, row, 0);
  }

  /**
   * Gives a packet to its session's helper.
   *
   * @return false if the kernel drops the packet
   */
  boolean read(final Packet packet, final SessionRow row, final int direction) {
    if (isOff || !SessionHelpers.mayHave(row.status())) {
      return true;
    }
    Payloads.fill(payload, packet, row, direction);
    return helpers.packet(payload, row);
  }

  /**
   * A packet has changed a session and was dropped then: the change is told with the next one
   * (nf_conntrack_proto.c, {@code nf_confirm}, which tells nothing of what a helper drops).
   */
  void keepUntold(final int slot, final boolean ofState) {
    untold.merge(slot, ofState, Boolean::logicalOr);
  }

  /**
   * What was not told of a session, which is told now.
   *
   * @return whether it was a change of its state; null if nothing is untold
   */
  @Nullable Boolean takeUntold(final int slot) {
    return isOff ? null : untold.remove(slot);
  }

  void ended(final int slot) {
    if (!isOff) {
      untold.remove(slot);
      helpers.ended(slot);
    }
  }
}
