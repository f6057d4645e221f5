package dev.plimsoll.engine;

import static dev.plimsoll.engine.BigEndian.i64;
import static dev.plimsoll.engine.BigEndian.u16;
import static dev.plimsoll.engine.BigEndian.u32;
import static dev.plimsoll.engine.BigEndian.u8;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.TupleBuffer;

/**
 * The packet that an ICMP error is about: its beginning stands behind the error's header. Read as
 * the kernel does (nf_ct_get_tuplepr), which looks at no version, length or checksum of it. Not
 * thread safe.
 */
final class EmbeddedPacket {
  private final ExtensionHeaders extensions = new ExtensionHeaders();

  /** Reads the tuple of an IPv4 packet that begins there, or says why there is none. */
  void readIpv4(final Packet packet, final int at) {
    if (!has(packet, at, 20)) {
      return;
    }
    final byte[] bytes = packet.bytes;
    final int transport = at + ((bytes[at] & 0xf) << 2);
    final boolean firstFragment = (u16(bytes, at + 6) & 0x1fff) == 0;
    if (!firstFragment || transport > packet.network + packet.length) {
      packet.invalid(Reason.BAD_EMBEDDED);
      return;
    }
    final TupleBuffer inner = packet.inner;
    inner.source(Family.IPV4, 0, u32(bytes, at + 12));
    inner.destination(Family.IPV4, 0, u32(bytes, at + 16));
    inner.protocol(u8(bytes, at + 9));
    readNumbers(packet, transport);
  }

  /** Reads the tuple of an IPv6 packet that begins there, or says why there is none. */
  void readIpv6(final Packet packet, final int at) {
    if (!has(packet, at, 40)) {
      return;
    }
    final byte[] bytes = packet.bytes;
    switch (extensions.skip(packet, at + 40, u8(bytes, at + 6), true)) {
      case PROTOCOL -> {
        final TupleBuffer inner = packet.inner;
        inner.source(Family.IPV6, i64(bytes, at + 8), i64(bytes, at + 16));
        inner.destination(Family.IPV6, i64(bytes, at + 24), i64(bytes, at + 32));
        inner.protocol(extensions.protocol());
        readNumbers(packet, extensions.position());
      }
      case SNAPPED -> packet.invalid(Reason.SNAPPED);
      case UNREADABLE, FRAGMENT -> packet.invalid(Reason.BAD_EMBEDDED);
    }
  }

  private static boolean has(final Packet packet, final int at, final int count) {
    if (packet.network + packet.length - at < count) {
      packet.invalid(Reason.BAD_EMBEDDED);
      return false;
    }
    if (packet.end - at < count) {
      packet.invalid(Reason.SNAPPED);
      return false;
    }
    return true;
  }

  private static void readNumbers(final Packet packet, final int transport) {
    final Reason flaw = TupleNumbers.read(packet, transport, packet.inner);
    if (flaw == Reason.NONE) {
      packet.hasInner = true;
    } else {
      packet.invalid(flaw == Reason.SNAPPED ? flaw : Reason.BAD_EMBEDDED);
    }
  }
}
