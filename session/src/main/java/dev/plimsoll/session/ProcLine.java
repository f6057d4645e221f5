package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import java.util.Arrays;

/**
 * Reads lines of {@code /proc/net/nf_conntrack}, of this kernel and of others, and as far as they
 * are clear those of {@code conntrack -L}, with {@code -o extended}, {@code -o id} or without.
 *
 * <p>What the text does not say stays absent: /proc has no id, no helper, no labels, no master, and
 * of the status only whether a reply was seen, whether the session is assured, and the offload.
 * Whatever it shows is confirmed. The start is the look ({@link Session#observedNanos()}, to be set
 * before) minus {@code delta-time}, so up to a second late. {@code use} is taken one lower where it
 * is the kernel's own line, which is told by the address family in front and a use of 2 or more.
 *
 * <p>Words that it does not know are skipped and counted; known ones without a place in a session
 * ({@code secmark=}, {@code labels=}, {@code [start=]}, the timeouts of GRE: names of a file, times
 * without a zone, settings) are skipped. No line makes it throw. It makes no object per line, but
 * for texts that it had not seen before. Not thread safe.
 */
public final class ProcLine {
  private static final byte[] IPV4 = ascii("ipv4");
  private static final byte[] IPV6 = ascii("ipv6");
  private static final byte[] UNREPLIED = ascii("[UNREPLIED]");
  private static final byte[] ASSURED = ascii("[ASSURED]");
  private static final byte[] OFFLOAD = ascii("[OFFLOAD]");
  private static final byte[] HW_OFFLOAD = ascii("[HW_OFFLOAD]");
  private static final byte[] START = ascii("[start=");
  private static final byte[] STOP = ascii("[stop=");
  private static final byte[][] TCP_STATES = names(TcpState.values());
  private static final byte[][] SCTP_STATES = names(SctpState.values());
  // SYN_SENT2 was called so until Linux 2.6.31, and is by conntrack's option --state.
  private static final byte[] LISTEN = ascii("LISTEN");
  private static final int SYN_SENT2 = 9;

  // Longer than that is no age, but a clock that was set back.
  private static final long MAX_AGE_SECONDS = 1L << 32;

  // The kernel's counts of references stay far below.
  private static final long MAX_USE = Integer.MAX_VALUE - 1;

  // Which parts of a tuple were there.
  private static final int HAS_SOURCE = 1;
  private static final int HAS_DESTINATION = 1 << 1;
  private static final int HAS_FIRST = 1 << 2;
  private static final int HAS_SECOND = 1 << 3;
  private static final int HAS_CODE = 1 << 4;

  private final WordScanner words = new WordScanner();
  private final AddressReader address = new AddressReader();
  private final KnownTexts texts = new KnownTexts();
  private long unknownWords;
  private String expected = "";

  private boolean kernelLine;
  private boolean inReply;
  private int originalParts;
  private int replyParts;
  private long packets;

  private static byte[][] names(final Enum<?>[] states) {
    return Arrays.stream(states).map(s -> ascii(s.name())).toArray(byte[][]::new);
  }

  /** Words skipped because this version of Plimsoll does not know them, so far. */
  public long unknownWords() {
    return unknownWords;
  }

  /**
   * Why the last line could not be read: the column and what was expected there, such as {@code
   * column 24: expected an IPv4 or IPv6 address}. Empty if it could.
   */
  public String problem() {
    return expected.isEmpty() ? "" : "column " + words.column() + ": expected " + expected;
  }

  /**
   * Reads one line.
   *
   * @param b holds the line, without its line feed
   * @param from where it begins
   * @param to where it ends
   * @param into cleared and filled; its namespace, host and time of the look stay
   * @return whether it holds a session; else {@link #problem()} says why, and {@code into} is not
   *     to be used
   */
  public boolean parse(final byte[] b, final int from, final int to, final Session into) {
    into.clear();
    into.status(Status.CONFIRMED | Status.SEEN_REPLY);
    expected = "";
    words.reset(b, from, to);
    inReply = false;
    originalParts = 0;
    replyParts = 0;
    packets = 0;
    if (!readHead(into)) {
      return false;
    }
    do {
      if (words.isBracket()) {
        readFlag(into);
      } else if (!readField(into)) {
        return false;
      }
    } while (words.next());
    return isComplete(into.protocol());
  }

