package dev.plimsoll.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in network order, read from bytes without an object. */
final class BigEndian {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  static int u8(final byte[] bytes, final int at) {
    return bytes[at] & 0xff;
  }

  static int u16(final byte[] bytes, final int at) {
    return (short) SHORT.get(bytes, at) & 0xffff;
  }

  static int i32(final byte[] bytes, final int at) {
    return (int) INT.get(bytes, at);
  }

  static long u32(final byte[] bytes, final int at) {
    return (int) INT.get(bytes, at) & 0xffff_ffffL;
  }

  static long i64(final byte[] bytes, final int at) {
    return (long) LONG.get(bytes, at);
  }

  static void put16(final byte[] bytes, final int at, final int value) {
    SHORT.set(bytes, at, (short) value);
  }
}
