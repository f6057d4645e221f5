package dev.plimsoll.lab.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.TcpState;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of the kernel's table of TCP states: a packet of each class in each state. */
@KernelTest
class TcpStateTableKernelTest {
  private static final IpAddress CLIENT = IpAddress.of("10.0.0.1");
  private static final IpAddress SERVER = IpAddress.of("10.0.0.2");

  @RegisterExtension static final SideBySide BOTH = new SideBySide(Map.of());

  /** What one end may send, by its flags. */
  enum Segment {
    SYN(TcpTalk.SYN),
    SYN_ACK(TcpTalk.SYN | TcpTalk.ACK),
    FIN(TcpTalk.FIN | TcpTalk.ACK),
    ACK(TcpTalk.ACK),
    RST(TcpTalk.RST),
    RST_ACK(TcpTalk.RST | TcpTalk.ACK),
    NOTHING(0);

    private final int flags;

    Segment(final int flags) {
      this.flags = flags;
    }
  }

  static Stream<Arguments> fields() {
    return Arrays.stream(TcpState.values())
        .flatMap(state ->
            Arrays.stream(Segment.values())
                .flatMap(segment ->
                    Stream.of(
                        Arguments.of(state, segment, "client"),
                        Arguments.of(state, segment, "server"))));
  }

  @ParameterizedTest(name = "in {0} a {1} of the {2}")
  @MethodSource("fields")
  void aPacketInAState(final TcpState state, final Segment segment, final String sender)
      throws Exception {
    final Exchange exchange = new Exchange();
    final TcpTalk talk = reach(state, exchange);
    if (state != TcpState.NONE) {
      assertThat(stateAfter(exchange)).isEqualTo(state.number());
    }
    final TcpTalk.End end = "client".equals(sender) ? talk.client : talk.server;
    end.send(segment.flags, end.next, end.expected, 0);
    // What it left behind shows in what the ordinary next packets do.
    talk.client.ack();
    talk.server.ack();
    talk.client.syn();
    talk.server.synAck();
    BOTH.comparison().assertEqual(exchange, state + " " + segment + " of the " + sender);
  }

  private static int stateAfter(final Exchange exchange) throws IOException {
    final KernelTracker kernel = BOTH.comparison().kernel();
    kernel.clear();
    Answer last = null;
    for (final Exchange.Step step : exchange.steps()) {
      last = kernel.track(step.frame(), FrameText.tuple(step.frame()));
    }
    return Objects.requireNonNull(Objects.requireNonNull(last).session()).state();
  }

  /** Brings a connection into a state. */
  private static TcpTalk reach(final TcpState state, final Exchange exchange) {
    final TcpTalk talk = new TcpTalk(exchange, CLIENT, 1024, SERVER, 80);
    switch (state) {
      case NONE -> {}
      case SYN_SENT -> talk.client.syn();
      case SYN_RECV -> {
        talk.client.syn();
        talk.server.synAck();
      }
      case ESTABLISHED -> talk.handshake();
      case FIN_WAIT -> talk.handshake().client.fin();
      case CLOSE_WAIT -> {
        talk.handshake().client.fin();
        talk.server.ack();
      }
      case LAST_ACK -> {
        talk.handshake().client.fin();
        talk.server.ack();
        talk.server.fin();
      }
      case TIME_WAIT -> {
        talk.handshake().client.fin();
        talk.server.fin();
        talk.client.ack();
      }
      case CLOSE -> talk.handshake().client.rst();
      case SYN_SENT2 -> {
        talk.client.syn();
        talk.server.syn();
      }
    }
    return talk;
  }
}
