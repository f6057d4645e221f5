package dev.plimsoll.bench;

import dev.plimsoll.engine.Checksums;
import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.LinkType;
import dev.plimsoll.engine.Packet;
import dev.plimsoll.engine.PacketDecoder;
import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.Tracker;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.Verdict;
import dev.plimsoll.engine.VerdictSink;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionTable;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Packets a second through decoder and tracker, from memory: of established TCP connections in
 * random order, and such that begin a session. Frames are Ethernet, IPv4, TCP without data; their
 * bytes are read one after the other, their sessions lie anywhere.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-XX:+UseSerialGC",
      "-Xms4g",
      "-Xmx4g",
      "-Xmn16m",
      "-XX:+UseTransparentHugePages"
    })
public class TrackerBenchmark {
  private static final int FRAMES = 1 << 20;
  private static final int FRAME_BYTES = 54;
  private static final int IP = 14;
  private static final int TCP = IP + 20;
  private static final int SYN = 2;
  private static final int ACK = 16;
  private static final long START_NANOS = 1_800_000_000_000_000_000L;

  /** How many sessions the table holds. */
  @Param({"10000", "1000000", "10000000"})
  public int sessions;

  private final SessionTable table = SessionTable.ofTracker(HostAddresses.UNKNOWN);
  private final Tracker tracker =
      new Tracker(new TrackerSettings(Map.of(Sysctl.MAX, 0L)), table, null);
  private final PacketDecoder decoder = new PacketDecoder(Checksums.NONE);
  private final SplittableRandom random = new SplittableRandom(1);
  private final Frame frame = new Frame();
  private final Packet[] packets = new Packet[Tracker.BATCH];
  private final byte[] established = new byte[FRAMES * FRAME_BYTES];
  private final byte[] batch = new byte[Tracker.BATCH * FRAME_BYTES];
  private long invalid;
  private final VerdictSink sink =
      (packet, verdict) -> invalid += verdict == Verdict.INVALID ? 1 : 0;
  private long timeNanos = START_NANOS;
  private int nextFrame;
  private long nextNew = 1L << 30;

  /** Opens all connections, and prepares their packets. */
  @Setup
  public void open() {
    Arrays.setAll(packets, i -> new Packet());
    frame.linkType(LinkType.ETHERNET);
    frame.length(FRAME_BYTES);
    for (int step = 0; step < 3; step++) {
      for (int from = 0; from < sessions; from += Tracker.BATCH) {
        final int count = Math.min(Tracker.BATCH, sessions - from);
        for (int i = 0; i < count; i++) {
          final boolean reply = step == 1;
          final int flags = step == 0 ? SYN : reply ? SYN | ACK : ACK;
          write(batch, i * FRAME_BYTES, from + i, reply, flags, step == 0 ? 0 : 1);
        }
        track(batch, 0, count);
      }
    }
    for (int i = 0; i < FRAMES; i++) {
      final boolean reply = (i & 1) == 1;
      write(established, i * FRAME_BYTES, random.nextInt(sessions), reply, ACK, 1);
    }
    if (table.size() != sessions) {
      throw new IllegalStateException(table.size() + " sessions, not " + sessions);
    }
  }

  /** All of them were to be valid. */
  @TearDown
  public void check() {
    if (invalid > 0) {
      throw new IllegalStateException(invalid + " packets were invalid");
    }
  }

  /** Packets of connections that are there. */
  @Benchmark
  @OperationsPerInvocation(Tracker.BATCH)
  public void established() {
    timeNanos += 20_000;
    track(established, nextFrame * FRAME_BYTES, Tracker.BATCH);
    nextFrame = nextFrame + Tracker.BATCH & FRAMES - 1;
  }

  /** Packets that begin a session each; those before them end, so that the table stays as large. */
  @Benchmark
  @OperationsPerInvocation(Tracker.BATCH)
  public void begin() {
    // In SYN_SENT a session lasts two minutes: that long it takes until half as many came anew.
    timeNanos += 120_000_000_000L * Tracker.BATCH / Math.max(sessions / 2, 1);
    for (int i = 0; i < Tracker.BATCH; i++) {
      write(batch, i * FRAME_BYTES, nextNew++, false, SYN, 0);
    }
    track(batch, 0, Tracker.BATCH);
  }

  private void track(final byte[] bytes, final int from, final int count) {
    for (int i = 0; i < count; i++) {
      frame.bytes(bytes, from + i * FRAME_BYTES, FRAME_BYTES);
      frame.timeNanos(timeNanos);
      decoder.decode(frame, packets[i]);
    }
    tracker.track(packets, count, sink);
  }

  /** Client and server of a connection, 1001 and 5001 being their next sequence numbers. */
  private static void write(
      final byte[] into,
      final int at,
      final long connection,
      final boolean reply,
      final int flags,
      final int sent) {
    into[at + 12] = 8;
    into[at + IP] = 0x45;
    put(into, at + IP + 2, 40, 2);
    into[at + IP + 8] = 64;
    into[at + IP + 9] = 6;
    final long client = 0x0a00_0000L | connection >>> 6 & 0xff_ffff;
    final long server = 0xc0a8_0000L | connection >>> 30 & 0xffff;
    final long clientPort = 1024 + (connection & 63) * 521;
    put(into, at + IP + 12, reply ? server : client, 4);
    put(into, at + IP + 16, reply ? client : server, 4);
    put(into, at + TCP, reply ? 443 : clientPort, 2);
    put(into, at + TCP + 2, reply ? clientPort : 443, 2);
    put(into, at + TCP + 4, reply ? 5000 + (flags == ACK ? 1 : 0) : 1000 + sent, 4);
    put(into, at + TCP + 8, (flags & ACK) == 0 ? 0 : reply ? 1001 : 5001, 4);
    into[at + TCP + 12] = 0x50;
    into[at + TCP + 13] = (byte) flags;
    put(into, at + TCP + 14, 64_000, 2);
  }

  private static void put(final byte[] into, final int at, final long value, final int bytes) {
    for (int i = 0; i < bytes; i++) {
      into[at + i] = (byte) (value >>> (bytes - 1 - i) * 8);
    }
  }
}