  private boolean fail(final String wanted) {
    expected = wanted;
    return false;
  }

  /** Family, protocol, time left and state; stops at the first word that is none of them. */
  private boolean readHead(final Session into) {
    if (!words.next() || words.isBracket() || words.hasKey()) {
      return fail("an address family or a protocol");
    }
    kernelLine = words.is(IPV4) || words.is(IPV6);
    if (kernelLine) {
      final int family = words.is(IPV4) ? Family.IPV4 : Family.IPV6;
      if (!words.next() || words.number() != family) {
        return fail("the number of the address family, " + family);
      }
      // Makes the addresses be of this family.
      into.original().source(family, 0, 0);
      if (!words.next() || words.isBracket() || words.hasKey()) {
        return fail("a protocol");
      }
    }
    if (!words.next() || words.number() < 0 || words.number() > 255) {
      return fail("the number of the protocol, 0 to 255");
    }
    final int protocol = (int) words.number();
    into.original().protocol(protocol);
    into.reply().protocol(protocol);
    if (!words.next()) {
      return fail("the time left, a state or src=");
    }
    if (words.startsWithDigit()) {
      final long seconds = words.number();
      if (seconds < 0 || seconds > 0xffff_ffffL) {
        return fail("the time left in seconds");
      }
      into.timeoutMillis(seconds * 1000);
      if (!words.next()) {
        return fail("a state or src=");
      }
    }
    return readState(into);
  }

  private boolean readState(final Session into) {
    while (!words.hasKey() && !words.isBracket()) {
      final int state = stateNumber(into.protocol());
      if (state < 0 || into.state() >= 0) {
        unknownWords++;
      } else {
        into.state(state);
      }
      if (!words.next()) {
        return fail("src=");
      }
    }
    return true;
  }

  private int stateNumber(final int protocol) {
    final byte[][] states =
        switch (protocol) {
          case Protocol.TCP -> TCP_STATES;
          case Protocol.SCTP -> SCTP_STATES;
          default -> new byte[0][];
        };
    for (int i = 0; i < states.length; i++) {
      if (words.is(states[i])) {
        return i;
      }
    }
    return protocol == Protocol.TCP && words.is(LISTEN) ? SYN_SENT2 : Session.ABSENT;
  }

  private void readFlag(final Session into) {
    final int status = into.status();
    if (words.is(UNREPLIED)) {
      into.status(status & ~Status.SEEN_REPLY);
    } else if (words.is(ASSURED)) {
      into.status(status | Status.ASSURED);
    } else if (words.is(OFFLOAD)) {
      into.status(status | Status.OFFLOAD);
    } else if (words.is(HW_OFFLOAD)) {
      // The kernel sets both, and shows the stronger one.
      into.status(status | Status.OFFLOAD | Status.HW_OFFLOAD);
    } else if (!words.startsWith(START) && !words.startsWith(STOP)) {
      unknownWords++;
    }
  }

  private boolean readField(final Session into) {
    final LineField field = words.hasKey() ? LineField.of(words) : null;
    return switch (field) {
      case null -> skipUnknown();
      case SOURCE -> readSource(into);
      case DESTINATION -> readDestination(into);
      case SOURCE_PORT, DESTINATION_PORT ->
          Protocol.hasPorts(into.protocol()) ? readPart(field, into) : skipUnknown();
      case SOURCE_KEY, DESTINATION_KEY ->
          into.protocol() == Protocol.GRE ? readPart(field, into) : skipUnknown();
      case TYPE, CODE -> Protocol.isIcmp(into.protocol()) ? readPart(field, into) : skipUnknown();
      case ID -> isIcmpId(into.protocol()) ? readPart(field, into) : readNumber(field, into);
      case HELPER -> {
        into.helper(words.text(texts));
        yield true;
      }
      case SECURITY_CONTEXT -> {
        into.securityContext(words.text(texts));
        yield true;
      }
      case SECURITY_MARK, LABELS, GRE_TIMEOUT, GRE_STREAM_TIMEOUT -> true;
      default -> readNumber(field, into);
    };
  }

