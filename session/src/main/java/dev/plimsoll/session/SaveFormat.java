package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A command line of conntrack(8) per session, for {@code conntrack -R} ({@code -o save}).
 *
 * <p>Wherever the original's line can be loaded and says all, this is the original's line. It is
 * not where the original loses something, or writes what {@code -R} then refuses:
 *
 * <ul>
 *   <li>a mark ({@code -m}) and labels ({@code --label-add}) stand at the end; the original leaves
 *       them out;
 *   <li>a translation of the port alone is {@code -n} or {@code -g} too; the original writes a
 *       plain reply tuple, and the session that is loaded from it is not translated;
 *   <li>of the status it writes what the kernel lets one set; the original writes EXPECTED as well,
 *       which the kernel refuses;
 *   <li>DCCP has its compulsory options.
 * </ul>
 *
 * <p>A deletion ({@code -D}) names the session, so it has none of these. Immutable.
 */
public final class SaveFormat implements SessionFormat {
  private static final byte[] TIMEOUT = ascii(" -t ");
  private static final byte[] STATUS = ascii(" -u ");
  private static final byte[] UNSET = ascii("UNSET");
  private static final byte[] ZONE = ascii(" -w ");
  private static final byte[] ORIGINAL_ZONE = ascii(" --orig-zone ");
  private static final byte[] REPLY_ZONE = ascii(" --reply-zone ");
  private static final byte[] SOURCE = ascii(" -s ");
  private static final byte[] DESTINATION = ascii(" -d ");
  private static final byte[] REPLY_SOURCE = ascii(" -r ");
  private static final byte[] REPLY_DESTINATION = ascii(" -q ");
  private static final byte[] TO_SOURCE = ascii(" -n ");
  private static final byte[] TO_DESTINATION = ascii(" -g ");
  private static final byte[] PROTOCOL = ascii(" -p ");
  private static final byte[] STATE = ascii(" --state ");
  private static final byte[] ORIGINAL_TAG = ascii(" --orig-vtag ");
  private static final byte[] REPLY_TAG = ascii(" --reply-vtag ");
  private static final byte[] DCCP = ascii(" --state NONE --role client");
  private static final byte[] MARK = ascii(" -m ");
  private static final byte[] LABELS = ascii(" --label-add ");
  private static final byte[] HELPER = ascii(" --helper ");
  private static final byte[][] PORTS =
      words(" --sport ", " --dport ", " --reply-port-src ", " --reply-port-dst ");
  private static final byte[][] KEYS =
      words(" --srckey ", " --dstkey ", " --reply-key-src ", " --reply-key-dst ");
  private static final byte[][] ICMP = words(" --icmp-type ", " --icmp-code ", " --icmp-id ");
  private static final byte[][] ICMPV6 =
      words(" --icmpv6-type ", " --icmpv6-code ", " --icmpv6-id ");

  /** What the line does with the session. */
  private enum Command {
    ADD("-A"),
    UPDATE("-U"),
    DELETE("-D");

    private final String option;

    Command(final String option) {
      this.option = option;
    }
  }

  private final Command command;
  private final LabelNames labels;
  private final ChangedBy changedBy;
  private final boolean complete;

  private SaveFormat(
      final Command command,
      final LabelNames labels,
      final ChangedBy changedBy,
      final boolean complete) {
    this.command = command;
    this.labels = labels;
    this.changedBy = changedBy;
    this.complete = complete;
  }

  /** Sessions as commands that add them, events as commands that do them again. */
  public static SaveFormat additions() {
    return new SaveFormat(Command.ADD, LabelNames.NONE, ChangedBy.PORT, false);
  }

  /** Sessions as commands that change them to what they are ({@code -U -o save}). */
  public static SaveFormat updates() {
    return new SaveFormat(Command.UPDATE, LabelNames.NONE, ChangedBy.PORT, false);
  }

  /** Sessions as commands that delete them ({@code -D -o save}). */
  public static SaveFormat deletions() {
    return new SaveFormat(Command.DELETE, LabelNames.NONE, ChangedBy.PORT, false);
  }

  /** With the labels that have a name. */
  public SaveFormat withLabels(final LabelNames names) {
    return new SaveFormat(command, names, changedBy, complete);
  }

  /** With the name of the program behind an event, where the function knows it. */
  public SaveFormat withPrograms(final IntFunction<@Nullable String> names) {
    return new SaveFormat(command, labels, new ChangedBy(names), complete);
  }

  /** With the helper too, {@code --helper}, which conntrack(8) has no option for. */
  public SaveFormat complete() {
    return new SaveFormat(command, labels, changedBy, true);
  }

