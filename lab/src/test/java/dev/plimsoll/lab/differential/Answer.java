package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.Verdict;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SctpState;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a tracker made of one frame.
 *
 * @param verdict null if the frame came to no verdict: a fragment that waits for others
 * @param events what it said while it took the frame
 * @param session the session that the frame is about, afterwards; null if there is none
 * @param reason why the packet is invalid, if the tracker tells; not compared
 */
record Answer(
    @Nullable Verdict verdict, List<Event> events, @Nullable Entry session, String reason) {

  /** A session, as far as it has to be equal. The timeout is compared apart: both clocks run. */
  record Entry(
      Tuple original,
      Tuple reply,
      int status,
      int state,
      long originalPackets,
      long originalBytes,
      long replyPackets,
      long replyBytes,
      long timeoutMillis) {

    static Entry of(final Session session) {
      return new Entry(
          Tuple.copyOf(session.original()),
          Tuple.copyOf(session.reply()),
          session.status(),
          hasState(session.protocol()) ? session.state() : Session.ABSENT,
          session.originalPackets(),
          session.originalBytes(),
          session.replyPackets(),
          session.replyBytes(),
          session.timeoutMillis());
    }

    Entry withTimeout(final long millis) {
      return new Entry(
          original,
          reply,
          status,
          state,
          originalPackets,
          originalBytes,
          replyPackets,
          replyBytes,
          millis);
    }

    @Override
    public String toString() {
      return "%s%s %.3f s left, %s%d packets %d bytes, reply %d packets %d bytes"
          .formatted(
              stateWord(original.protocol(), state),
              reply.equals(original.inverse()) ? "" : "reply tuple " + reply,
              timeoutMillis / 1000.0,
              statusWords(status),
              originalPackets,
              originalBytes,
              replyPackets,
              replyBytes);
    }
  }

  /**
   * An event. Its timeout and counters are those of the session, which is compared anyway, except
   * for the end of a session.
   */
  record Event(SessionEvent.Type type, Tuple original, int status, int state) {
    static Event of(final SessionEvent.Type type, final Session session) {
      return new Event(
          type,
          Tuple.copyOf(session.original()),
          session.status() & ~Status.DYING,
          hasState(session.protocol()) ? session.state() : Session.ABSENT);
    }

    @Override
    public String toString() {
      return type.word()
          + " "
          + stateWord(original.protocol(), state)
          + statusWords(status).strip();
    }
  }

  private static boolean hasState(final int protocol) {
    return protocol == Protocol.TCP || protocol == Protocol.SCTP;
  }

  private static String stateWord(final int protocol, final int state) {
    if (state == Session.ABSENT) {
      return "";
    }
    return Objects.requireNonNullElse(
            protocol == Protocol.TCP ? TcpState.of(state) : SctpState.of(state), state)
        + " ";
  }

  private static String statusWords(final int status) {
    final StringBuilder words = new StringBuilder();
    for (int bit = 0; bit < STATUS.length; bit++) {
      if ((status >> bit & 1) != 0 && 1 << bit != Status.CONFIRMED) {
        words.append(STATUS[bit]).append(' ');
      }
    }
    return words + ((status & Status.CONFIRMED) == 0 ? "unconfirmed " : "");
  }

  private static final String[] STATUS = {
    "EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED", "SRC_NAT", "DST_NAT", "SEQ_ADJUST",
    "SRC_NAT_DONE", "DST_NAT_DONE", "DYING", "FIXED_TIMEOUT", "TEMPLATE", "NAT_CLASH", "HELPER",
    "OFFLOAD", "HW_OFFLOAD"
  };

  /**
   * Whether the other is the same answer.
   *
   * @param slackMillis by how much the timeouts may differ
   */
  boolean equals(final Answer other, final long slackMillis) {
    return verdict == other.verdict
        && events.equals(other.events)
        && equals(session, other.session, slackMillis);
  }

  static boolean equals(final @Nullable Entry a, final @Nullable Entry b, final long slackMillis) {
    return a == null || b == null
        ? a == null && b == null
        : Math.abs(a.timeoutMillis - b.timeoutMillis) <= slackMillis
            && a.withTimeout(b.timeoutMillis).equals(b);
  }

  @Override
  public String toString() {
    return "%s%s; %s; %s"
        .formatted(
            verdict == null ? "no verdict" : verdict.word(),
            reason.isEmpty() ? "" : " (" + reason + ")",
            session == null ? "no session" : session,
            events.isEmpty() ? "no event" : events);
  }
}
