package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConntrackFormatTest {
  private static final String TCP =
      "tcp      6 431999 ESTABLISHED src=1.1.1.1 dst=2.2.2.2 sport=10 dport=20 packets=5 bytes=270"
          + " src=2.2.2.2 dst=1.1.1.1 sport=20 dport=10 packets=5 bytes=270 [ASSURED] mark=7"
          + " delta-time=0 use=1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        TCP,
        "udp      17 29 src=1.1.1.1 dst=2.2.2.2 sport=10 dport=53 [UNREPLIED] src=2.2.2.2"
            + " dst=1.1.1.1 sport=53 dport=10 mark=0 use=1",
        "icmp     1 28 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=1226 src=2.2.2.2 dst=1.1.1.1"
            + " type=0 code=0 id=1226 mark=0 use=1",
        "icmpv6   58 28 src=2001:db8::1 dst=2001:db8::2 type=128 code=0 id=77 [UNREPLIED]"
            + " src=2001:db8::2 dst=2001:db8::1 type=129 code=0 id=77 mark=0 use=1",
        "gre      47 49 src=1.1.1.1 dst=2.2.2.2 srckey=0x1 dstkey=0x2 [UNREPLIED] src=2.2.2.2"
            + " dst=1.1.1.1 srckey=0x2 dstkey=0x1 mark=0 use=1",
        "unknown  50 49 src=1.1.1.1 dst=2.2.2.2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 mark=0 use=1",
        "tcp      6 49 SYN_SENT src=1.1.1.1 dst=2.2.2.2 sport=13 dport=20 [UNREPLIED] src=2.2.2.2"
            + " dst=3.3.3.3 sport=20 dport=13 mark=0 zone=5 use=1",
        "dccp     33 599 src=1.1.1.1 dst=2.2.2.2 sport=0 dport=0 [UNREPLIED] src=2.2.2.2"
            + " dst=1.1.1.1 sport=0 dport=0 mark=0 use=1",
        "tcp      6 49 SYN_SENT src=::1.2.3.4 dst=::ffff:1.2.3.4 sport=13 dport=20 [UNREPLIED]"
            + " src=1:0:0:2::3 dst=:: sport=20 dport=13 mark=0 helper=ftp use=1",
      })
  void aLineOfConntrackComesBackByteForByte(final String line) {
    assertThat(Lines.write(ConntrackFormat.plain(), Lines.read(line))).isEqualTo(line);
  }

  @Test
  void extendedLinesBeginWithTheFamily() {
    assertThat(Lines.write(ConntrackFormat.extended(), Lines.read(TCP)))
        .isEqualTo("ipv4     2 " + TCP);
  }

  @Test
  void idsAreUnsigned() {
    assertThat(Lines.write(ConntrackFormat.plain().withId(), Lines.read(TCP + " id=2722309745")))
        .isEqualTo(TCP + " id=2722309745");
  }

  @Test
  void kernelTimesAreInTheWordsOfCtime() {
    final Session session = Lines.read(TCP);
    session.startNanos(1_793_494_113_999_999_999L);
    session.stopNanos(1_795_408_113_000_000_000L);
    final ConntrackFormat format = ConntrackFormat.plain().withKernelTimes(ZoneOffset.UTC);
    assertThat(Lines.write(format, session))
        .endsWith(
            " mark=7 delta-time=1914000 [start=Sun Nov  1 00:48:33 2026]"
                + " [stop=Mon Nov 23 04:28:33 2026] use=1");
  }

  @Test
  void kernelTimesAreTheUsersOwn() {
    final Session session = Lines.read(TCP);
    session.startNanos(1_795_408_113_000_000_000L);
    final ConntrackFormat format =
        ConntrackFormat.plain().withKernelTimes(ZoneId.of("Asia/Kolkata"));
    assertThat(Lines.write(format, session)).contains("[start=Mon Nov 23 09:58:33 2026]");
  }

  @Test
  void anAgeIsTheDifferenceOfWholeSecondsUnlikeTheKernels() {
    final Session session = Lines.read(TCP);
    session.startNanos(9_999_999_999L);
    session.observedNanos(10_000_000_000L);
    assertThat(Lines.write(ConntrackFormat.plain(), session)).contains(" delta-time=1 ");
    assertThat(Lines.write(new ProcFormat(), session)).contains(" delta-time=0 ");
  }

  @Test
  void aStateThatTheLibraryDoesNotKnowIsNone() {
    final Session session = Lines.read(TCP);
    session.state(10);
    assertThat(Lines.write(ConntrackFormat.plain(), session))
        .startsWith("tcp      6 431999 NONE src=");
  }

  @Test
  void eventsBeginWithTheirTag() {
    final SessionEvent event = event();
    final String line =
        "udp      17 30 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED]"
            + " src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1";
    event.type(SessionEvent.Type.NEW);
    assertThat(Lines.write(ConntrackFormat.plain(), event)).isEqualTo("    [NEW] " + line);
    event.type(SessionEvent.Type.UPDATE);
    assertThat(Lines.write(ConntrackFormat.plain(), event)).isEqualTo(" [UPDATE] " + line);
    event.type(SessionEvent.Type.DESTROY);
    assertThat(Lines.write(ConntrackFormat.extended(), event))
        .isEqualTo("[DESTROY] ipv4     2 " + line);
  }

  @Test
  void aChangeByAProcessTellsItsPort() {
    final SessionEvent event = event();
    event.portId((int) 4_160_000_000L);
    assertThat(Lines.write(ConntrackFormat.plain(), event))
        .endsWith(" dport=1 [USERSPACE] portid=4160000000");
  }

  @Test
  void aChangeByAProcessTellsItsNameWhereItIsKnown() {
    final SessionEvent event = event();
    event.portId(31_015);
    assertThat(Lines.write(ConntrackFormat.plain().withPrograms(portId -> "nft " + portId), event))
        .endsWith(" dport=1 [USERSPACE] portid=31015 progname=nft 31015");
  }

  @Test
  void labelsStandAtTheEnd() {
    final Session session = Lines.read(TCP + " id=5");
    session.labels(1L << 63, 9);
    final ConntrackFormat format =
        ConntrackFormat.plain().withId().withLabels(LabelNames.parse("0 eth0-in\n127 last"));
    assertThat(Lines.write(format, session)).endsWith(" use=1 id=5 labels=eth0-in,last");
  }

  @Test
  void labelsWithoutANameLeaveTheWordAlone() {
    final Session session = Lines.read(TCP);
    session.labels(0, 2);
    final LabelNames names = LabelNames.parse("0 eth0-in");
    assertThat(Lines.write(ConntrackFormat.plain().withLabels(names), session))
        .endsWith(" use=1 labels");
    assertThat(Lines.write(ConntrackFormat.plain().withLabels(LabelNames.NONE), session))
        .endsWith(" use=1");
  }

  @Test
  void aMissedEventSaysSoBehindAllElse() {
    final SessionEvent event = event();
    event.missed(true);
    assertThat(Lines.write(ConntrackFormat.plain(), event)).endsWith(" dport=1 [MISSED]");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, 100_000, 452_268, 999_999})
  void receiveTimesHaveSixDigitsBehindThePoint(final long micros) {
    final SessionEvent event = event();
    event.timeNanos(1_795_408_370_000_000_999L + micros * 1000);
    assertThat(Lines.write(ConntrackFormat.plain().withReceiveTime(), event))
        .startsWith("[1795408370.%06d]\t    [NEW] udp".formatted(micros));
  }

  @Test
  void whateverConntrackShowsOfASessionSurvivesTheWayToTextAndBack() {
    final ConntrackFormat format = ConntrackFormat.plain().withId();
    for (long seed = 0; seed < 5_000; seed++) {
      final SplittableRandom random = new SplittableRandom(seed);
      final Session session = FormatSamples.session(random);
      session.id(random.nextInt());
      session.startNanos(0);
      final String line = Lines.write(format, session);
      assertThat(ExpectedFields.of(Lines.read(line)))
          .as("seed %d: %s", seed, line)
          .isEqualTo(ExpectedFields.of(session));
    }
  }

  private static SessionEvent event() {
    final SessionEvent event = new SessionEvent();
    event
        .session()
        .set(
            Lines.read(
                "udp 17 30 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED]"
                    + " src=2.2.2.2 dst=1.1.1.1 sport=2 dport=1"));
    return event;
  }
}
