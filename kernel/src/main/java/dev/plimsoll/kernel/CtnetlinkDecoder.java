package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.KnownTexts;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries that ctnetlink sends in dumps, answers and events (ctnetlink_fill_info and
 * ctnetlink_conntrack_event, net/netfilter/nf_conntrack_netlink.c).
 *
 * <p>What it does not know it skips and counts; what is cut short it leaves absent and counts. No
 * input makes it throw. It makes no object per entry; helpers' names are made once. Not thread
 * safe.
 */
public final class CtnetlinkDecoder {
  private static final int HEADER = 4;
  private static final int TYPE_MASK = 0x3fff;

  private final TupleBuffer masterTuple = new TupleBuffer();
  private final KnownTexts names = new KnownTexts();
  private long unknownAttributes;
  private long damagedAttributes;

  /** Attributes skipped because this version of Plimsoll does not know them, so far. */
  public long unknownAttributes() {
    return unknownAttributes;
  }

  /** Attributes skipped because they were cut short or too small, so far. */
  public long damagedAttributes() {
    return damagedAttributes;
  }

  /**
   * Reads one entry.
   *
   * @param b a block of messages
   * @param from where the message's content begins, at its nfgenmsg
   * @param end where the message ends
   * @param into cleared and filled
   * @return whether it holds a session at all, which is an original tuple with both addresses
   */
  public boolean decode(final byte[] b, final int from, final int end, final Session into) {
    into.clear();
    boolean hasTuple = false;
    boolean hasReply = false;
    int at = from + 4;
    while (end - at >= HEADER) {
      final int length = NetlinkBytes.hostShort(b, at);
      if (length < HEADER || length > end - at) {
        damagedAttributes++;
        break;
      }
      final int payload = at + HEADER;
      final int size = length - HEADER;
      switch (NetlinkBytes.hostShort(b, at + 2) & TYPE_MASK) {
        case Ct.TUPLE_ORIG -> hasTuple = tuple(b, payload, size, into.original(), into, true);
        case Ct.TUPLE_REPLY -> hasReply = tuple(b, payload, size, into.reply(), into, false);
        case Ct.STATUS -> {
          if (holds(size, 4)) {
            into.status(NetlinkBytes.netInt(b, payload));
          }
        }
        case Ct.TIMEOUT -> {
          if (holds(size, 4)) {
            into.timeoutMillis((NetlinkBytes.netInt(b, payload) & 0xffff_ffffL) * 1000);
          }
        }
        case Ct.PROTOINFO -> protocolState(b, payload, size, into);
        case Ct.MARK -> {
          if (holds(size, 4)) {
            into.mark(NetlinkBytes.netInt(b, payload));
          }
        }
        case Ct.ID -> {
          if (holds(size, 4)) {
            into.id(NetlinkBytes.netInt(b, payload));
          }
        }
        case Ct.USE -> {
          if (holds(size, 4)) {
            into.use(NetlinkBytes.netInt(b, payload));
          }
        }
        case Ct.ZONE -> {
          if (holds(size, 2)) {
            into.zone(NetlinkBytes.netShort(b, payload));
          }
        }
        default -> rare(b, at, into);
      }
      at += NetlinkBytes.align(length);
    }
    if (hasTuple && !hasReply) {
      // Only a damaged message lacks it; without NAT the reply is the inverse.
      into.reply().setInverse(into.original());
    }
    return hasTuple;
  }

  private void rare(final byte[] b, final int at, final Session into) {
    final int size = NetlinkBytes.hostShort(b, at) - HEADER;
    final int payload = at + HEADER;
    switch (NetlinkBytes.hostShort(b, at + 2) & TYPE_MASK) {
      case Ct.COUNTERS_ORIG -> counters(b, payload, size, into, true);
      case Ct.COUNTERS_REPLY -> counters(b, payload, size, into, false);
      case Ct.TIMESTAMP -> timestamps(b, payload, size, into);
      case Ct.HELP -> {
        final int name = find(b, payload, size, 1);
        into.helper(name < 0 ? null : name(b, name));
      }
      case Ct.SECCTX -> {
        final int name = find(b, payload, size, 1);
        into.securityContext(name < 0 ? null : name(b, name));
      }
      case Ct.LABELS -> labels(b, payload, size, into);
      case Ct.TUPLE_MASTER -> {
        if (decodeTuple(b, payload, size, masterTuple)) {
          into.master(Tuple.copyOf(masterTuple));
        }
      }
      // Known, and of no use here: requests, sequence offsets, SYN proxy, the event's own time.
      case Ct.NAT_SRC,
          Ct.NAT_DST,
          Ct.SEQ_ADJ_ORIG,
          Ct.SEQ_ADJ_REPLY,
          Ct.SECMARK,
          Ct.MARK_MASK,
          Ct.LABELS_MASK,
          Ct.SYNPROXY,
          Ct.FILTER,
          Ct.STATUS_MASK,
          Ct.TIMESTAMP_EVENT -> {}
      default -> unknownAttributes++;
    }
  }

