package dev.plimsoll.lab.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Writes a capture of a busy server's traffic: of all connections 40 % TCP with data, 18 %
 * half-open scans, 33 % DNS, 5 % UDP streams, 4 % ICMP echo; a tenth of them IPv6, and a tenth in a
 * VLAN. They begin evenly over the time and run beside each other. The same arguments give the same
 * bytes; it has exactly as many packets and connections as asked for.
 */
public final class GeneratedCapture {
  private static final int HUNDRED = 100;
  private static final int TCP_BEFORE = 40;
  private static final int SCAN_BEFORE = TCP_BEFORE + 18;
  private static final int DNS_BEFORE = SCAN_BEFORE + 33;
  private static final int STREAM_BEFORE = DNS_BEFORE + 5;

  /** Has no divisor in common with 100: so a hundred connections in a row are all kinds, mixed. */
  private static final int STRIDE = 37;

  /** What the longest connections have, in means. */
  private static final int LONGEST_IN_MEANS = 20;

  private static final int LEAST_CLIENTS = 64;
  private static final int CONNECTIONS_A_CLIENT = 10;
  private static final int FIRST_CLIENT = 0x0a00_0001;
  private static final int FIRST_PORT = 32_768;
  private static final int MOST_CONNECTIONS = 100_000_000;
  private static final int FIRST_SERVER = 0xc612_0001;
  private static final int SERVERS = 1000;
  private static final int SCANNED = 131_072;
  private static final long START_MICROS = 1_800_000_000_000_000L;

  private final int connections;
  private final long micros;
  private final int clients;
  private final SplittableRandom random;
  private final PriorityQueue<GeneratedConnection> running = new PriorityQueue<>();

  /** What is left to be given to connections that may be longer than they must. */
  private long spare;

  /** How many of them have not begun. */
  private long longConnections;

  private GeneratedCapture(
      final int connections, final long packets, final int seconds, final long seed) {
    if (connections < HUNDRED || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException("connections: from 100 to 100,000,000");
    }
    this.connections = connections;
    this.micros = seconds * 1_000_000L;
    this.clients = Math.max(LEAST_CLIENTS, connections / CONNECTIONS_A_CLIENT);
    this.random = new SplittableRandom(seed);
    long least = 0;
    for (int i = 0; i < connections; i++) {
      least += leastPackets(kind(i));
      longConnections += isLong(kind(i)) ? 1 : 0;
    }
    this.spare = packets - least;
    if (spare < 0) {
      throw new IllegalArgumentException(
          "%,d connections have %,d packets at least".formatted(connections, least));
    }
  }

  /** Arguments: FILE CONNECTIONS PACKETS SECONDS SEED. */
  public static void main(final String[] arguments) throws IOException {
    write(
        Path.of(arguments[0]),
        Integer.parseInt(arguments[1]),
        Long.parseLong(arguments[2]),
        Integer.parseInt(arguments[3]),
        Long.parseLong(arguments[4]));
  }

  /**
   * Writes a capture.
   *
   * @param connections from 100 on
   * @param packets some five a connection, or more
   * @param seconds in which all connections begin
   * @throws IllegalArgumentException if there cannot be such a capture
   */
  public static void write(
      final Path file,
      final int connections,
      final long packets,
      final int seconds,
      final long seed)
      throws IOException {
    final var capture = new GeneratedCapture(connections, packets, seconds, seed);
    try (PcapWriter out = new PcapWriter(Files.newOutputStream(file))) {
      capture.writeTo(out);
    }
  }

  private void writeTo(final PcapWriter out) throws IOException {
    final FrameBuilder frame = new FrameBuilder();
    int begun = 0;
    while (begun < connections || !running.isEmpty()) {
      final GeneratedConnection first = running.peek();
      final boolean begins =
          begun < connections && (first == null || startMicros(begun) <= first.nextMicros());
      final GeneratedConnection next = begins ? begin(begun++) : running.remove();
      final long timeMicros = next.nextMicros();
      out.write(timeMicros, frame.bytes(), next.next(frame));
      if (!next.isOver()) {
        running.add(next);
      }
    }
  }

  private static int kind(final int number) {
    return (int) ((long) number * STRIDE % HUNDRED);
  }

  private static boolean isLong(final int kind) {
    return kind < TCP_BEFORE || kind >= DNS_BEFORE && kind < STREAM_BEFORE;
  }

  private static int leastPackets(final int kind) {
    if (kind < TCP_BEFORE) {
      return GeneratedConnection.SHORTEST_TCP;
    }
    if (kind < SCAN_BEFORE) {
      return 1;
    }
    return kind >= DNS_BEFORE && kind < STREAM_BEFORE ? GeneratedConnection.SHORTEST_STREAM : 2;
  }

  private long startMicros(final int number) {
    return START_MICROS + micros * number / connections;
  }

  private GeneratedConnection begin(final int number) {
    final int kind = kind(number);
    final int packets = leastPackets(kind) + (isLong(kind) ? takeSpare() : 0);
    final Endpoints between = endpoints(number, kind);
    final long start = startMicros(number);
    if (kind < SCAN_BEFORE) {
      return new GeneratedConnection.Tcp(number, between, start, packets, random);
    }
    return kind < STREAM_BEFORE
        ? new GeneratedConnection.Udp(number, between, start, packets, random)
        : new GeneratedConnection.Echo(number, between, start, packets, random);
  }

  // Many short and a few long; the last one takes what is left, so the sum is exact.
  private int takeSpare() {
    final double mean = (double) spare / longConnections;
    final double drawn = Math.min(LONGEST_IN_MEANS, -Math.log(1 - random.nextDouble())) * mean;
    final long taken = longConnections == 1 ? spare : Math.min(spare, Math.round(drawn));
    longConnections--;
    spare -= taken;
    return Math.toIntExact(taken);
  }

  // No two connections have the same client and port.
  private Endpoints endpoints(final int number, final int kind) {
    final boolean isScan = kind >= TCP_BEFORE && kind < SCAN_BEFORE;
    return new Endpoints(
        random.nextInt(10) == 0,
        FIRST_CLIENT + number % clients,
        FIRST_SERVER + random.nextInt(isScan ? SCANNED : SERVERS),
        FIRST_PORT + number / clients,
        serverPort(kind),
        random.nextInt(10) == 0 ? 100 + random.nextInt(10) : 0);
  }

  private int serverPort(final int kind) {
    if (kind < TCP_BEFORE) {
      return 443;
    }
    if (kind < SCAN_BEFORE) {
      return 1 + random.nextInt(65_535);
    }
    return kind < DNS_BEFORE ? 53 : 4500;
  }
}
