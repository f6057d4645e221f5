package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The line of conntrack(8): exactly what {@code conntrack -L} shows of a session and {@code
 * conntrack -E} of an event (libnetfilter_conntrack, snprintf_default.c; conntrack-tools,
 * conntrack.c).
 *
 * <p>One thing is left out: conntrack ends the events that a process caused with its name, {@code
 * progname=}, where it finds it in /proc. Here they end with {@code portid=}, as conntrack's do
 * where it does not. The states of DCCP are not shown, since Plimsoll does not read them.
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
  private static final byte[] USERSPACE = ascii(" [USERSPACE] portid=");
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private final boolean extended;
  private final boolean id;
  private final boolean receiveTime;
  private final @Nullable ZoneId kernelTimes;
  // By protocol; made when first needed.
  private final byte[][] protocols = new byte[256][];

  private ConntrackFormat(
      final boolean extended,
      final boolean id,
      final boolean receiveTime,
      final @Nullable ZoneId kernelTimes) {
    this.extended = extended;
    this.id = id;
    this.receiveTime = receiveTime;
    this.kernelTimes = kernelTimes;
  }

  /** As {@code conntrack -L} writes. */
  public static ConntrackFormat plain() {
    return new ConntrackFormat(false, false, false, null);
  }

  /** As {@code conntrack -L -o extended} writes: with the address family in front. */
  public static ConntrackFormat extended() {
    return new ConntrackFormat(true, false, false, null);
  }

  /** With the kernel's name for the entry at the end ({@code -o id}). */
  public ConntrackFormat withId() {
    return new ConntrackFormat(extended, true, receiveTime, kernelTimes);
  }

  /** With the time of each event in front ({@code -E -o timestamp}). */
  public ConntrackFormat withReceiveTime() {
    return new ConntrackFormat(extended, id, true, kernelTimes);
  }

  /**
   * With the times of start and stop, in the words of ctime(3) ({@code -o ktimestamp}). Makes
   * objects per session.
   *
   * @param zone conntrack takes the user's own
   */
  public ConntrackFormat withKernelTimes(final ZoneId zone) {
    return new ConntrackFormat(extended, id, receiveTime, zone);
  }

  @Override
  public void write(final SessionEvent event, final LineBuffer line) {
    if (receiveTime) {
      final long micros = event.timeNanos() / 1000;
      line.put('[').put(micros / 1_000_000).put('.');
      final long fraction = micros % 1_000_000;
      for (long bound = 100_000; bound > fraction && bound > 1; bound /= 10) {
        line.put('0');
      }
      line.put(fraction).put(']').put('\t');
    }
    KernelWords.putTag(event.type(), line);
    putSession(event.session(), line);
    if (event.portId() != 0) {
      line.put(USERSPACE).put(event.portId() & 0xffff_ffffL);
    }
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
    final int protocol = tuple.protocol();
    if (Protocol.hasPorts(protocol)) {
      KernelWords.putPorts(tuple, line);
    } else if (Protocol.isIcmp(protocol)) {
      KernelWords.putIcmp(tuple, line);
    } else if (protocol == Protocol.GRE) {
      KernelWords.putKeys(tuple, line);
    }
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