  /**
   * Reads a tuple that stands by itself, such as an expectation's.
   *
   * @param from where its parts begin
   * @param size their bytes
   * @param into cleared and filled
   * @return whether it has both addresses
   */
  boolean decodeTuple(final byte[] b, final int from, final int size, final TupleBuffer into) {
    into.clear();
    return tuple(b, from, size, into, null, true);
  }

  private boolean tuple(
      final byte[] b,
      final int from,
      final int size,
      final TupleBuffer into,
      final @Nullable Session zoneOf,
      final boolean original) {
    boolean hasAddresses = false;
    final int end = from + size;
    int at = from;
    while (end - at >= HEADER) {
      final int length = NetlinkBytes.hostShort(b, at);
      if (length < HEADER || length > end - at) {
        damagedAttributes++;
        break;
      }
      switch (NetlinkBytes.hostShort(b, at + 2) & TYPE_MASK) {
        case Ct.TUPLE_IP -> hasAddresses = addresses(b, at + HEADER, at + length, into);
        case Ct.TUPLE_PROTO -> transport(b, at + HEADER, at + length, into);
        case Ct.TUPLE_ZONE -> {
          if (holds(length - HEADER, 2) && zoneOf != null) {
            final int zone = NetlinkBytes.netShort(b, at + HEADER);
            if (original) {
              zoneOf.originalZone(zone);
            } else {
              zoneOf.replyZone(zone);
            }
          }
        }
        default -> unknownAttributes++;
      }
      at += NetlinkBytes.align(length);
    }
    return hasAddresses;
  }

  private boolean addresses(final byte[] b, final int from, final int end, final TupleBuffer into) {
    boolean source = false;
    boolean destination = false;
    int at = from;
    while (end - at >= HEADER) {
      final int length = NetlinkBytes.hostShort(b, at);
      if (length < HEADER || length > end - at) {
        damagedAttributes++;
        break;
      }
      final int payload = at + HEADER;
      switch (NetlinkBytes.hostShort(b, at + 2) & TYPE_MASK) {
        case Ct.IP_V4_SRC -> {
          if (holds(length - HEADER, 4)) {
            into.source(Family.IPV4, 0, NetlinkBytes.netInt(b, payload) & 0xffff_ffffL);
            source = true;
          }
        }
        case Ct.IP_V4_DST -> {
          if (holds(length - HEADER, 4)) {
            into.destination(Family.IPV4, 0, NetlinkBytes.netInt(b, payload) & 0xffff_ffffL);
            destination = true;
          }
        }
        case Ct.IP_V6_SRC -> {
          if (holds(length - HEADER, 16)) {
            into.source(
                Family.IPV6,
                NetlinkBytes.netLong(b, payload),
                NetlinkBytes.netLong(b, payload + 8));
            source = true;
          }
        }
        case Ct.IP_V6_DST -> {
          if (holds(length - HEADER, 16)) {
            into.destination(
                Family.IPV6,
                NetlinkBytes.netLong(b, payload),
                NetlinkBytes.netLong(b, payload + 8));
            destination = true;
          }
        }
        default -> unknownAttributes++;
      }
      at += NetlinkBytes.align(length);
    }
    return source && destination;
  }

  private void transport(final byte[] b, final int from, final int end, final TupleBuffer into) {
    int at = from;
    while (end - at >= HEADER) {
      final int length = NetlinkBytes.hostShort(b, at);
      if (length < HEADER || length > end - at) {
        damagedAttributes++;
        break;
      }
      final int payload = at + HEADER;
      final int size = length - HEADER;
      final int type = NetlinkBytes.hostShort(b, at + 2) & TYPE_MASK;
      if (type <= Ct.PROTO_ICMPV6_CODE && type > 0) {
        if (holds(size, isShort(type) ? 2 : 1)) {
          final int value = isShort(type) ? NetlinkBytes.netShort(b, payload) : b[payload] & 0xff;
          transportPart(type, value, into);
        }
      } else {
        unknownAttributes++;
      }
      at += NetlinkBytes.align(length);
    }
  }

  private static boolean isShort(final int type) {
    return type == Ct.PROTO_SRC_PORT
        || type == Ct.PROTO_DST_PORT
        || type == Ct.PROTO_ICMP_ID
        || type == Ct.PROTO_ICMPV6_ID;
  }

