package dev.plimsoll.lab.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.Verdict;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the judge can be heard: what the kernel says comes out as it is. */
@KernelTest
class KernelTrackerTest {
  @ParameterizedTest
  @CsvSource({"10.0.0.1, 10.0.0.2", "2001:db8::1, 2001:db8::2"})
  void aHandshakeIsTrackedWithVerdictsStatesEventsAndCounters(
      final String client, final String server) throws Exception {
    final Exchange exchange = new Exchange();
    new TcpTalk(exchange, IpAddress.of(client), 1024, IpAddress.of(server), 80).handshake();
    try (KernelTracker kernel = KernelTracker.create(DistinctTimeouts.with(Map.of()))) {
      final List<Answer> answers = track(kernel, exchange);
      assertThat(answers)
          .extracting(Answer::verdict)
          .containsExactly(Verdict.NEW, Verdict.REPLY, Verdict.ESTABLISHED);
      assertThat(answers)
          .extracting(answer -> answer.events().getFirst().type())
          .containsExactly(
              SessionEvent.Type.NEW, SessionEvent.Type.UPDATE, SessionEvent.Type.UPDATE);
      final Answer.Entry session = Objects.requireNonNull(answers.getLast().session());
      assertThat(session.state()).isEqualTo(TcpState.ESTABLISHED.number());
      assertThat(session.status()).isEqualTo(Status.SEEN_REPLY | Status.ASSURED | Status.CONFIRMED);
      assertThat(session.originalPackets()).isEqualTo(2);
      assertThat(session.replyPackets()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1, 10.0.0.2, 1", "2001:db8::1, 2001:db8::2, 58"})
  void everyVerdictComesThrough(final String first, final String second, final int icmp)
      throws Exception {
    final IpAddress a = IpAddress.of(first);
    final IpAddress b = IpAddress.of(second);
    final Exchange exchange = new Exchange();
    exchange.packet(a, b, Protocol.UDP, Wire.udp(1024, 53, 10));
    final byte[] question = exchange.last();
    final int unreachable = icmp == Protocol.ICMP ? 3 : 1;
    exchange.packet(b, a, icmp, Wire.icmp(unreachable, 3, 0, Wire.quoted(question, 48)));
    exchange.packet(b, a, Protocol.UDP, Wire.udp(53, 1024, 10));
    final byte[] answer = exchange.last();
    exchange.packet(a, b, icmp, Wire.icmp(unreachable, 3, 0, Wire.quoted(answer, 48)));
    exchange.packet(a, b, Protocol.UDP, Wire.udp(1024, 53, 10));
    exchange.packet(b, a, icmp, Wire.icmpEcho(icmp == Protocol.ICMP ? 0 : 129, 1, 1));
    try (KernelTracker kernel = KernelTracker.create(DistinctTimeouts.with(Map.of()))) {
      assertThat(track(kernel, exchange))
          .extracting(Answer::verdict)
          .containsExactly(
              Verdict.NEW,
              Verdict.RELATED_REPLY,
              Verdict.REPLY,
              Verdict.RELATED,
              Verdict.ESTABLISHED,
              Verdict.INVALID);
    }
  }

  @ParameterizedTest
  @CsvSource({"UDP_TIMEOUT", "UDP_TIMEOUT_STREAM", "TCP_TIMEOUT_UNACKNOWLEDGED"})
  void noTwoTimeoutsAreTheSame(final Sysctl sysctl) {
    final Map<Sysctl, Long> all = DistinctTimeouts.with(Map.of()).changed();
    final long own = Objects.requireNonNull(all.get(sysctl));
    all.forEach((other, value) -> {
      if (other != sysctl) {
        assertThat(Math.abs(value - own)).as(other.word()).isGreaterThanOrEqualTo(10);
      }
    });
  }

  private static List<Answer> track(final KernelTracker kernel, final Exchange exchange)
      throws Exception {
    final List<Answer> answers = new ArrayList<>();
    for (final Exchange.Step step : exchange.steps()) {
      answers.add(kernel.track(step.frame(), FrameText.tuple(step.frame())));
    }
    return answers;
  }
}
