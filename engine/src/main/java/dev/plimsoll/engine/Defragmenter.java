package dev.plimsoll.engine;

import static dev.plimsoll.engine.BigEndian.i32;
import static dev.plimsoll.engine.BigEndian.u16;
import static dev.plimsoll.engine.BigEndian.u8;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts fragments together before they are tracked, as the kernel does (net/ipv4/ip_fragment.c,
 * net/ipv6/netfilter/nf_conntrack_reasm.c). Of a datagram that never becomes whole the tracker sees
 * nothing. One a thread.
 *
 * <p>What is kept for each family is bounded by the kernel's threshold of 4 MiB: above it fragments
 * are refused until others have waited too long (30 s for IPv4, {@link Sysctl#FRAG6_TIMEOUT} for
 * IPv6, from the first on, by the packets' own time). What the kernel charges for a fragment
 * depends on the network driver: here it is what one takes that came over a TAP device.
 *
 * <p>Unlike the kernel, IPv6 fragments that came in on several interfaces find each other.
 */
public final class Defragmenter {
  /** How many whole datagrams keep their bytes: those of the last that were completed. */
  public static final int KEPT = 64;

  private static final int LONGEST = 65_535;
  private static final int IPV6_HEADER = 40;
  private static final int FRAGMENT_HEADER = 8;
  private static final long IPV4_TIMEOUT_NANOS = 30_000_000_000L;

  // What describes an incomplete datagram in the kernel, in bytes: struct ipq, struct frag_queue.
  private static final int IPV4_QUEUE = 200;
  private static final int IPV6_QUEUE = 184;

  /** So many other fragments of the same source between two of a datagram lose it. */
  private static final int FARTHEST = 64;

  /** How many fragments a source has sent, while any of its datagrams waits. */
  private static final class Source {
    private int fragments;
    private int datagrams;
  }

  private final PacketDecoder decoder;
  private final ExtensionHeaders extensions = new ExtensionHeaders();
  private final WaitingDatagrams ipv4 = new WaitingDatagrams(IPV4_TIMEOUT_NANOS, IPV4_QUEUE);
  private final WaitingDatagrams ipv6;
  private final Map<Long, Source> sources = new HashMap<>();
  private final byte[][] buffers = new byte[KEPT][];
  private int nextBuffer;
  private long discarded;

  /** Whole datagrams are decoded by the decoder: it says which checksums are verified. */
  public Defragmenter(final PacketDecoder decoder, final TrackerSettings settings) {
    this.decoder = decoder;
    ipv6 = new WaitingDatagrams(settings.millis(Sysctl.FRAG6_TIMEOUT) * 1_000_000, IPV6_QUEUE);
    Arrays.fill(buffers, new byte[0]);
  }

  /**
   * Takes a fragment.
   *
   * @param fragment as {@link PacketDecoder#decode} left it; its bytes are copied
   * @param whole another packet; is filled when the fragment completes its datagram, and then
   *     points at bytes that stay until {@link #KEPT} more are complete. A few malformed IPv6
   *     fragments go to the tracker as they are: then it points where the fragment does.
   * @return whether {@code whole} is a packet now
   */
  public boolean add(final Packet fragment, final Packet whole) {
    expire(ipv4, fragment.timeNanos);
    expire(ipv6, fragment.timeNanos);
    return fragment.tuple.family() == Family.IPV4
        ? addIpv4(fragment, whole)
        : addIpv6(fragment, whole);
  }

  /** How many fragments were refused, or waited for the rest of their datagram in vain. */
  public long discarded() {
    return discarded;
  }

  /** How many datagrams wait for more fragments. */
  public int waiting() {
    return ipv4.count() + ipv6.count();
  }

  /** What they are charged, in bytes. */
  long bytes() {
    return ipv4.charged() + ipv6.charged();
  }

  private boolean addIpv4(final Packet fragment, final Packet whole) {
    final byte[] bytes = fragment.bytes;
    final int network = fragment.network;
    final int protocol = fragment.tuple.protocol();
    final IncompleteDatagram datagram = ipv4.find(fragment, u16(bytes, network + 4), protocol);
    if (datagram == null) {
      return discard();
    }
    startAgainIfTooFar(datagram, fragment.timeNanos);
    final int word = u16(bytes, network + 6);
    final boolean more = (word & 0x2000) != 0;
    final int offset = (word & 0x1fff) << 3;
    int end = offset + fragment.transportLength;
    if (more) {
      end &= ~7;
    }
    if (!extend(datagram, end, more) || end == offset) {
      return drop(ipv4, datagram);
    }
    if (!isTaken(ipv4, datagram, fragment, fragment.transport, offset, end)) {
      return false;
    }
    datagram.congestionMarks |= 1 << (bytes[network + 1] & 3);
    if (offset == 0) {
      final byte[] header = Arrays.copyOfRange(bytes, network, fragment.transport);
      datagram.header(Arrays.copyOf(header, fragment.length - fragment.transportLength));
    }
    if (!isReady(ipv4, datagram, LONGEST)) {
      return false;
    }
    assemble(datagram, fragment, whole);
    BigEndian.put16(whole.bytes, 2, whole.length);
    BigEndian.put16(whole.bytes, 6, 0);
    whole.transport(datagram.header().length);
    decoder.decodeTransport(whole);
    return true;
  }

  private boolean addIpv6(final Packet fragment, final Packet whole) {
    final byte[] bytes = fragment.bytes;
    final int limit = fragment.network + fragment.length;
    final int at = limit - fragment.transportLength;
    if (isHeaderCut(fragment, at)) {
      return pass(fragment, whole);
    }
    if (fragment.end - at < FRAGMENT_HEADER) {
      return discard();
    }
    final IncompleteDatagram datagram = ipv6.find(fragment, i32(bytes, at + 4), 0);
    if (datagram == null) {
      return discard();
    }
    final int word = u16(bytes, at + 2);
    final boolean more = (word & 1) != 0;
    final int offset = word & 0xfff8;
    final int end = offset + fragment.transportLength - FRAGMENT_HEADER;
    if (end > LONGEST) {
      return discard();
    }
    if (more && (end & 7) != 0) {
      lose(ipv6, datagram);
      return pass(fragment, whole);
    }
    if (!extend(datagram, end, more) || end == offset) {
      return discard();
    }
    if (!isTaken(ipv6, datagram, fragment, at + FRAGMENT_HEADER, offset, end)) {
      return false;
    }
    datagram.congestionMarks |= 1 << (bytes[fragment.network + 1] >>> 4 & 3);
    if (offset == 0) {
      datagram.header(unfragmentable(fragment, at));
    }
    if (!isReady(ipv6, datagram, IPV6_HEADER + LONGEST)) {
      return false;
    }
    assemble(datagram, fragment, whole);
    BigEndian.put16(whole.bytes, 4, whole.length - IPV6_HEADER);
    decoder.decodeIpv6(whole);
    return true;
  }

  /**
   * Whether a first fragment ends before the header of its protocol does (RFC 8200, 4.5;
   * ipv6frag_thdr_truncated): the kernel does not put it together with others.
   */
  private boolean isHeaderCut(final Packet fragment, final int at) {
    if (extensions.skip(fragment, at, ExtensionHeaders.FRAGMENT, true)
        != ExtensionHeaders.End.PROTOCOL) {
      return false;
    }
    final int needed =
        switch (extensions.protocol()) {
          case Protocol.TCP -> 20;
          case Protocol.UDP, Protocol.ICMPV6 -> 8;
          default -> 1;
        };
    return extensions.position() + needed > fragment.network + fragment.length;
  }

  private boolean pass(final Packet fragment, final Packet whole) {
    whole.bytes = fragment.bytes;
    whole.network = fragment.network;
    whole.end = fragment.end;
    whole.length = fragment.length;
    describe(whole, fragment, fragment.timeToLive);
    decoder.decodeIpv6(whole);
    return true;
  }

  /** The headers before the fragment header, with the number of what comes behind it. */
  private static byte[] unfragmentable(final Packet fragment, final int at) {
    final byte[] header = Arrays.copyOfRange(fragment.bytes, fragment.network, at);
    int number = 6;
    int next = u8(header, number);
    int position = IPV6_HEADER;
    while (next != ExtensionHeaders.FRAGMENT) {
      number = position;
      final int units = u8(header, position + 1);
      position += next == ExtensionHeaders.AUTHENTICATION ? units + 2 << 2 : units + 1 << 3;
      next = u8(header, number);
    }
    header[number] = fragment.bytes[at];
    return header;
  }

  /** Widens the datagram to the fragment's end, unless another fragment contradicts it. */
  private static boolean extend(
      final IncompleteDatagram datagram, final int end, final boolean more) {
    if (more ? end > datagram.length : end != datagram.length) {
      if (datagram.lastSeen || end < datagram.length) {
        return false;
      }
      datagram.length = end;
    }
    datagram.lastSeen |= !more;
    return true;
  }

  /** Gives the datagram what the fragment holds of it from one place to another. */
  private boolean isTaken(
      final WaitingDatagrams waiting,
      final IncompleteDatagram datagram,
      final Packet fragment,
      final int from,
      final int offset,
      final int end) {
    final int captured = Math.clamp(fragment.end - from, 0, end - offset);
    final int first = Math.min(from, fragment.end);
    switch (datagram.insert(offset, end, fragment.bytes, first, captured)) {
      case NEW -> waiting.charge(datagram, fragment);
      case DUPLICATE -> {
        return discard();
      }
      case OVERLAP -> {
        return drop(waiting, datagram);
      }
    }
    return true;
  }

  /** Whether all fragments are there and make a datagram; then it waits no more. */
  private boolean isReady(
      final WaitingDatagrams waiting, final IncompleteDatagram datagram, final int longest) {
    if (!datagram.isComplete()) {
      return false;
    }
    if (isMixed(datagram) || datagram.header().length + datagram.length > longest) {
      lose(waiting, datagram);
      return false;
    }
    remove(waiting, datagram);
    return true;
  }

  /**
   * Identifications repeat: after many other fragments of a source, those that wait are of an older
   * datagram (ip_frag_too_far).
   */
  private void startAgainIfTooFar(final IncompleteDatagram datagram, final long nowNanos) {
    final Source source =
        sources.computeIfAbsent(datagram.key().sourceLow(), address -> new Source());
    if (datagram.sourceCount == 0) {
      source.datagrams++;
    }
    final int before = datagram.sourceCount;
    source.fragments++;
    datagram.sourceCount = source.fragments;
    if (datagram.fragments() > 0 && source.fragments - before > FARTHEST) {
      discarded += datagram.fragments();
      ipv4.startAgain(datagram, nowNanos);
    }
  }

  private void expire(final WaitingDatagrams waiting, final long nowNanos) {
    for (IncompleteDatagram late = waiting.expired(nowNanos);
        late != null;
        late = waiting.expired(nowNanos)) {
      lose(waiting, late);
    }
  }

  private boolean discard() {
    discarded++;
    return false;
  }

  /** Loses the datagram with the fragment in hand. */
  private boolean drop(final WaitingDatagrams waiting, final IncompleteDatagram datagram) {
    lose(waiting, datagram);
    return discard();
  }

  private void lose(final WaitingDatagrams waiting, final IncompleteDatagram datagram) {
    discarded += datagram.fragments();
    remove(waiting, datagram);
  }

  private void remove(final WaitingDatagrams waiting, final IncompleteDatagram datagram) {
    waiting.remove(datagram);
    if (waiting == ipv4) {
      sources.computeIfPresent(
          datagram.key().sourceLow(), (address, source) -> --source.datagrams == 0 ? null : source);
    }
  }

  private void assemble(final IncompleteDatagram datagram, final Packet last, final Packet whole) {
    final byte[] header = datagram.header();
    final int length = header.length + datagram.length;
    if (buffers[nextBuffer].length < length) {
      buffers[nextBuffer] = new byte[length];
    }
    final byte[] buffer = buffers[nextBuffer];
    nextBuffer = (nextBuffer + 1) % KEPT;
    System.arraycopy(header, 0, buffer, 0, header.length);
    whole.bytes = buffer;
    whole.network = 0;
    whole.length = length;
    whole.end = header.length + datagram.copyTo(buffer, header.length);
    describe(whole, last, u8(header, last.tuple.family() == Family.IPV4 ? 8 : 7));
  }

  private static void describe(final Packet whole, final Packet last, final int timeToLive) {
    whole.reset();
    whole.tuple.set(last.tuple);
    whole.timeToLive = timeToLive;
    whole.timeNanos = last.timeNanos;
    whole.number = last.number;
    whole.zone = last.zone;
  }

  /** Fragments that disagree on whether the network may mark congestion (RFC 3168, 5.3). */
  private static boolean isMixed(final IncompleteDatagram datagram) {
    return (datagram.congestionMarks & 1) != 0 && datagram.congestionMarks != 1;
  }
}