  private static byte[][] words(final String... words) {
    final byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = ascii(words[i]);
    }
    return bytes;
  }

  @Override
  public void write(final SessionEvent event, final LineBuffer line) {
    final Command eventCommand =
        switch (event.type()) {
          case NEW -> Command.ADD;
          case UPDATE -> Command.UPDATE;
          case DESTROY -> Command.DELETE;
        };
    put(eventCommand, event.session(), line);
    changedBy.put(event, line);
    line.put('\n');
  }

  @Override
  public void write(final Session session, final LineBuffer line) {
    put(command, session, line);
    line.put('\n');
  }

  private void put(final Command what, final Session session, final LineBuffer line) {
    line.put(what.option);
    if (session.timeoutMillis() >= 0) {
      line.put(TIMEOUT).put(session.timeoutSeconds());
    }
    putStatus(session.status(), line.put(STATUS));
    putZones(session, line);
    putAddresses(session, line);
    putProtocol(session, what, line);
    if (what == Command.DELETE) {
      return;
    }
    // An update to 0 tells so; a new session has 0 by itself.
    if (session.mark() != 0 || (what == Command.UPDATE && session.hasMark())) {
      line.put(MARK).put(session.mark() & 0xffff_ffffL);
    }
    if (labels.namesAnyOf(session)) {
      putLabels(session, line.put(LABELS));
    }
    final String helper = session.helper();
    if (complete && helper != null) {
      line.put(HELPER).put(helper);
    }
  }

  private static void putStatus(final int status, final LineBuffer line) {
    final int before = line.length();
    putStatus(status, Status.SEEN_REPLY, "SEEN_REPLY", before, line);
    putStatus(status, Status.ASSURED, "ASSURED", before, line);
    putStatus(status, Status.FIXED_TIMEOUT, "FIXED_TIMEOUT", before, line);
    if (line.length() == before) {
      line.put(UNSET);
    }
  }

  private static void putStatus(
      final int status, final int bit, final String word, final int before, final LineBuffer line) {
    if ((status & bit) != 0) {
      if (line.length() > before) {
        line.put(',');
      }
      line.put(word);
    }
  }

  private static void putZones(final Session session, final LineBuffer line) {
    if (session.zone() != 0) {
      line.put(ZONE).put(session.zone());
    }
    if (session.originalZone() != Session.ABSENT) {
      line.put(ORIGINAL_ZONE).put(session.originalZone());
    }
    if (session.replyZone() != Session.ABSENT) {
      line.put(REPLY_ZONE).put(session.replyZone());
    }
  }

  private static void putAddresses(final Session session, final LineBuffer line) {
    final TupleView original = session.original();
    final TupleView reply = session.reply();
    final boolean toDestination = (session.status() & Status.DST_NAT) != 0;
    final boolean toSource = (session.status() & Status.SRC_NAT) != 0;
    putSource(original, line.put(SOURCE));
    putDestination(original, line.put(DESTINATION));
    putSource(reply, line.put(toDestination ? TO_DESTINATION : REPLY_SOURCE));
    putDestination(reply, line.put(toSource ? TO_SOURCE : REPLY_DESTINATION));
  }

  private static void putSource(final TupleView tuple, final LineBuffer line) {
    line.putAddress(tuple.family(), tuple.sourceHigh(), tuple.sourceLow());
  }

  private static void putDestination(final TupleView tuple, final LineBuffer line) {
    line.putAddress(tuple.family(), tuple.destinationHigh(), tuple.destinationLow());
  }

  private static void putProtocol(
      final Session session, final Command what, final LineBuffer line) {
    final int protocol = session.protocol();
    line.put(PROTOCOL);
    switch (protocol) {
      case Protocol.TCP, Protocol.UDP, Protocol.UDPLITE, Protocol.SCTP ->
          putPairs(session, PORTS, line.put(Protocol.kernelName(protocol)));
      case Protocol.DCCP -> putDccp(session, what, line);
      case Protocol.GRE -> putPairs(session, KEYS, line.put("gre"));
      case Protocol.ICMP -> putIcmp(session.original(), ICMP, line.put("icmp"));
      case Protocol.ICMPV6 -> putIcmp(session.original(), ICMPV6, line.put("icmpv6"));
      default -> line.put(protocol);
    }
    if (session.state() >= 0) {
      final String state = session.stateName();
      line.put(STATE).put(state == null ? "NONE" : state);
    }
    if (session.hasTags()) {
      line.put(ORIGINAL_TAG).put(session.originalTag() & 0xffff_ffffL);
      line.put(REPLY_TAG).put(session.replyTag() & 0xffff_ffffL);
    }
  }

  private static void putPairs(
      final Session session, final byte[][] options, final LineBuffer line) {
    line.put(options[0]).put(session.original().sourcePort());
    line.put(options[1]).put(session.original().destinationPort());
    line.put(options[2]).put(session.reply().sourcePort());
    line.put(options[3]).put(session.reply().destinationPort());
  }

  // Without ports and a state -A refuses it, and with it the whole file.
  private static void putDccp(final Session session, final Command what, final LineBuffer line) {
    line.put("dccp");
    if (what != Command.DELETE) {
      putPairs(session, PORTS, line);
      line.put(DCCP);
    }
  }

  private static void putIcmp(
      final TupleView tuple, final byte[][] options, final LineBuffer line) {
    line.put(options[0]).put(tuple.icmpType());
    line.put(options[1]).put(tuple.icmpCode());
    line.put(options[2]).put(tuple.icmpId());
  }

  // -R takes a word in quotes for one.
  private void putLabels(final Session session, final LineBuffer line) {
    boolean spaces = false;
    for (int bit = labels.next(session, 0);
        bit < LabelNames.BITS;
        bit = labels.next(session, bit + 1)) {
      spaces |= String.valueOf(labels.name(bit)).indexOf(' ') >= 0;
    }
    if (spaces) {
      line.put('"');
    }
    labels.put(session, line);
    if (spaces) {
      line.put('"');
    }
  }
}
