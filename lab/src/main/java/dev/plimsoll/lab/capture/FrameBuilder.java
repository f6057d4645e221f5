package dev.plimsoll.lab.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Builds Ethernet frames, one after the other in the same array: the headers of a connection's
 * packet first, then what is put, then {@link #finish}. Lengths and checksums are right. Not thread
 * safe.
 */
public final class FrameBuilder {
  static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  static final int ICMPV6 = 58;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int SHORTEST_FRAME = 60;
  private static final int LONGEST_FRAME = 1514;
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int ADDRESSES_IN_IPV4 = 12;
  private static final int ADDRESSES_IN_IPV6 = 8;

  private final byte[] frame = new byte[LONGEST_FRAME];
  private int length;
  private int network;
  private int transport;
  private int protocol;
  private boolean isIpv6;

  /** The array with the frame, at its beginning. */
  public byte[] bytes() {
    return frame;
  }

  /** Appends a byte. */
  public void put8(final int value) {
    frame[length++] = (byte) value;
  }

  /** Appends two bytes, the high one first. */
  public void put16(final int value) {
    SHORTS.set(frame, length, (short) value);
    length += Short.BYTES;
  }

  /** Appends four bytes, the highest first. */
  public void put32(final int value) {
    INTS.set(frame, length, value);
    length += Integer.BYTES;
  }

  /** So many bytes that look like something. */
  public void putData(final int count) {
    for (int i = 0; i < count; i++) {
      frame[length++] = (byte) (' ' + i % 64);
    }
  }

  /** Begins a frame with the headers up to IP's. */
  public void begin(final Endpoints between, final boolean toServer, final int ipProtocol) {
    length = 0;
    protocol = ipProtocol;
    isIpv6 = between.isIpv6();
    putEthernet(between, toServer);
    network = length;
    if (isIpv6) {
      put32(0x6000_0000);
      put16(0);
      put8(ipProtocol);
      put8(64);
      putIpv6(between, toServer);
      putIpv6(between, !toServer);
    } else {
      put32(0x4500_0000);
      put32(0x0000_4000);
      put8(64);
      put8(ipProtocol);
      put16(0);
      put32(toServer ? between.clientIpv4() : between.serverIpv4());
      put32(toServer ? between.serverIpv4() : between.clientIpv4());
    }
    transport = length;
  }

  private void putEthernet(final Endpoints between, final boolean toServer) {
    // Locally administered addresses; all there is to see is a gateway and a server.
    put32(0x0200_0000);
    put16(toServer ? 2 : 1);
    put32(0x0200_0000);
    put16(toServer ? 1 : 2);
    if (between.vlan() != 0) {
      put16(0x8100);
      put16(between.vlan());
    }
    put16(isIpv6 ? 0x86dd : 0x0800);
  }

  private void putIpv6(final Endpoints between, final boolean client) {
    put32(0x2001_0db8);
    put32(client ? 0x0001_0000 : 0x0002_0000);
    put32(0);
    put32(client ? between.clientIpv4() : between.serverIpv4());
  }

  /**
   * Ends the frame.
   *
   * @param checksumAt where the protocol has its checksum, from its header's beginning
   * @return the frame's length
   */
  public int finish(final int checksumAt) {
    final int transportLength = length - transport;
    if (isIpv6) {
      SHORTS.set(frame, network + 4, (short) transportLength);
    } else {
      SHORTS.set(frame, network + 2, (short) (length - network));
      SHORTS.set(frame, network + 10, checksum(sum(network, IPV4_HEADER_BYTES)));
    }
    if (protocol == UDP) {
      SHORTS.set(frame, transport + 4, (short) transportLength);
    }
    final short checksum =
        checksum(sum(transport, transportLength) + pseudoHeader(transportLength));
    // In UDP a checksum of 0 says that there is none.
    SHORTS.set(
        frame, transport + checksumAt, protocol == UDP && checksum == 0 ? (short) -1 : checksum);
    while (length < SHORTEST_FRAME) {
      put8(0);
    }
    return length;
  }

  private long pseudoHeader(final int transportLength) {
    if (protocol == ICMP) {
      return 0;
    }
    return protocol
        + transportLength
        + (isIpv6
            ? sum(network + ADDRESSES_IN_IPV6, IPV6_HEADER_BYTES - ADDRESSES_IN_IPV6)
            : sum(network + ADDRESSES_IN_IPV4, IPV4_HEADER_BYTES - ADDRESSES_IN_IPV4));
  }

  private long sum(final int from, final int count) {
    long sum = 0;
    int at = from;
    for (; at + 1 < from + count; at += 2) {
      sum += (short) SHORTS.get(frame, at) & 0xffff;
    }
    return at < from + count ? sum + ((frame[at] & 0xff) << 8) : sum;
  }

  // RFC 1071.
  private static short checksum(final long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (short) ~folded;
  }
}
