package dev.plimsoll.lab.differential;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A chunk of each type in each state of SCTP, from either side, with right and wrong tags. */
@KernelTest
class SctpStateTableKernelTest {
  private static final IpAddress CLIENT = IpAddress.of("10.0.0.1");
  private static final IpAddress SERVER = IpAddress.of("10.0.0.2");
  private static final int INIT = 1;
  private static final int INIT_ACK = 2;
  private static final int TYPES = 17;
  private static final int OF_CLIENT = 0x1111_1111;
  private static final int OF_SERVER = 0x2222_2222;

  @RegisterExtension static final SideBySide BOTH = new SideBySide(Map.of());

  static Stream<Arguments> states() {
    return Stream.of(
            "-", "I", "IA", "IAC", "IACD", "IACDS", "IACDs", "IACDSa", "IACDSaE", "H", "Hh")
        .flatMap(path -> IntStream.range(0, TYPES).mapToObj(type -> Arguments.of(path, type)));
  }

  @ParameterizedTest(name = "after {0} chunk type {1}")
  @MethodSource("states")
  void aChunkInAState(final String path, final int type) throws Exception {
    for (final boolean fromClient : new boolean[] {true, false}) {
      for (final int tag : new int[] {fromClient ? OF_SERVER : OF_CLIENT, 0, 77}) {
        // Only ABORT and SHUTDOWN_COMPLETE have a flag that counts.
        for (int flags = 0; flags <= (type == 6 || type == 14 ? 1 : 0); flags++) {
          final Exchange exchange = new Exchange();
          path.chars().forEach(step -> take(exchange, (char) step));
          say(exchange, fromClient, tag, chunk(type, flags, fromClient ? OF_CLIENT : OF_SERVER));
          // What it left behind shows in what comes next.
          say(exchange, true, OF_SERVER, chunk(4, 0, 0));
          say(exchange, false, OF_CLIENT, chunk(5, 0, 0));
          say(exchange, true, 0, chunk(INIT, 0, 0x3333_3333));
          BOTH.comparison()
              .assertEqual(
                  exchange,
                  "%s then %d by %s".formatted(path, type, fromClient ? "client" : "server"));
        }
      }
    }
  }

  /** One step on the usual way of an association: capitals are the client's. */
  private static void take(final Exchange exchange, final char step) {
    switch (step) {
      case 'I' -> say(exchange, true, 0, chunk(INIT, 0, OF_CLIENT));
      case 'A' -> say(exchange, false, OF_CLIENT, chunk(INIT_ACK, 0, OF_SERVER));
      case 'C' -> say(exchange, true, OF_SERVER, chunk(10, 0, 0));
      case 'D' -> say(exchange, false, OF_CLIENT, chunk(11, 0, 0));
      case 'S' -> say(exchange, true, OF_SERVER, chunk(7, 0, 0));
      case 's' -> say(exchange, false, OF_CLIENT, chunk(7, 0, 0));
      case 'a' -> say(exchange, false, OF_CLIENT, chunk(8, 0, 0));
      case 'E' -> say(exchange, true, OF_SERVER, chunk(14, 0, 0));
      case 'H' -> say(exchange, true, OF_SERVER, chunk(4, 0, 0));
      case 'h' -> say(exchange, false, OF_CLIENT, chunk(5, 0, 0));
      default -> {}
    }
  }

  private static byte[] chunk(final int type, final int flags, final int tag) {
    return type == INIT || type == INIT_ACK
        ? Wire.initChunk(type, tag)
        : Wire.chunk(type, flags, new byte[8]);
  }

  private static void say(
      final Exchange exchange, final boolean fromClient, final int tag, final byte[] chunk) {
    exchange.packet(
        fromClient ? CLIENT : SERVER,
        fromClient ? SERVER : CLIENT,
        Protocol.SCTP,
        fromClient ? Wire.sctp(3000, 3868, tag, chunk) : Wire.sctp(3868, 3000, tag, chunk));
  }
}
