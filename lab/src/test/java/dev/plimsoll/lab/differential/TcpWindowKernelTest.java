package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.IpAddress;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where exactly the kernel draws the edges of TCP's windows. */
@KernelTest
class TcpWindowKernelTest {
  @RegisterExtension static final SideBySide BOTH = new SideBySide(Map.of());

  private static Exchange exchange(final Consumer<TcpTalk> consumer) {
    final Exchange exchange = new Exchange();
    final TcpTalk talk =
        new TcpTalk(exchange, IpAddress.of("2001:db8::1"), 1024, IpAddress.of("2001:db8::2"), 80);
    talk.client.synOptions = Wire.options(4, 2);
    talk.server.synOptions = Wire.options(4, 2);
    consumer.accept(talk);
    return exchange;
  }

  private static void assertEqual(final Consumer<TcpTalk> talk) throws Exception {
    BOTH.assertEqual(exchange(talk));
  }

  /** Behind these packets both windows are 60,000. */
  private static TcpTalk established(final TcpTalk talk) {
    talk.handshake();
    talk.client.data(100);
    talk.server.ack();
    talk.server.data(100);
    talk.client.ack();
    return talk;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        -60_102, -60_101, -60_100, -60_001, -60_000, -1, 0, 1, 59_999, 60_000, 60_001, 120_000
      })
  void dataAtAnOffsetFromTheNextByte(final int offset) throws Exception {
    for (final int length : new int[] {0, 1, 2, 1000}) {
      assertEqual(talk -> {
        established(talk);
        talk.client
            .lost()
            .send(TcpTalk.ACK, talk.client.next + offset, talk.client.expected, length);
        talk.client.data(10);
        talk.server.ack();
      });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 59_998, 59_999, 60_000, 60_001, 60_002, 64_000})
  void moreDataThanTheWindowHolds(final int more) throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.client.send(TcpTalk.ACK, talk.client.next + 60_001, talk.client.expected, more);
      talk.server.ack();
      talk.server.data(10);
      talk.client.ack();
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {-66_101, -66_100, -66_002, -66_001, -66_000, -65_999, -1, 0, 1, 2, 1000})
  void anAcknowledgementAtAnOffsetFromWhatIsExpected(final int offset) throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.client.lost().send(TcpTalk.ACK, talk.client.next, talk.client.expected + offset, 0);
      talk.client.ack();
    });
  }

  @ParameterizedTest
  @CsvSource({"-, -", "7, -", "-, 7", "7, 7", "0, 0", "14, 2", "15, 255", "1, 14"})
  void windowsAreScaledIfBothSidesOfferIt(final String ofClient, final String ofServer)
      throws Exception {
    assertEqual(talk -> {
      talk.client.synOptions = scale(ofClient);
      talk.server.synOptions = scale(ofServer);
      talk.client.window = 1000;
      talk.server.window = 1000;
      established(talk);
      for (final int offset : new int[] {1000, 3999, 127_999, 128_000, 128_001, 16_383_999}) {
        talk.client.lost().send(TcpTalk.ACK, talk.client.next + offset, talk.client.expected, 0);
        talk.server.lost().send(TcpTalk.ACK, talk.server.next + offset, talk.server.expected, 0);
      }
      talk.client.data(64_000);
      talk.server.ack();
    });
  }

  private static byte[] scale(final String scale) {
    return "-".equals(scale) ? Wire.options() : Wire.options(3, 3, Integer.parseInt(scale), 1);
  }

  @Test
  void oddOptionsEndTheReading() throws Exception {
    final int[][] options = {
      {3},
      {3, 3},
      {3, 3, 7},
      {3, 4, 7, 7},
      {3, 2, 3, 3, 7},
      {3, 0, 3, 3, 7},
      {3, 1, 3, 3, 7},
      {0, 3, 3, 7},
      {1, 1, 1, 3},
      {1, 1, 3, 3, 7},
      {4, 2, 3, 3, 7},
      {4, 3, 0, 3, 3, 7},
      {77, 9, 3, 3, 7},
      {77, 5, 3, 3, 7},
      {8, 10, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 7},
      {2, 4, 5, 180, 3, 3}
    };
    for (final int[] ofClient : options) {
      assertEqual(talk -> {
        talk.client.synOptions = Wire.options(ofClient);
        talk.server.synOptions = Wire.options(3, 3, 7, 4, 2);
        talk.client.window = 1000;
        talk.server.window = 1000;
        established(talk);
        talk.client.lost().send(TcpTalk.ACK, talk.client.next + 100_000, talk.client.expected, 0);
        talk.server.lost().send(TcpTalk.ACK, talk.server.next + 100_000, talk.server.expected, 0);
        talk.client.with(ofClient).ack();
        talk.server.with(ofClient).ack();
      });
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "1, 1000", "0, 1", "-100, -50", "500, 70000", "1, 0"})
  void selectiveAcknowledgementsCountToTheirHighestEdge(final int left, final int right)
      throws Exception {
    for (final boolean permitted : new boolean[] {true, false}) {
      assertEqual(talk -> {
        if (!permitted) {
          talk.client.synOptions = Wire.options();
          talk.server.synOptions = Wire.options();
        }
        established(talk);
        talk.client.data(100);
        talk.client.data(900);
        talk.server.expected -= 1000;
        talk.server.sacking(left, right).ack();
        talk.server.expected += 1000;
        talk.server.ack();
      });
    }
  }

  @Test
  void aKeepAliveOfAConnectionThatWasPickedUp() throws Exception {
    assertEqual(talk -> {
      talk.client.expected = talk.server.next;
      talk.server.expected = talk.client.next;
      talk.client.send(TcpTalk.ACK, talk.client.next - 1, talk.client.expected, 0);
      talk.server.ack();
      talk.server.ack();
      talk.client.data(100);
      talk.server.ack();
    });
  }

  @Test
  void aProbeOfAClosedWindow() throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.server.windowOf(0).ack();
      talk.client.lost().data(1);
      talk.client.lost().data(2);
      talk.server.ack();
      talk.server.windowOf(60_000).ack();
      talk.client.data(1000);
      talk.server.ack();
    });
  }

  @Test
  void anotherSynWithAHigherNumberBeginsTheSideAnew() throws Exception {
    assertEqual(talk -> {
      talk.client.syn();
      talk.client.lost().send(TcpTalk.SYN, talk.client.initial + 5000, 0, 0);
      talk.client.lost().send(TcpTalk.SYN, talk.client.initial - 5000, 0, 0);
      talk.client.reopenAt(talk.client.initial + 10_000).syn();
      talk.server.synAck();
      talk.server.reopenAt(talk.server.initial + 77).synAck();
      talk.server
          .lost()
          .send(TcpTalk.SYN | TcpTalk.ACK, talk.server.initial - 77, talk.client.next, 0);
      talk.client.ack();
    });
  }

  @Test
  void aRstWithAckZeroIsNotMeasuredByItsAck() throws Exception {
    assertEqual(talk -> {
      established(talk);
      talk.client.lost().send(TcpTalk.RST | TcpTalk.ACK, talk.client.next, 0, 0);
    });
  }

  @Test
  void numbersWrapAround() throws Exception {
    assertEqual(talk -> {
      talk.client.reopenAt(-200);
      talk.server.reopenAt(-50);
      established(talk);
      talk.client.data(1000);
      talk.server.ack();
      talk.client.lost().rst(talk.client.next - 500);
    });
  }

  @Test
  void aSynWithData() throws Exception {
    assertEqual(talk -> {
      talk.client.send(TcpTalk.SYN, talk.client.initial, 0, 100);
      talk.server.synAck();
      talk.client.ack();
      talk.client.data(10);
      talk.server.ack();
    });
  }

  @Test
  void aLiberalTrackerRefusesRstsOnly() throws Exception {
    SideBySide.assertEqual(
        Map.of(Sysctl.TCP_BE_LIBERAL, 1L),
        exchange(talk -> {
          established(talk);
          talk.client
              .lost()
              .send(TcpTalk.ACK, talk.client.next + 200_000, talk.client.expected, 10);
          talk.client.lost().send(TcpTalk.ACK, talk.client.next, talk.client.expected + 5, 0);
          talk.client.lost().send(TcpTalk.ACK, talk.client.next - 200_000, talk.client.expected, 0);
          talk.client.lost().rst(talk.client.next - 5);
          talk.client.lost().rst(talk.client.next + 200_000);
        }));
  }
}
