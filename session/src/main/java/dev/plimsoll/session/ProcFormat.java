package dev.plimsoll.session;

import static dev.plimsoll.session.LineBuffer.ascii;

/**
 * The kernel's own line: exactly what {@code /proc/net/nf_conntrack} shows of a session
 * (ct_seq_show, net/netfilter/nf_conntrack_standalone.c).
 *
 * <ul>
 *   <li>{@code use=} is one higher than what netlink tells, because the kernel counts the reader's
 *       own reference while it prints. It is left out if the source did not tell it.
 *   <li>{@code zone=} is always there, also 0, as on a kernel with zones compiled in.
 *   <li>DCCP and UDP-Lite without ports come from a kernel that has no tracker for them any more
 *       (Linux 6.17, 7.3) and calls them {@code unknown}.
 *   <li>The kernel shows the two timeouts of a GRE session, which it keeps since the session's
 *       first packet and does not tell over netlink. Here they are its settings; sessions made by a
 *       program instead of a packet have 0 there.
 * </ul>
 *
 * <p>The file has no events. Here they are the same line behind the tag that conntrack(8) uses, and
 * {@code [MISSED]} at its end where {@link SessionEvent#isMissed} says so.
 */
public final class ProcFormat implements SessionFormat {
  private static final byte[] SOURCE = ascii(" src=");
  private static final byte[] DESTINATION = ascii(" dst=");
  private static final byte[] ZONE = ascii(" zone=");
  private static final byte[] DELTA_TIME = ascii(" delta-time=");
  private static final byte[] USE = ascii(" use=");

  private final byte[] greTimeouts;
  // By protocol; made when first needed.
  private final byte[][] protocols = new byte[256][];
  private final byte[][] untracked = new byte[256][];

  /** As a kernel with its default settings for GRE. */
  public ProcFormat() {
    this(30, 180);
  }

  /**
   * As a kernel with these settings, which only lines of GRE show.
   *
   * @param greTimeoutSeconds {@code net.netfilter.nf_conntrack_gre_timeout}
   * @param greStreamTimeoutSeconds {@code net.netfilter.nf_conntrack_gre_timeout_stream}
   */
  public ProcFormat(final long greTimeoutSeconds, final long greStreamTimeoutSeconds) {
    greTimeouts =
        ascii(
            " timeout=%d, stream_timeout=%d".formatted(greTimeoutSeconds, greStreamTimeoutSeconds));
  }

  @Override
  public void write(final SessionEvent event, final LineBuffer line) {
    KernelWords.putTag(event.type(), line);
    putSession(event.session(), line);
    KernelWords.putMissed(event, line);
    line.put('\n');
  }

  @Override
  public void write(final Session session, final LineBuffer line) {
    putSession(session, line);
    line.put('\n');
  }

  private void putSession(final Session session, final LineBuffer line) {
    final TupleBuffer original = session.original();
    final int protocol = original.protocol();
    final boolean tracked =
        !isDropped(protocol) || original.sourcePort() != 0 || original.destinationPort() != 0;
    KernelWords.putFamily(original.family(), line);
    line.put(protocolWords(protocol, tracked));
    if ((session.status() & Status.OFFLOAD) == 0) {
      if (session.timeoutMillis() >= 0) {
        line.put(' ').put(session.timeoutSeconds());
      }
      KernelWords.putState(session, line);
    }
    if (protocol == Protocol.GRE) {
      line.put(greTimeouts);
    }
    putTuple(original, tracked, line);
    KernelWords.putAfterOriginal(session, line);
    putTuple(session.reply(), tracked, line);
    KernelWords.putAfterReply(session, line);
    if (session.originalZone() == Session.ABSENT && session.replyZone() == Session.ABSENT) {
      line.put(ZONE).put(session.zone());
    }
    if (session.startNanos() != 0) {
      line.put(DELTA_TIME).put(session.ageSeconds());
    }
    if (session.use() != 0) {
      line.put(USE).put((session.use() & 0xffff_ffffL) + 1);
    }
  }

  private static boolean isDropped(final int protocol) {
    return protocol == Protocol.DCCP || protocol == Protocol.UDPLITE;
  }

  private byte[] protocolWords(final int protocol, final boolean tracked) {
    final byte[][] words = tracked ? protocols : untracked;
    byte[] word = words[protocol];
    if (word == null) {
      word = KernelWords.protocol(tracked ? Protocol.kernelName(protocol) : "unknown", protocol);
      words[protocol] = word;
    }
    return word;
  }

  private static void putTuple(
      final TupleView tuple, final boolean tracked, final LineBuffer line) {
    final int family = tuple.family();
    line.put(SOURCE).putKernelAddress(family, tuple.sourceHigh(), tuple.sourceLow());
    line.put(DESTINATION).putKernelAddress(family, tuple.destinationHigh(), tuple.destinationLow());
    final int protocol = tuple.protocol();
    if (Protocol.hasPorts(protocol)) {
      if (tracked) {
        KernelWords.putPorts(tuple, line);
      }
    } else if (Protocol.isIcmp(protocol)) {
      KernelWords.putIcmp(tuple, line);
    } else if (protocol == Protocol.GRE) {
      KernelWords.putKeys(tuple, line);
    }
  }
}
