package dev.plimsoll.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The packets of one block of a {@link PacketRing}, as the kernel writes them
 * (include/uapi/linux/if_packet.h: tpacket_block_desc, tpacket3_hdr, sockaddr_ll). Not thread safe.
 */
final class RingBlock {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

  // struct tpacket_block_desc
  private static final int PACKETS_AT = 12;
  private static final int FIRST_AT = 16;

  // struct tpacket3_hdr
  private static final int NEXT_AT = 0;
  private static final int SECONDS_AT = 4;
  private static final int NANOS_AT = 8;
  private static final int CAPTURED_AT = 12;
  private static final int LENGTH_AT = 16;
  private static final int STATUS_AT = 20;
  private static final int LINK_HEADER_AT = 24;
  private static final int NETWORK_HEADER_AT = 26;
  private static final int VLAN_AT = 32;
  private static final int VLAN_TYPE_AT = 36;

  // struct sockaddr_ll, behind it
  private static final int INTERFACE_AT = 52;
  private static final int DEVICE_TYPE_AT = 56;
  private static final int PACKET_TYPE_AT = 58;

  private static final int VLAN_VALID = 1 << 4;
  private static final int VLAN_TYPE_VALID = 1 << 6;
  private static final int ETH_P_8021Q = 0x8100;
  private static final int TAG_BYTES = 4;
  private static final int TWO_ADDRESSES = 12;
  private static final int PACKET_OUTGOING = 4;

  private final byte[] bytes;
  private final CapturedPacket packet;
  private final boolean ethernetOnly;
  private int left;
  private int following;

  /**
   * Prepares to read blocks.
   *
   * @param ethernetOnly whether packets without an Ethernet header are passed over
   */
  RingBlock(final int blockBytes, final boolean ethernetOnly) {
    bytes = new byte[blockBytes];
    packet = new CapturedPacket(bytes);
    this.ethernetOnly = ethernetOnly;
  }

  /** The array to be filled with a block. */
  byte[] bytes() {
    return bytes;
  }

  /** The packet that the cursor is at. */
  CapturedPacket packet() {
    return packet;
  }

  /** The array was filled anew. */
  void begin() {
    left = intAt(PACKETS_AT);
    following = intAt(FIRST_AT);
  }

  boolean isEmpty() {
    return left == 0;
  }

  /** Moves to the next packet; false at the end of the block. */
  boolean next() {
    while (left > 0) {
      final int header = following;
      left--;
      following = header + intAt(header + NEXT_AT);
      final int type = shortAt(header + DEVICE_TYPE_AT);
      final boolean isLoopback = type == PacketSocket.ARPHRD_LOOPBACK;
      // On the loopback it comes in right afterwards.
      if (isLoopback && bytes[header + PACKET_TYPE_AT] == PACKET_OUTGOING) {
        continue;
      }
      final boolean isEthernet = isLoopback || type == PacketSocket.ARPHRD_ETHER;
      if (isEthernet || !ethernetOnly) {
        take(header, isEthernet);
        return true;
      }
    }
    return false;
  }

  private void take(final int header, final boolean isEthernet) {
    final int link = shortAt(header + LINK_HEADER_AT);
    // Other links differ in whether their header is shown: what follows it is always there.
    final int skipped = isEthernet ? 0 : Math.max(0, shortAt(header + NETWORK_HEADER_AT) - link);
    packet.offset = header + link + skipped;
    packet.captured = Math.max(0, intAt(header + CAPTURED_AT) - skipped);
    packet.length = Math.max(0, intAt(header + LENGTH_AT) - skipped);
    packet.linkType = isEthernet ? CapturedPacket.ETHERNET : CapturedPacket.RAW_IP;
    packet.interfaceIndex = intAt(header + INTERFACE_AT);
    packet.timeNanos =
        Integer.toUnsignedLong(intAt(header + SECONDS_AT)) * 1_000_000_000
            + intAt(header + NANOS_AT);
    final int status = intAt(header + STATUS_AT);
    if (isEthernet && (status & VLAN_VALID) != 0 && packet.captured >= TWO_ADDRESSES) {
      putBack(
          intAt(header + VLAN_AT),
          (status & VLAN_TYPE_VALID) == 0 ? ETH_P_8021Q : shortAt(header + VLAN_TYPE_AT));
    }
  }

  // The kernel leaves more than four bytes free between its header and the packet.
  private void putBack(final int tag, final int type) {
    final int from = packet.offset - TAG_BYTES;
    System.arraycopy(bytes, packet.offset, bytes, from, TWO_ADDRESSES);
    bytes[from + TWO_ADDRESSES] = (byte) (type >> 8);
    bytes[from + TWO_ADDRESSES + 1] = (byte) type;
    bytes[from + TWO_ADDRESSES + 2] = (byte) (tag >> 8);
    bytes[from + TWO_ADDRESSES + 3] = (byte) tag;
    packet.offset = from;
    packet.captured += TAG_BYTES;
    packet.length += TAG_BYTES;
  }

  private int intAt(final int at) {
    return (int) INTS.get(bytes, at);
  }

  private int shortAt(final int at) {
    return (short) SHORTS.get(bytes, at) & 0xffff;
  }
}
