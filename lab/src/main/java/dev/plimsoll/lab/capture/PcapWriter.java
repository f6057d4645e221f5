package dev.plimsoll.lab.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Writes a pcap file with microseconds, of Ethernet. Not thread safe. */
final class PcapWriter implements Closeable {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int RECORD_HEADER_BYTES = 16;
  private static final int MAGIC = 0xa1b2_c3d4;
  private static final int VERSION_2_4 = 0x0004_0002;
  private static final int SNAP_LENGTH = 262_144;
  private static final int ETHERNET = 1;

  private final OutputStream out;
  private final byte[] buffer = new byte[1024 * 1024];
  private int length;

  PcapWriter(final OutputStream out) {
    this.out = out;
    put(MAGIC);
    put(VERSION_2_4);
    put(0);
    put(0);
    put(SNAP_LENGTH);
    put(ETHERNET);
  }

  void write(final long timeMicros, final byte[] frame, final int frameLength) throws IOException {
    if (buffer.length - length < RECORD_HEADER_BYTES + frameLength) {
      flush();
    }
    put((int) (timeMicros / 1_000_000));
    put((int) (timeMicros % 1_000_000));
    put(frameLength);
    put(frameLength);
    System.arraycopy(frame, 0, buffer, length, frameLength);
    length += frameLength;
  }

  private void put(final int value) {
    INTS.set(buffer, length, value);
    length += Integer.BYTES;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
