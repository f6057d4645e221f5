package dev.plimsoll.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one or several netlink messages (include/uapi/linux/netlink.h) into a growing buffer. Each
 * begins with {@link #begin} and ends with {@link #end}. Not thread safe.
 */
final class NetlinkRequest {
  static final int FLAG_REQUEST = 0x1;
  static final int FLAG_ACK = 0x4;
  static final int FLAG_DUMP = 0x300;
  static final int FLAG_EXCLUSIVE = 0x200;
  static final int FLAG_CREATE = 0x400;
  private static final int NESTED = 0x8000;

  private byte[] bytes = new byte[512];
  private int length;
  private int start;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  NetlinkRequest clear() {
    length = 0;
    return this;
  }

  /** Begins a message; {@code FLAG_REQUEST} is set by itself. */
  NetlinkRequest begin(final int type, final int flags, final int sequence) {
    start = length;
    ensure(16);
    length += 4;
    hostShort(type);
    hostShort(flags | FLAG_REQUEST);
    hostInt(sequence);
    return hostInt(0);
  }

  /** The header of netfilter's messages (struct nfgenmsg). */
  NetlinkRequest netfilterHeader(final int family) {
    return netfilterHeader(family, 0);
  }

  /**
   * The same with a version: of a request to delete by family the kernel takes version 0 for one of
   * old times, when it did not look at the family (ctnetlink_del_conntrack).
   */
  NetlinkRequest netfilterHeader(final int family, final int version) {
    return raw(family).raw(version).raw(0).raw(0);
  }

  NetlinkRequest end() {
    pad();
    setHostInt(start, length - start);
    return this;
  }

  NetlinkRequest raw(final int octet) {
    ensure(1);
    bytes[length++] = (byte) octet;
    return this;
  }

  NetlinkRequest hostShort(final int number) {
    return raw(number).raw(number >> 8);
  }

  NetlinkRequest hostInt(final int number) {
    return hostShort(number).hostShort(number >> 16);
  }

  NetlinkRequest netInt(final int number) {
    return raw(number >> 24).raw(number >> 16).raw(number >> 8).raw(number);
  }

  /** Begins a nested attribute and returns the place that {@link #endNested} needs. */
  int beginNested(final int type) {
    final int place = length;
    attribute(type | NESTED, 0);
    return place;
  }

  NetlinkRequest endNested(final int place) {
    final int size = length - place;
    bytes[place] = (byte) size;
    bytes[place + 1] = (byte) (size >> 8);
    return this;
  }

  NetlinkRequest putByte(final int type, final int octet) {
    return attribute(type, 1).raw(octet).pad();
  }

  NetlinkRequest putNetShort(final int type, final int number) {
    return attribute(type, 2).raw(number >> 8).raw(number).pad();
  }

  NetlinkRequest putNetInt(final int type, final int number) {
    return attribute(type, 4).netInt(number);
  }

  NetlinkRequest putHostInt(final int type, final int number) {
    return attribute(type, 4).hostInt(number);
  }

  NetlinkRequest putIpv6(final int type, final long high, final long low) {
    return attribute(type, 16)
        .netInt((int) (high >>> 32))
        .netInt((int) high)
        .netInt((int) (low >>> 32))
        .netInt((int) low);
  }

  /** Connection labels: 128 bits, the lowest word first, in the order of the host. */
  NetlinkRequest putLabels(final int type, final long high, final long low) {
    return attribute(type, 16)
        .hostInt((int) low)
        .hostInt((int) (low >>> 32))
        .hostInt((int) high)
        .hostInt((int) (high >>> 32));
  }

  /** A string with its closing zero byte. */
  NetlinkRequest putString(final int type, final String text) {
    final byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    attribute(type, encoded.length + 1);
    for (final byte octet : encoded) {
      raw(octet);
    }
    return raw(0).pad();
  }

  private NetlinkRequest attribute(final int type, final int size) {
    return hostShort(4 + size).hostShort(type);
  }

  private NetlinkRequest pad() {
    while ((length - start & 3) != 0) {
      raw(0);
    }
    return this;
  }

  private void setHostInt(final int at, final int number) {
    bytes[at] = (byte) number;
    bytes[at + 1] = (byte) (number >> 8);
    bytes[at + 2] = (byte) (number >> 16);
    bytes[at + 3] = (byte) (number >> 24);
  }

  private void ensure(final int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
