package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the kernel's TCP tracker that its table of states does not tell, one by one. */
@KernelTest
class TcpRulesKernelTest {
  private static final IpAddress CLIENT = IpAddress.of("10.0.0.1");
  private static final IpAddress SERVER = IpAddress.of("10.0.0.2");

  @RegisterExtension static final SideBySide BOTH = new SideBySide(Map.of());

  private static Exchange exchange(final Consumer<TcpTalk> talk) {
    final Exchange exchange = new Exchange();
    talk.accept(new TcpTalk(exchange, CLIENT, 1024, SERVER, 80));
    return exchange;
  }

  private static void assertEqual(final Consumer<TcpTalk> talk) throws Exception {
    BOTH.assertEqual(exchange(talk));
  }

  @Test
  void aRepeatedSynDoesNotRefreshAnUnansweredSession() throws Exception {
    assertEqual(talk -> {
      talk.client.syn();
      talk.client.syn();
      talk.client.syn();
    });
  }

  @Test
  void theClientsAckAssures() throws Exception {
    assertEqual(talk -> talk.handshake().client.data(10));
  }

  @Test
  void aConnectionPickedUpIsAssuredByTheSecondPacketOfItsSide() throws Exception {
    assertEqual(talk -> {
      talk.server.expected = talk.client.next;
      talk.client.expected = talk.server.next;
      talk.client.data(10);
      talk.client.data(10);
      talk.server.ack();
      talk.client.data(10);
      talk.server.ack();
    });
  }

  @Test
  void withoutTcpLooseNothingIsPickedUp() throws Exception {
    SideBySide.assertEqual(
        Map.of(Sysctl.TCP_LOOSE, 0L),
        exchange(talk -> {
          talk.client.data(10);
          talk.server.ack();
          talk.handshake();
        }));
  }

  @Test
  void aSynInTimeWaitBeginsAnotherSession() throws Exception {
    assertEqual(talk -> {
      close(talk);
      talk.client.reopenAt(9_000_000);
      talk.handshake();
    });
  }

  @Test
  void aSynOfTheServerInTimeWaitBeginsAnotherSessionTheOtherWayRound() throws Exception {
    assertEqual(talk -> {
      close(talk);
      talk.server.reopenAt(9_000_000).syn();
      talk.client.reopenAt(8_000_000).synAck();
      talk.server.ack();
    });
  }

  @Test
  void aSynAfterARstOfTheSameSideBeginsAnotherSession() throws Exception {
    assertEqual(talk -> {
      talk.handshake().client.rst();
      talk.client.reopenAt(9_000_000);
      talk.handshake();
    });
  }

  @Test
  void aSynAfterARstOfTheOtherSideIsLetThroughUntilItIsAnswered() throws Exception {
    assertEqual(talk -> {
      talk.handshake().server.rst();
      talk.client.reopenAt(9_000_000).syn();
      talk.server.reopenAt(7_000_000).synAck();
      talk.client.ack();
    });
  }

  @Test
  void anAnsweredSynThatWasLetThroughBringsUsInStep() throws Exception {
    assertEqual(talk -> {
      talk.handshake().client.data(100);
      talk.client.reopenAt(9_000_000);
      talk.client.synOptions = Wire.options(3, 3, 2, 1);
      talk.client.syn();
      talk.server.reopenAt(7_000_000);
      talk.server.synOptions = Wire.options(3, 3, 3, 4, 2, 1, 1, 1);
      talk.server.synAck();
      talk.client.ack();
      talk.client.data(60_000);
      talk.server.ack();
    });
  }

  @Test
  void anAnswerToAnotherSynDoesNotBringUsInStep() throws Exception {
    assertEqual(talk -> {
      talk.handshake();
      talk.client.lost().send(TcpTalk.SYN, 9_000_000, 0, 0);
      talk.server.send(TcpTalk.SYN | TcpTalk.ACK, 7_000_000, 9_000_002, 0);
      talk.client.ack();
    });
  }