  private static void transportPart(final int type, final int value, final TupleBuffer into) {
    switch (type) {
      case Ct.PROTO_NUM -> into.protocol(value);
      case Ct.PROTO_SRC_PORT -> into.sourcePort(value);
      case Ct.PROTO_DST_PORT -> into.destinationPort(value);
      case Ct.PROTO_ICMP_ID, Ct.PROTO_ICMPV6_ID -> into.icmpId(value);
      case Ct.PROTO_ICMP_TYPE, Ct.PROTO_ICMPV6_TYPE -> into.icmpType(value);
      default -> into.icmpCode(value);
    }
  }

  private void protocolState(final byte[] b, final int from, final int size, final Session into) {
    if (size < HEADER) {
      damagedAttributes++;
      return;
    }
    final int type = NetlinkBytes.hostShort(b, from + 2) & TYPE_MASK;
    if (type != Ct.PROTOINFO_TCP && type != Ct.PROTOINFO_SCTP) {
      return;
    }
    final int inner = Math.min(NetlinkBytes.hostShort(b, from), size) - HEADER;
    final int state = find(b, from + HEADER, inner, Ct.STATE);
    if (state >= 0 && holds(NetlinkBytes.hostShort(b, state) - HEADER, 1)) {
      into.state(b[state + HEADER] & 0xff);
    }
    if (type == Ct.PROTOINFO_SCTP) {
      tags(b, from + HEADER, inner, into);
    }
  }

  private void tags(final byte[] b, final int from, final int size, final Session into) {
    final int original = find(b, from, size, Ct.SCTP_VTAG_ORIG);
    final int reply = find(b, from, size, Ct.SCTP_VTAG_REPLY);
    if (original >= 0
        && reply >= 0
        && holds(NetlinkBytes.hostShort(b, original) - HEADER, 4)
        && holds(NetlinkBytes.hostShort(b, reply) - HEADER, 4)) {
      // As conntrack(8) reads and writes them: it leaves the bytes as they are in a packet.
      into.tags(
          NetlinkBytes.hostInt(b, original + HEADER), NetlinkBytes.hostInt(b, reply + HEADER));
    }
  }

  private void counters(
      final byte[] b, final int from, final int size, final Session into, final boolean original) {
    final int packets = find(b, from, size, 1);
    final int bytes = find(b, from, size, 2);
    final long packetCount = packets < 0 ? 0 : longAt(b, packets);
    final long byteCount = bytes < 0 ? 0 : longAt(b, bytes);
    if (original) {
      into.originalCounters(packetCount, byteCount);
    } else {
      into.replyCounters(packetCount, byteCount);
    }
  }

  private void timestamps(final byte[] b, final int from, final int size, final Session into) {
    final int start = find(b, from, size, 1);
    final int stop = find(b, from, size, 2);
    if (start >= 0) {
      into.startNanos(longAt(b, start));
    }
    if (stop >= 0) {
      into.stopNanos(longAt(b, stop));
    }
  }

  private long longAt(final byte[] b, final int attribute) {
    return holds(NetlinkBytes.hostShort(b, attribute) - HEADER, 8)
        ? NetlinkBytes.netLong(b, attribute + HEADER)
        : 0;
  }

  // Bit 0 is the lowest bit of the first native word.
  private void labels(final byte[] b, final int from, final int size, final Session into) {
    if (holds(size, 8)) {
      final long low = NetlinkBytes.hostLong(b, from);
      into.labels(size >= 16 ? NetlinkBytes.hostLong(b, from + 8) : 0, low);
    }
  }

  /** The place of an attribute of this type among nested ones, or -1. It lies within the size. */
  private int find(final byte[] b, final int from, final int size, final int type) {
    final int end = from + size;
    int at = from;
    while (end - at >= HEADER) {
      final int length = NetlinkBytes.hostShort(b, at);
      if (length < HEADER || length > end - at) {
        damagedAttributes++;
        return -1;
      }
      if ((NetlinkBytes.hostShort(b, at + 2) & TYPE_MASK) == type) {
        return at;
      }
      at += NetlinkBytes.align(length);
    }
    return -1;
  }

  private boolean holds(final int size, final int wanted) {
    if (size < wanted) {
      damagedAttributes++;
      return false;
    }
    return true;
  }

  private String name(final byte[] b, final int attribute) {
    final int from = attribute + HEADER;
    int end = attribute + NetlinkBytes.hostShort(b, attribute);
    while (end > from && b[end - 1] == 0) {
      end--;
    }
    return names.of(b, from, end);
  }
}
