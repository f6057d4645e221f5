package dev.plimsoll.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A capture of raw IPv4 packets, made packet by packet. Its first second is 2026-11-24T00:00:00Z.
 */
final class SmallCapture {
  static final int SYN = 2;
  static final int ACK = 16;
  static final int FIN = 1;

  private static final long START_SECONDS = 1_795_478_400L;
  private static final int RAW = 101;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private double seconds;

  SmallCapture() {
    final ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0xa1b2_c3d4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    header.putInt(65_535).putInt(RAW);
    put(header);
  }

  /** Later packets come so much later. */
  SmallCapture after(final double more) {
    seconds += more;
    return this;
  }

  /** A question from 10.0.0.1 to 10.0.0.53. */
  SmallCapture question(final int port) {
    return udp(0x0a00_0001, port, 0x0a00_0035, 53);
  }

  /** Its answer. */
  SmallCapture answer(final int port) {
    return udp(0x0a00_0035, 53, 0x0a00_0001, port);
  }

  private SmallCapture udp(final int from, final int port, final int to, final int toPort) {
    final ByteBuffer packet = ip(UDP, 8, from, to);
    packet.putShort((short) port).putShort((short) toPort).putShort((short) 8).putShort((short) 0);
    return add(packet);
  }

  /** A TCP packet from 10.0.0.1 to port 80 of 10.0.0.80. */
  SmallCapture tcp(final int port, final int flags, final int sequence, final int ack) {
    return tcp(0x0a00_0001, port, 0x0a00_0050, 80, flags, sequence, ack);
  }

  /** A TCP packet from 10.0.0.1 that would begin a connection to a port of 198.18.0.0/16. */
  SmallCapture syn(final int host, final int port) {
    return tcp(0x0a00_0001, 32_768 + host, 0xc612_0000 + host, port, SYN, 1, 0);
  }

  private SmallCapture tcp(
      final int from,
      final int port,
      final int to,
      final int toPort,
      final int flags,
      final int sequence,
      final int ack) {
    final ByteBuffer packet = ip(TCP, 20, from, to);
    packet.putShort((short) port).putShort((short) toPort).putInt(sequence).putInt(ack);
    packet.put((byte) 0x50).put((byte) flags).putShort((short) 64_000).putInt(0);
    return add(packet);
  }

  private static ByteBuffer ip(final int protocol, final int length, final int from, final int to) {
    final ByteBuffer packet = ByteBuffer.allocate(20 + length);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + length)).putInt(0);
    packet.put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(from).putInt(to);
    int sum = 0;
    for (int i = 0; i < 20; i += 2) {
      sum += packet.getShort(i) & 0xffff;
    }
    packet.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16)));
    return packet;
  }

  private SmallCapture add(final ByteBuffer packet) {
    final long micros = Math.round(seconds * 1e6);
    final ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt((int) (START_SECONDS + micros / 1_000_000)).putInt((int) (micros % 1_000_000));
    header.putInt(packet.capacity()).putInt(packet.capacity());
    put(header);
    put(packet);
    return this;
  }

  private void put(final ByteBuffer filled) {
    final byte[] bytes = new byte[filled.capacity()];
    filled.rewind().get(bytes);
    out.writeBytes(bytes);
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** Writes it into a file of a folder, and names it. */
  String in(final Path folder) throws IOException {
    return Files.write(folder.resolve("small.pcap"), bytes()).toString();
  }
}
