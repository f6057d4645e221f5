package dev.plimsoll.lab.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Writes a capture of a whole day of a web server, from midnight to midnight, with as few packets
 * as tell its story. Visitors come as the hour is, most at noon and in the evening; they keep their
 * connection for some requests and close it. Others hold one open to be told news (WebSocket), and
 * many of those go away without a word: nobody closes, and the kernel waits for them for five days.
 * A few administrators are silent for hours and then speak again. The server asks for names, and is
 * scanned all day. The same arguments give the same bytes.
 */
public final class GeneratedDay {
  private static final int DAY_SECONDS = 86_400;
  private static final long START_MICROS = 1_799_971_200_000_000L;
  private static final long END_MICROS = START_MICROS + DAY_SECONDS * 1_000_000L;

  private static final int SERVER = 0xc633_6401;
  private static final int RESOLVER = 0xc633_6435;
  private static final int FIRST_CLIENT = 0x0a00_0001;
  private static final int CLIENTS = 1 << 24;
  private static final int FIRST_PORT = 32_768;
  private static final int PORTS = 28_000;

  private static final int HANDSHAKE_PACKETS = 3;
  private static final int REQUEST_PACKETS = 4;
  private static final int CLOSE_PACKETS = 3;

  /** Of a hundred that come in the day, when the server is busy. */
  private static final int VISITS_BEFORE = 42;

  private static final int LISTENERS_BEFORE = VISITS_BEFORE + 8;
  private static final int LISTENERS_LOST_OF_TEN = 8;

  /** How often a scanner comes for each hundred others in the busiest hour. */
  private static final double SCANS = 0.25;

  private static final double PAUSE_OF_VISIT = 4;
  private static final double PAUSE_OF_LISTENER = 45;
  private static final double PAUSE_OF_ADMINISTRATOR = 2_400;
  private static final int ADMINISTRATORS_A_THOUSAND_LISTENERS = 4;

  private final double mostASecond;
  private final SplittableRandom random;
  private final PriorityQueue<GeneratedConnection> running = new PriorityQueue<>();
  private int begun;

  private GeneratedDay(final double mostASecond, final long seed) {
    this.mostASecond = mostASecond;
    random = new SplittableRandom(seed);
  }

  /** Arguments: FILE BUSIEST SEED. */
  public static void main(final String[] arguments) throws IOException {
    write(Path.of(arguments[0]), Double.parseDouble(arguments[1]), Long.parseLong(arguments[2]));
  }

  /**
   * Writes a capture.
   *
   * @param mostASecond how many connections begin in a second of the busiest hour, above 0
   */
  static void write(final Path file, final double mostASecond, final long seed) throws IOException {
    if (!(mostASecond > 0 && mostASecond <= 1_000)) {
      throw new IllegalArgumentException("connections a second: above 0, up to 1,000");
    }
    try (PcapWriter out = new PcapWriter(Files.newOutputStream(file))) {
      new GeneratedDay(mostASecond, seed).writeTo(out);
    }
  }

  private void writeTo(final PcapWriter out) throws IOException {
    final FrameBuilder frame = new FrameBuilder();
    for (long micros = nextMicros(START_MICROS); micros < END_MICROS; micros = nextMicros(micros)) {
      writeBefore(micros, frame, out);
      begin(micros);
    }
    writeBefore(END_MICROS, frame, out);
  }

  private void writeBefore(final long micros, final FrameBuilder frame, final PcapWriter out)
      throws IOException {
    while (!running.isEmpty() && running.element().nextMicros() < micros) {
      final GeneratedConnection next = running.remove();
      final long timeMicros = next.nextMicros();
      out.write(timeMicros, frame.bytes(), next.next(frame));
      if (!next.isOver()) {
        running.add(next);
      }
    }
  }

  private long nextMicros(final long micros) {
    return micros + 1 + Math.round(1e6 * exponential() / (mostASecond * (1 + SCANS)));
  }

  private void begin(final long micros) {
    final double hour = (micros - START_MICROS) / 3.6e9;
    if (random.nextDouble() * (1 + SCANS) >= 1) {
      running.add(new GeneratedConnection.Tcp(begun++, fromOutside(anyPort()), micros, 1, random));
    } else if (random.nextDouble() < busyness(hour)) {
      running.add(ofDay(micros));
    }
  }

  /** How much of the busiest there is at an hour, 0 to 1: little at night, two crests a day. */
  static double busyness(final double hour) {
    final double noon = (hour - 12.5) / 3.5;
    final double evening = (hour - 20) / 2.5;
    return 0.08 + 0.72 * Math.exp(-noon * noon) + 0.8 * Math.exp(-evening * evening);
  }

  private GeneratedConnection ofDay(final long micros) {
    final int kind = random.nextInt(100);
    if (kind < VISITS_BEFORE) {
      return tcp(443, micros, 1 + random.nextInt(3), PAUSE_OF_VISIT, true);
    }
    if (kind < LISTENERS_BEFORE) {
      return random.nextInt(1000) < ADMINISTRATORS_A_THOUSAND_LISTENERS
          ? tcp(22, micros, 40, PAUSE_OF_ADMINISTRATOR, true)
          : tcp(
              443,
              micros,
              1 + (int) (8 * exponential()),
              PAUSE_OF_LISTENER,
              random.nextInt(10) >= LISTENERS_LOST_OF_TEN);
    }
    final Endpoints question =
        new Endpoints(false, SERVER, RESOLVER, FIRST_PORT + random.nextInt(PORTS), 53, 0);
    return new GeneratedConnection.Udp(begun++, question, micros, 2, random);
  }

  private GeneratedConnection tcp(
      final int port,
      final long micros,
      final int requests,
      final double pauseSeconds,
      final boolean isClosed) {
    final int packets =
        HANDSHAKE_PACKETS + REQUEST_PACKETS * requests + (isClosed ? CLOSE_PACKETS : 0);
    return new GeneratedConnection.Tcp(
        begun++, fromOutside(port), micros, packets, random, pauseSeconds, isClosed);
  }

  private Endpoints fromOutside(final int port) {
    return new Endpoints(
        random.nextInt(5) == 0,
        FIRST_CLIENT + random.nextInt(CLIENTS),
        SERVER,
        FIRST_PORT + random.nextInt(PORTS),
        port,
        0);
  }

  private int anyPort() {
    return 1 + random.nextInt(65_535);
  }

  private double exponential() {
    return -Math.log(1 - random.nextDouble());
  }
}
