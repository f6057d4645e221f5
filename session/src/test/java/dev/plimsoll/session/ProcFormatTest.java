package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcFormatTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ipv4     2 tcp      6 119 TIME_WAIT src=127.0.0.1 dst=127.0.0.1 sport=60104 dport=8080"
            + " packets=5 bytes=270 src=127.0.0.1 dst=127.0.0.1 sport=8080 dport=60104 packets=5"
            + " bytes=270 [ASSURED] mark=0 zone=0 delta-time=0 use=2",
        "ipv4     2 tcp      6 49 SYN_SENT src=1.1.1.1 dst=2.2.2.2 sport=13 dport=20 [UNREPLIED]"
            + " src=2.2.2.2 dst=3.3.3.3 sport=20 dport=13 mark=4294967295 zone=5 use=2",
        "ipv4     2 tcp      6 src=1.1.1.1 dst=2.2.2.2 sport=13 dport=20 src=2.2.2.2 dst=1.1.1.1"
            + " sport=20 dport=13 [OFFLOAD] mark=0 zone=0 use=3",
        "ipv4     2 tcp      6 src=1.1.1.1 dst=2.2.2.2 sport=13 dport=20 src=2.2.2.2 dst=1.1.1.1"
            + " sport=20 dport=13 [HW_OFFLOAD] mark=0 zone=0 use=3",
        "ipv4     2 udp      17 29 src=1.1.1.1 dst=2.2.2.2 sport=10 dport=53 zone-orig=7"
            + " [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=53 dport=10 mark=0 use=2",
        "ipv4     2 udp      17 29 src=1.1.1.1 dst=2.2.2.2 sport=10 dport=53 packets=1"
            + " bytes=18446744073709551614 src=2.2.2.2 dst=1.1.1.1 sport=53 dport=10 zone-reply=7"
            + " packets=0 bytes=0 mark=0 use=2",
        "ipv4     2 sctp     132 209 ESTABLISHED src=1.1.1.1 dst=2.2.2.2 sport=10 dport=53"
            + " src=2.2.2.2 dst=1.1.1.1 sport=53 dport=10 [ASSURED] mark=0 zone=0 use=2",
        "ipv6     10 icmpv6   58 28 src=2001:0db8:0000:0000:0000:0000:0000:0001"
            + " dst=2001:0db8:0000:0000:0000:0000:0000:0002 type=128 code=0 id=77 [UNREPLIED]"
            + " src=2001:0db8:0000:0000:0000:0000:0000:0002"
            + " dst=2001:0db8:0000:0000:0000:0000:0000:0001 type=129 code=0 id=77 mark=0 zone=0"
            + " use=2",
        "ipv4     2 gre      47 49 timeout=30, stream_timeout=180 src=1.1.1.1 dst=2.2.2.2 srckey=0x1 dstkey=0xffff [UNREPLIED]"
            + " src=2.2.2.2 dst=1.1.1.1 srckey=0xffff dstkey=0x1 mark=0 zone=0 use=2",
        "ipv4     2 unknown  50 49 src=1.1.1.1 dst=2.2.2.2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1"
            + " mark=0 secctx=system_u:object_r:unlabeled_t:s0 zone=0 use=2",
        "ipv4     2 unknown  33 599 src=1.1.1.1 dst=2.2.2.2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1"
            + " mark=0 zone=0 use=2",
        "ipv4     2 dccp     33 599 src=1.1.1.1 dst=2.2.2.2 sport=5 dport=6 [UNREPLIED]"
            + " src=2.2.2.2 dst=1.1.1.1 sport=6 dport=5 mark=0 zone=0 use=2",
      })
  void aLineOfTheKernelComesBackByteForByte(final String line) {
    assertThat(Lines.write(new ProcFormat(), Lines.read(line))).isEqualTo(line);
  }

  @Test
  void whateverTheKernelShowsOfASessionSurvivesTheWayToTextAndBack() {
    final ProcFormat format = new ProcFormat();
    for (long seed = 0; seed < 5_000; seed++) {
      final Session session = FormatSamples.session(new SplittableRandom(seed));
      final String line = Lines.write(format, session);
      final Session back = Lines.read(line);
      // The text has whole seconds.
      session.startNanos(
          session.startNanos() == 0
              ? 0
              : FormatSamples.OBSERVED - session.ageSeconds() * 1_000_000_000L);
      assertThat(ExpectedFields.of(back))
          .as("seed %d: %s", seed, line)
          .isEqualTo(ExpectedFields.of(session));
    }
  }

  @Test
  void linesOfGreShowTheSettingsGiven() {
    final Session session =
        Lines.read(
            "gre 47 49 src=1.1.1.1 dst=2.2.2.2 srckey=0x1 dstkey=0x2 src=2.2.2.2 dst=1.1.1.1"
                + " srckey=0x2 dstkey=0x1");
    assertThat(Lines.write(new ProcFormat(5, 6), session))
        .startsWith("ipv4     2 gre      47 49 timeout=5, stream_timeout=6 src=1.1.1.1 ");
  }

  @Test
  void anUpdateThatTellsLittleIsALineWithWhatItTells() {
    final SessionEvent event = new SessionEvent();
    event.type(SessionEvent.Type.UPDATE);
    event
        .session()
        .set(
            Lines.read(
                "tcp 6 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED]"
                    + " src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1"));
    assertThat(Lines.write(new ProcFormat(), event))
        .isEqualTo(
            " [UPDATE] ipv4     2 tcp      6 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED]"
                + " src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1 zone=0");
  }

  @Test
  void aMissedEventSaysSoBehindAllElse() {
    final SessionEvent event = new SessionEvent();
    event.session().set(FormatSamples.session(new SplittableRandom(1)));
    event.missed(true);
    assertThat(Lines.write(new ProcFormat(), event))
        .isEqualTo("    [NEW] " + Lines.write(new ProcFormat(), event.session()) + " [MISSED]");
  }
}
