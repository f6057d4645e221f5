package dev.plimsoll.app.top;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleView;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.PlainText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that is known of one session, a line for each thing. */
final class SessionDetail {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);
  private static final int LABEL_COLUMNS = 11;

  private final List<Line> lines = new ArrayList<>();
  private final Session session;
  private final Glyphs glyphs;

  private SessionDetail(final Session session, final Glyphs glyphs) {
    this.session = session;
    this.glyphs = glyphs;
  }

  /** The lines; those that matter most come first. */
  static List<Line> of(final Session session, final Glyphs glyphs, final ZoneId zone) {
    final SessionDetail detail = new SessionDetail(session, glyphs);
    detail.identity();
    detail.counters();
    detail.times(zone);
    detail.rest();
    return detail.lines;
  }

  private void identity() {
    final String state = Objects.requireNonNullElse(session.stateName(), "");
    field(
        "Session",
        (Protocol.displayName(session.protocol()) + " " + state).strip()
            + ", "
            + session.direction().word());
    field("Original", tuple(session.original()));
    field("Reply", tuple(session.reply()));
    field("Remote", SessionColumns.end(session, session.remote()));
    field("Status", status());
  }

  private void counters() {
    if (!session.hasCounters()) {
      field("Counted", "nothing: net.netfilter.nf_conntrack_acct is off");
      return;
    }
    field("Sent", counted(session.originalPackets(), session.originalBytes()));
    field("Answered", counted(session.replyPackets(), session.replyBytes()));
  }

  private static String counted(final long packets, final long bytes) {
    return "%s %s, %s bytes"
        .formatted(count(packets), packets == 1 ? "packet" : "packets", count(bytes));
  }

  private void times(final ZoneId zone) {
    lines.add(
        label("Time left")
            .plus(
                session.timeoutMillis() < 0
                    ? "not told: it is offloaded"
                    : Amount.timeLeft(session) + ", unless a packet comes",
                SessionColumns.timeTint(session)));
    if (session.startNanos() != 0) {
      final Instant start = Instant.ofEpochSecond(0, session.startNanos());
      field(
          "Began",
          TIME.withZone(zone).format(start)
              + ", "
              + PlainText.minutes(session.ageSeconds() * 1_000)
              + " ago");
    }
  }

  private void rest() {
    if (session.hasMark()) {
      field("Mark", "0x" + Integer.toHexString(session.mark()));
    }
    if (session.zone() != 0 || session.originalZone() > 0 || session.replyZone() > 0) {
      field("Zone", zones());
    }
    field("Helper", session.helper());
    field("Context", session.securityContext());
    if (session.hasLabels()) {
      final BitSet labels = BitSet.valueOf(new long[] {session.labelsLow(), session.labelsHigh()});
      field("Labels", labels.toString());
    }
    final Tuple master = session.master();
    field("Master", master == null ? null : tuple(master));
    field("Namespace", Objects.requireNonNullElse(session.namespace(), GroupKey.OWN_NAMESPACE));
    if (session.hasId()) {
      field("Id", Integer.toUnsignedString(session.id()));
    }
    if (session.use() != 0) {
      field("Use", Integer.toString(session.use()));
    }
  }

  private String zones() {
    final String both = Integer.toString(session.zone());
    if (session.originalZone() == Session.ABSENT && session.replyZone() == Session.ABSENT) {
      return both;
    }
    return "original %s, reply %s"
        .formatted(
            session.originalZone() == Session.ABSENT ? both : session.originalZone(),
            session.replyZone() == Session.ABSENT ? both : session.replyZone());
  }

  private String status() {
    final List<String> words = new ArrayList<>();
    words.add(session.isReplied() ? "replied" : "unreplied");
    words.add(session.isAssured() ? "assured" : "unassured");
    word(words, session.isSourceNat(), "source translated");
    word(words, session.isDestinationNat(), "destination translated");
    word(words, (session.status() & Status.EXPECTED) != 0, "expected");
    word(words, session.isOffloaded(), "offloaded");
    word(words, (session.status() & Status.FIXED_TIMEOUT) != 0, "fixed time-out");
    return String.join(", ", words);
  }

  private static void word(final List<String> words, final boolean holds, final String word) {
    if (holds) {
      words.add(word);
    }
  }

  private String tuple(final TupleView tuple) {
    final int protocol = tuple.protocol();
    final String ends =
        SessionColumns.end(protocol, tuple.source().toString(), tuple.sourcePort())
            + (glyphs.isUnicode() ? " → " : " -> ")
            + SessionColumns.end(protocol, tuple.destination().toString(), tuple.destinationPort());
    if (Protocol.isIcmp(protocol)) {
      return ends
          + ", type %d code %d id %d".formatted(tuple.icmpType(), tuple.icmpCode(), tuple.icmpId());
    }
    return protocol == Protocol.GRE
        ? ends + ", keys %#x and %#x".formatted(tuple.sourcePort(), tuple.destinationPort())
        : ends;
  }

  private void field(final String label, final @Nullable String value) {
    if (value != null) {
      lines.add(label(label).plus(value));
    }
  }

  private static Line label(final String label) {
    return Line.of(label + " ".repeat(LABEL_COLUMNS - label.length()), Tint.DIM);
  }
}
