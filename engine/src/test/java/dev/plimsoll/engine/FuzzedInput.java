package dev.plimsoll.engine;

import java.util.Arrays;

/** The bytes of a fuzzer, taken one after the other; behind their end come zeros. */
final class FuzzedInput {
  private final byte[] bytes;
  private int at;

  FuzzedInput(final byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  /** A byte, 0 to 255. */
  int u8() {
    return hasMore() ? bytes[at++] & 0xff : 0;
  }

  /** A byte, -128 to 127. */
  int s8() {
    return (byte) u8();
  }

  int u16() {
    return u8() << 8 | u8();
  }

  /** So many bytes, or what is left. */
  byte[] bytes(final int most) {
    final int end = Math.min(at + most, bytes.length);
    final byte[] taken = Arrays.copyOfRange(bytes, Math.min(at, end), end);
    at = end;
    return taken;
  }
}