  @Test
  void aChallengeAckInLastAckIsNotTheLastAck() throws Exception {
    assertEqual(talk -> {
      talk.handshake().client.fin();
      talk.server.ack();
      talk.server.fin();
      talk.client.lost().send(TcpTalk.SYN, 9_000_000, 0, 0);
      talk.server.ack();
      talk.client.rst(talk.server.expected);
      talk.client.ack();
    });
  }

  @Test
  void aSimultaneousOpenIsEstablishedByTheAckOfTheServer() throws Exception {
    assertEqual(talk -> {
      talk.client.syn();
      talk.server.syn();
      talk.client.synAck();
      talk.server.synAck();
      talk.client.ack();
      talk.server.ack();
      talk.server.data(10);
    });
  }

  @Test
  void aSimultaneousOpenThatEndsWithAnAckIsEstablished() throws Exception {
    assertEqual(talk -> {
      talk.client.syn();
      talk.server.syn();
      talk.client.synAck();
      talk.server.ack();
      talk.client.data(10);
    });
  }

  @Test
  void aRstInAClosingStateNeedsNoRightNumber() throws Exception {
    assertEqual(talk -> {
      talk.handshake().client.fin();
      talk.server.lost().rst(42);
      talk.client.lost().rst(4242);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, -1, 0, 1, 2, 100, 59_999, 60_000, 60_001, 7_680_000, 7_680_001})
  void aRstNearWhatIsExpected(final int offset) throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.client.lost().rst(talk.client.next + offset);
      talk.server.ack();
      talk.client.data(1);
    });
  }

  @Test
  void aRstRightAfterOwnDataIsOfATrain() throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.client.data(19);
      talk.client.data(19);
      talk.client.rst();
    });
  }

  @Test
  void aRstWithNumberZeroBeforeTheConnectionStands() throws Exception {
    assertEqual(talk -> {
      talk.client.syn();
      talk.server.lost().send(TcpTalk.RST | TcpTalk.ACK, 0, talk.client.next, 0);
      talk.client.syn();
    });
  }

  @Test
  void aRstWithNumberZeroOfAnEstablishedConnection() throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.server.lost().rst(0);
      talk.client.lost().rst(0);
    });
  }

  @Test
  void anInvalidRstIsIgnoredIfTheSettingSaysSo() throws Exception {
    SideBySide.assertEqual(
        Map.of(Sysctl.TCP_IGNORE_INVALID_RST, 1L),
        exchange(talk -> {
          established(talk);
          talk.client.lost().rst(talk.client.next - 1);
          talk.client.lost().rst(talk.client.next - 50);
          talk.client.data(1);
        }));
  }

  @Test
  void aRstThatAnswersASynThatWasLetThroughEndsTheSession() throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.client.lost().send(TcpTalk.SYN, 9_000_000, 0, 0);
      talk.server.lost().send(TcpTalk.RST | TcpTalk.ACK, 0, 9_000_001, 0);
    });
  }

  @Test
  void aRstOfTheSideThatSentTheSynDoesNotAnswerIt() throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.client.lost().send(TcpTalk.SYN, 9_000_000, 0, 0);
      talk.client.lost().send(TcpTalk.RST | TcpTalk.ACK, 0, 9_000_001, 0);
    });
  }

  @Test
  void aRstThatAnswersAChallengeAckInSynSent() throws Exception {
    assertEqual(talk -> {
      talk.client.syn();
      talk.server.lost().send(TcpTalk.ACK, 777, 555, 0);
      talk.client.lost().rst(555);
      talk.client.syn();
    });
  }

  @Test
  void aRstBeforeAnyAnswerEndsTheSessionAtOnce() throws Exception {
    assertEqual(talk -> {
      talk.client.syn();
      talk.client.rst();
      talk.client.syn();
      talk.server.rstAck();
    });
  }

  @Test
  void finsAndRstsOutOfWindowInBothDirectionsShortenTheTime() throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.client
          .lost()
          .send(TcpTalk.FIN | TcpTalk.ACK, talk.client.next + 99_000_000, talk.client.expected, 0);
      talk.server.lost().send(TcpTalk.RST, talk.server.next + 99_000_000, 0, 0);
      talk.client.lost().send(TcpTalk.RST, talk.client.next + 99_000_000, 0, 0);
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 5})
  void repeatedAcksShortenTheTime(final long most) throws Exception {
    SideBySide.assertEqual(
        Map.of(Sysctl.TCP_MAX_RETRANS, most),
        exchange(talk -> {
          established(talk);
          for (int i = 0; i < 7; i++) {
            talk.client.ack();
          }
          talk.server.ack();
          talk.client.ack();
        }));
  }

  @Test
  void theCounterOfRepeatedAcksIsAByte() throws Exception {
    assertEqual(talk -> {
      established(talk);
      for (int i = 0; i < 260; i++) {
        talk.client.ack();
      }
    });
  }

  @Test
  void unacknowledgedDataShortensTheTimeUntilItIsAcknowledged() throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.client.data(100);
      talk.client.data(100);
      talk.server.send(TcpTalk.ACK, talk.server.next, talk.server.expected - 100, 0);
      talk.server.ack();
    });
  }

  @Test
  void aClosedWindowShortensTheTime() throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.server.windowOf(0).ack();
      talk.client.ack();
      talk.server.windowOf(100).ack();
    });
  }

  @Test
  void everyCombinationOfFlagsAsFirstPacketAndLater() throws Exception {
    for (int flags = 0; flags < 256; flags++) {
      final int all = flags;
      assertEqual(talk -> {
        talk.client.send(all, talk.client.next, 0, 0);
        talk.server.lost().send(all, talk.server.next, talk.client.next, 0);
      });
      assertEqual(talk -> {
        established(talk);
        talk.client.send(all, talk.client.next, talk.client.expected, 0);
        talk.server.send(all, talk.server.next, talk.server.expected, 0);
      });
    }
  }

  @Test
  void headersThatAreShortOrLieAreInvalid() throws Exception {
    final Exchange exchange = new Exchange();
    final byte[] segment = Wire.tcp(1024, 80, 1, 0, TcpTalk.SYN, 100, Wire.options(4, 2), 8);
    for (int length = 0; length <= segment.length; length++) {
      exchange.frame(Wire.bare(CLIENT, SERVER, Protocol.TCP, Arrays.copyOf(segment, length)));
    }
    for (int words = 0; words < 16; words++) {
      segment[12] = (byte) (words << 4);
      exchange.packet(CLIENT, SERVER, Protocol.TCP, segment);
    }
    BOTH.assertEqual(exchange);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void wrongChecksumsAreInvalidWhereTheyAreVerified(final long verified) throws Exception {
    final Exchange exchange = new Exchange();
    for (final String host : new String[] {"10.0.0.9", "2001:db8::9"}) {
      final IpAddress source = IpAddress.of(host);
      final IpAddress destination = IpAddress.of(host.contains(":") ? "2001:db8::2" : "10.0.0.2");
      exchange.frame(
          Wire.bare(
              source,
              destination,
              Protocol.TCP,
              Wire.tcp(1, 2, 3, 0, TcpTalk.SYN, 100, Wire.options(), 0)));
      exchange.frame(Wire.bare(source, destination, Protocol.UDP, Wire.udp(1, 2, 8)));
      final byte[] wrong = Wire.udp(3, 2, 8);
      wrong[6] = 77;
      exchange.frame(Wire.bare(source, destination, Protocol.UDP, wrong));
    }
    SideBySide.assertEqual(Map.of(Sysctl.CHECKSUM, verified), exchange);
  }

  private static void established(final TcpTalk talk) {
    talk.handshake();
    talk.client.data(100);
    talk.server.ack();
    talk.server.data(100);
    talk.client.ack();
  }

  private static void close(final TcpTalk talk) {
    talk.handshake().client.fin();
    talk.server.fin();
    talk.client.ack();
  }
}