  private boolean skipUnknown() {
    unknownWords++;
    return true;
  }

  private boolean readSource(final Session into) {
    if (replyParts != 0) {
      return fail("no third src=");
    }
    inReply = originalParts != 0;
    if (!readAddress(into)) {
      return false;
    }
    tuple(into).source(address.family(), address.high(), address.low());
    return has(HAS_SOURCE);
  }

  private boolean readDestination(final Session into) {
    if (originalParts == 0) {
      return fail("src=");
    }
    if (!readAddress(into)) {
      return false;
    }
    tuple(into).destination(address.family(), address.high(), address.low());
    return has(HAS_DESTINATION);
  }

  private boolean readAddress(final Session into) {
    if (!words.readAddress(address)) {
      return fail("an IPv4 or IPv6 address");
    }
    final int family = into.family();
    return family == 0 || family == address.family() || fail("an address of the same family");
  }

  // The first id= of an ICMP tuple is the tuple's, any other one the entry's.
  private boolean isIcmpId(final int protocol) {
    return Protocol.isIcmp(protocol) && ((inReply ? replyParts : originalParts) & HAS_FIRST) == 0;
  }

  /** Reads one of the numbers that belong to the tuple. */
  private boolean readPart(final LineField field, final Session into) {
    if (originalParts == 0) {
      return fail("src=");
    }
    final long max = Math.min(field.max(), 0xffff);
    if (!words.readValue() || words.value() < 0 || words.value() > max) {
      return fail("a number from 0 to " + max);
    }
    final int value = (int) words.value();
    final TupleBuffer tuple = tuple(into);
    return switch (field) {
      case DESTINATION_PORT, DESTINATION_KEY -> {
        tuple.destinationPort(value);
        yield has(HAS_SECOND);
      }
      case TYPE -> {
        tuple.icmpType(value);
        yield has(HAS_SECOND);
      }
      case CODE -> {
        tuple.icmpCode(value);
        yield has(HAS_CODE);
      }
      default -> {
        tuple.sourcePort(value);
        yield has(HAS_FIRST);
      }
    };
  }

  private boolean readNumber(final LineField field, final Session into) {
    final long max = field.max();
    if (!words.readValue() || Long.compareUnsigned(words.value(), max) > 0) {
      return fail("a number from 0 to " + Long.toUnsignedString(max));
    }
    final long value = words.value();
    switch (field) {
      case PACKETS -> packets = value;
      case BYTES -> {
        if (inReply) {
          into.replyCounters(packets, value);
        } else {
          into.originalCounters(packets, value);
        }
        packets = 0;
      }
      case MARK -> into.mark((int) value);
      case ZONE -> into.zone((int) value);
      case ORIGINAL_ZONE -> into.originalZone((int) value);
      case REPLY_ZONE -> into.replyZone((int) value);
      case DELTA_TIME -> {
        if (value >= 0 && value < MAX_AGE_SECONDS) {
          into.startNanos(Math.max(0, into.observedNanos() - value * 1_000_000_000L));
        }
      }
      case USE -> into.use((int) Math.min(kernelLine && value >= 2 ? value - 1 : value, MAX_USE));
      default -> into.id((int) value);
    }
    return true;
  }

  private TupleBuffer tuple(final Session into) {
    return inReply ? into.reply() : into.original();
  }

  private boolean has(final int part) {
    if (inReply) {
      replyParts |= part;
    } else {
      originalParts |= part;
    }
    return true;
  }

  private boolean isComplete(final int protocol) {
    final int needed =
        switch (protocol) {
          case Protocol.TCP, Protocol.UDP, Protocol.SCTP ->
              HAS_SOURCE | HAS_DESTINATION | HAS_FIRST | HAS_SECOND;
          case Protocol.ICMP, Protocol.ICMPV6 ->
              HAS_SOURCE | HAS_DESTINATION | HAS_FIRST | HAS_SECOND | HAS_CODE;
          default -> HAS_SOURCE | HAS_DESTINATION;
        };
    if ((originalParts & needed) != needed) {
      return fail("the rest of the original's addresses and ports");
    }
    return (replyParts & needed) == needed || fail("the rest of the reply's addresses and ports");
  }
}
