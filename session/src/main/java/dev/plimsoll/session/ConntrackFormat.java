package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The line of conntrack(8): exactly what {@code conntrack -L} shows of a session and {@code
 * conntrack -E} of an event (libnetfilter_conntrack, snprintf_default.c; conntrack-tools,
 * conntrack.c).
 *
 * <p>One thing is added, which conntrack has no word for: {@code [MISSED]} behind all else of an
 * event that was found out afterwards ({@link SessionEvent#isMissed}). The states of DCCP are not
 * shown, since Plimsoll does not read them.
 *
 * <p>Immutable but for caches: use one a thread.
 */
public final class ConntrackFormat implements SessionFormat {
  private static final long NANOS = 1_000_000_000L;
  private static final byte[] SOURCE = ascii(" src=");
  private static final byte[] DESTINATION = ascii(" dst=");
  private static final byte[] NONE = ascii(" NONE");
  private static final byte[] ZONE = ascii(" zone=");
  private static final byte[] DELTA_TIME = ascii(" delta-time=");
  private static final byte[] START = ascii(" [start=");
  private static final byte[] STOP = ascii(" [stop=");
  private static final byte[] HELPER = ascii(" helper=");
  private static final byte[] USE = ascii(" use=");
  private static final byte[] ID = ascii(" id=");
  private static final byte[] LABELS = ascii(" labels");
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private final boolean extended;
  private final boolean id;
  private final boolean receiveTime;
  private final @Nullable ZoneId kernelTimes;
  private final LabelNames labels;
  private final ChangedBy changedBy;
  // By protocol; made when first needed.
  private final byte[][] protocols = new byte[256][];

  private ConntrackFormat(
      final boolean extended,
      final boolean id,
      final boolean receiveTime,
      final @Nullable ZoneId kernelTimes,
      final LabelNames labels,
      final ChangedBy changedBy) {
    this.extended = extended;
    this.id = id;
    this.receiveTime = receiveTime;
    this.kernelTimes = kernelTimes;
    this.labels = labels;
    this.changedBy = changedBy;
  }

  /** As {@code conntrack -L} writes. */
  public static ConntrackFormat plain() {
    return new ConntrackFormat(false, false, false, null, LabelNames.NONE, ChangedBy.PORT);
  }

  /** As {@code conntrack -L -o extended} writes: with the address family in front. */
  public static ConntrackFormat extended() {
    return new ConntrackFormat(true, false, false, null, LabelNames.NONE, ChangedBy.PORT);
  }

  /** With the kernel's name for the entry at the end ({@code -o id}). */
  public ConntrackFormat withId() {
    return new ConntrackFormat(extended, true, receiveTime, kernelTimes, labels, changedBy);
  }

  /** With the time of each event in front ({@code -E -o timestamp}). */
  public ConntrackFormat withReceiveTime() {
    return new ConntrackFormat(extended, id, true, kernelTimes, labels, changedBy);
  }

  /**
   * With the times of start and stop, in the words of ctime(3) ({@code -o ktimestamp}). Makes
   * objects per session.
   *
   * @param zone conntrack takes the user's own
   */
  public ConntrackFormat withKernelTimes(final ZoneId zone) {
    return new ConntrackFormat(extended, id, receiveTime, zone, labels, changedBy);
  }

  /**
   * With the names of the labels at the end ({@code -o labels}): the word {@code labels} alone
   * where none of them has a name, and nothing at all where there are no names.
   */
  public ConntrackFormat withLabels(final LabelNames names) {
    return new ConntrackFormat(extended, id, receiveTime, kernelTimes, names, changedBy);
  }

  /**
   * With the name of the program behind an event ({@code progname=}), where the function knows it.
   *
   * @param names by netlink port; null where it is not known
   */
  public ConntrackFormat withPrograms(final IntFunction<@Nullable String> names) {
    return new ConntrackFormat(
        extended, id, receiveTime, kernelTimes, labels, new ChangedBy(names));
  }

  @Override
  public void write(final SessionEvent event, final LineBuffer line) {
    if (receiveTime) {
      KernelWords.putReceiveTime(event.timeNanos(), line);
    }
    KernelWords.putTag(event.type(), line);
    putSession(event.session(), line);
    changedBy.put(event, line);
    KernelWords.putMissed(event, line);
    line.put('\n');
  }

  @Override
  public void write(final Session session, final LineBuffer line) {
    putSession(session, line);
    line.put('\n');
  }

  private void putSession(final Session session, final LineBuffer line) {
    if (extended) {
      KernelWords.putFamily(session.family(), line);
    }
    line.put(protocolWords(session.protocol()));
    if (session.timeoutMillis() >= 0) {
      line.put(' ').put(session.timeoutSeconds());
    }
    if (!KernelWords.putState(session, line)) {
      // The library's word for a state that it does not know.
      line.put(NONE);
    }
    putTuple(session.original(), line);
    KernelWords.putAfterOriginal(session, line);
    putTuple(session.reply(), line);
    KernelWords.putAfterReply(session, line);
    if (session.zone() != 0) {
      line.put(ZONE).put(session.zone());
    }
    if (session.startNanos() != 0) {
      putTimes(session, line);
    }
    final String helper = session.helper();
    if (helper != null) {
      line.put(HELPER).put(helper);
    }
    if (session.use() != 0) {
      line.put(USE).put(session.use() & 0xffff_ffffL);
    }
    if (id && session.hasId()) {
      line.put(ID).put(session.id() & 0xffff_ffffL);
    }
    if (session.hasLabels() && !labels.isEmpty()) {
      line.put(LABELS);
      if (labels.namesAnyOf(session)) {
        labels.put(session, line.put('='));
      }
    }
  }

  private byte[] protocolWords(final int protocol) {
    byte[] words = protocols[protocol];
    if (words == null) {
      words = KernelWords.protocol(Protocol.kernelName(protocol), protocol);
      protocols[protocol] = words;
    }
    return words;
  }

  private static void putTuple(final TupleView tuple, final LineBuffer line) {
    final int family = tuple.family();
    line.put(SOURCE).putAddress(family, tuple.sourceHigh(), tuple.sourceLow());
    line.put(DESTINATION).putAddress(family, tuple.destinationHigh(), tuple.destinationLow());
    KernelWords.putTransport(tuple, tuple.protocol(), line);
  }

  // Unlike the kernel it cuts both times to seconds before it subtracts, and shows the difference
  // unsigned when the clock was set back.
  private void putTimes(final Session session, final LineBuffer line) {
    final long start = session.startNanos() / NANOS;
    final long stop = session.stopNanos() / NANOS;
    final long end = session.stopNanos() != 0 ? stop : session.observedNanos() / NANOS;
    line.put(DELTA_TIME).putUnsigned(end - start);
    if (kernelTimes != null) {
      putTime(line.put(START), start, kernelTimes);
      if (session.stopNanos() != 0) {
        putTime(line.put(STOP), stop, kernelTimes);
      }
    }
  }

  private static void putTime(final LineBuffer line, final long seconds, final ZoneId zone) {
    final ZonedDateTime time = Instant.ofEpochSecond(seconds).atZone(zone);
    line.put(DAYS[time.getDayOfWeek().getValue() - 1])
        .put(' ')
        .put(MONTHS[time.getMonthValue() - 1]);
    line.put(time.getDayOfMonth() < 10 ? "  " : " ").put(time.getDayOfMonth()).put(' ');
    putTwoDigits(line, time.getHour()).put(':');
    putTwoDigits(line, time.getMinute()).put(':');
    putTwoDigits(line, time.getSecond()).put(' ').put(time.getYear()).put(']');
  }

  private static LineBuffer putTwoDigits(final LineBuffer line, final int number) {
    return number < 10 ? line.put('0').put(number) : line.put(number);
  }
}
