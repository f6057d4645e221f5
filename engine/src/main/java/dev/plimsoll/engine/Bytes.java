package dev.plimsoll.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in network order. The caller has looked that they lie within the array. */
final class Bytes {
  private static final VarHandle INT16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  static int uint8(final byte[] bytes, final int at) {
    return bytes[at] & 0xff;
  }

  static int uint16(final byte[] bytes, final int at) {
    return (short) INT16.get(bytes, at) & 0xffff;
  }

  static int int32(final byte[] bytes, final int at) {
    return (int) INT32.get(bytes, at);
  }

  static long int64(final byte[] bytes, final int at) {
    return (long) INT64.get(bytes, at);
  }
}
