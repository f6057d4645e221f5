package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcLineTest {
  private static final String UDP =
      "ipv4     2 udp      17 29 src=1.1.1.1 dst=2.2.2.2 sport=10 dport=53 src=2.2.2.2 dst=1.1.1.1"
          + " sport=53 dport=10 ";

  private final ProcLine reader = new ProcLine();
  private final Session session = new Session();

  private boolean parse(final String line) {
    final byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return reader.parse(bytes, 0, bytes.length, session);
  }

  @Test
  void aLineOfLinux26WithASecurityMarkIsRead() {
    assertThat(
            parse(
                "ipv4     2 tcp      6 431999 ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=33000"
                    + " dport=22 packets=10 bytes=1000 src=10.0.0.2 dst=10.0.0.1 sport=22"
                    + " dport=33000 packets=9 bytes=900 [ASSURED] mark=0 secmark=0 use=2"))
        .isTrue();
    assertThat(session.replyBytes()).isEqualTo(900);
    assertThat(reader.unknownWords()).isZero();
  }

  @Test
  void aLineOfIpConntrackIsRead() {
    assertThat(
            parse(
                "tcp      6 117 SYN_SENT src=192.168.1.6 dst=192.168.1.9 sport=32775 dport=22"
                    + " [UNREPLIED] src=192.168.1.9 dst=192.168.1.6 sport=22 dport=32775 use=2"))
        .isTrue();
    assertThat(session.isReplied()).isFalse();
    assertThat(session.hasMark()).isFalse();
  }

  @Test
  void listenIsTheOldNameOfSynSent2() {
    assertThat(parse(UDP.replace("udp      17 29", "tcp      6 29 LISTEN"))).isTrue();
    assertThat(session.stateName()).isEqualTo("SYN_SENT2");
  }

  @Test
  void aStateThatWeDoNotKnowIsAbsentAndCounted() {
    assertThat(parse(UDP.replace("udp      17 29", "tcp      6 29 FLYING"))).isTrue();
    assertThat(session.state()).isEqualTo(Session.ABSENT);
    assertThat(reader.unknownWords()).isEqualTo(1);
  }

  @Test
  void unknownWordsAreSkippedAndCounted() {
    assertThat(parse(UDP + "[NEW_FLAG] l7proto=http mark=9 [ASSURED] something use=2")).isTrue();
    assertThat(session.mark()).isEqualTo(9);
    assertThat(session.isAssured()).isTrue();
    assertThat(reader.unknownWords()).isEqualTo(3);
  }

  @Test
  void theNumberOfAProtocolCountsNotItsName() {
    assertThat(
            parse(
                "ipv4 2 esp 50 49 src=1.1.1.1 dst=2.2.2.2 srcid=0x1 dstid=0x2 src=2.2.2.2"
                    + " dst=1.1.1.1 srcid=0x2 dstid=0x1 use=2"))
        .isTrue();
    assertThat(session.protocol()).isEqualTo(50);
  }

  @Test
  void anIcmpTupleHasAnIdAndTheEntryAnother() {
    assertThat(
            parse(
                "icmp     1 28 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=1226 src=2.2.2.2"
                    + " dst=1.1.1.1 type=0 code=0 id=1227 mark=0 use=1 id=4000000000"))
        .isTrue();
    assertThat(session.original().icmpId()).isEqualTo(1226);
    assertThat(session.reply().icmpId()).isEqualTo(1227);
    assertThat(session.id()).isEqualTo((int) 4_000_000_000L);
  }

  @Test
  void theReadersOwnReferenceIsNotTheSessions() {
    assertThat(parse(UDP + "use=3")).isTrue();
    assertThat(session.use()).isEqualTo(2);
  }

  @Test
  void aUseOfOneBehindAFamilyIsConntracksExtendedLine() {
    assertThat(parse(UDP + "use=1")).isTrue();
    assertThat(session.use()).isEqualTo(1);
  }

  @Test
  void timesWithoutAZoneAreSkipped() {
    session.observedNanos(100_000_000_000L);
    assertThat(parse(UDP + "delta-time=3 [start=Mon Nov 23 04:28:33 2026] labels=a,b use=1"))
        .isTrue();
    assertThat(session.startNanos()).isEqualTo(97_000_000_000L);
    assertThat(reader.unknownWords()).isZero();
  }

  @Test
  void anAgeFromAClockThatWasSetBackIsAbsent() {
    assertThat(parse(UDP + "delta-time=18446744073709551614 use=1")).isTrue();
    assertThat(session.startNanos()).isZero();
  }

  @Test
  void helpersNamesAreMadeOnce() {
    assertThat(parse(UDP + "helper=ftp use=1")).isTrue();
    final String first = session.helper();
    assertThat(parse(UDP + "helper=ftp use=1")).isTrue();
    assertThat(session.helper()).isEqualTo("ftp").isSameAs(first);
  }

  @Test
  void aCarriageReturnAtTheEndIsNoWord() {
    assertThat(parse(UDP + "use=2\r")).isTrue();
    assertThat(session.use()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'' | column 3: expected the number of the protocol, 0 to 255",
        "[ASSURED] | column 1: expected an address family or a protocol",
        "ipv4 | column 5: expected the number of the address family, 2",
        "ipv4 10 tcp 6 | column 6: expected the number of the address family, 2",
        "ipv4 2 | column 7: expected a protocol",
        "tcp six | column 5: expected the number of the protocol, 0 to 255",
        "tcp 256 | column 5: expected the number of the protocol, 0 to 255",
        "tcp 6 | column 6: expected the time left, a state or src=",
        "tcp 6 4294967296 | column 7: expected the time left in seconds",
        "tcp 6 7s | column 7: expected the time left in seconds",
        "tcp 6 7 | column 8: expected a state or src=",
        "tcp 6 7 CLOSE | column 14: expected src=",
        "tcp 6 7 dst=1.1.1.1 | column 9: expected src=",
        "tcp 6 7 sport=1 | column 9: expected src=",
        "tcp 6 7 src=1.1.1 | column 9: expected an IPv4 or IPv6 address",
        "tcp 6 7 src=1.1.1.1 dst=::1 | column 21: expected an address of the same family",
        "ipv6 10 tcp 6 7 src=1.1.1.1 | column 17: expected an address of the same family",
        "tcp 6 7 src=1.1.1.1 dst=1.1.1.1 sport=65536 | column 33: expected a number from 0 to 65535",
        "tcp 6 7 src=1.1.1.1 dst=1.1.1.1 sport= | column 33: expected a number from 0 to 65535",
        "icmp 1 7 src=1.1.1.1 dst=1.1.1.1 type=256 | column 34: expected a number from 0 to 255",
        "tcp 6 7 src=1.1.1.1 dst=1.1.1.1 sport=1 dport=2 mark=-1"
            + " | column 49: expected a number from 0 to 4294967295",
        "tcp 6 7 src=1.1.1.1 dst=1.1.1.1 sport=1 dport=2 bytes=18446744073709551616"
            + " | column 49: expected a number from 0 to 18446744073709551615",
        "tcp 6 7 src=1.1.1.1 dst=1.1.1.1 sport=1 dport=2"
            + " | column 48: expected the rest of the reply's addresses and ports",
        "tcp 6 7 src=1.1.1.1 dst=1.1.1.1 sport=1 src=1.1.1.1 dst=1.1.1.1 sport=1 dport=2"
            + " | column 80: expected the rest of the original's addresses and ports",
        "udp 17 7 src=1.1.1.1 src=1.1.1.1 src=1.1.1.1 | column 34: expected no third src=",
      })
  void aBadLineSaysWhereAndWhatWasExpected(final String line, final String problem) {
    assertThat(parse(line)).isFalse();
    assertThat(reader.problem()).isEqualTo(problem);
  }

  @Test
  void anEmptyLineIsNoSession() {
    assertThat(parse("")).isFalse();
    assertThat(reader.problem()).isEqualTo("column 1: expected an address family or a protocol");
  }

  @Test
  void aGoodLineAfterABadOneHasNoProblem() {
    assertThat(parse("tcp")).isFalse();
    assertThat(parse(UDP)).isTrue();
    assertThat(reader.problem()).isEmpty();
  }

  @Test
  void aLineIsReadInTheMiddleOfABlock() {
    final byte[] block = ("x\n" + UDP + "use=2\ny").getBytes(StandardCharsets.UTF_8);
    assertThat(reader.parse(block, 2, block.length - 2, session)).isTrue();
    assertThat(session.use()).isEqualTo(1);
  }

  @Test
  void aLineCutAnywhereNeverThrows() {
    for (long seed = 0; seed < 200; seed++) {
      final String line =
          Lines.write(new ProcFormat(), FormatSamples.session(new SplittableRandom(seed)));
      final byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      for (int end = 0; end <= bytes.length; end++) {
        // A copy of just that length: reading beyond it would throw.
        final byte[] cut = Arrays.copyOf(bytes, end);
        final boolean read = reader.parse(cut, 0, end, session);
        assertThat(reader.problem().isEmpty()).as(line).isEqualTo(read);
      }
    }
  }
}
