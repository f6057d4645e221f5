package dev.plimsoll.engine.helper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.helper.Expectations.Answer;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Tuple;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
  private static final Tuple CONTROL = tuple(6, "10.0.0.2", 40_000, "10.1.0.2", 21);
  private static final Tuple FIRST = tuple(6, "10.1.0.2", 20, "10.0.0.2", 1025);

  private final Expectations expectations = new Expectations(4);

  private static Tuple tuple(
      final int protocol,
      final String source,
      final int sourcePort,
      final String destination,
      final int port) {
    return Tuple.of(protocol, IpAddress.of(source), sourcePort, IpAddress.of(destination), port);
  }

  private static Expectation wish(final int slot, final HelperKind helper, final int port) {
    return new Expectation(
        new Expectation.Master(slot, CONTROL, 0, helper),
        0,
        tuple(6, "10.1.0.2", 0, "10.0.0.2", port));
  }

  @Test
  void anExpectedSessionIsTakenOnce() {
    final Expectation wish = wish(1, HelperKind.FTP, 1025);
    assertThat(expectations.expect(wish)).isEqualTo(Answer.EXPECTED);
    assertThat(expectations.take(FIRST, 0)).isSameAs(wish);
    assertThat(expectations.take(FIRST, 0)).isNull();
    assertThat(expectations.isEmpty()).isTrue();
  }

  @Test
  void aPermanentOneStays() {
    final Expectation wish = wish(1, HelperKind.FTP, 1025);
    wish.permanent = true;
    expectations.expect(wish);
    assertThat(expectations.take(FIRST, 0)).isSameAs(wish);
    assertThat(expectations.take(FIRST, 0)).isSameAs(wish);
  }

  @Test
  void anInactiveOneIsPassedOver() {
    final Expectation wish = wish(1, HelperKind.FTP, 1025);
    wish.inactive = true;
    expectations.expect(wish);
    assertThat(expectations.take(FIRST, 0)).isNull();
  }

  @Test
  void anotherZoneIsAnotherWorld() {
    expectations.expect(wish(1, HelperKind.FTP, 1025));
    assertThat(expectations.take(FIRST, 7)).isNull();
  }

  @Test
  void theSourcePortDoesNotCountUnlessAskedFor() {
    expectations.expect(wish(1, HelperKind.FTP, 1025).fromPort());
    assertThat(expectations.take(FIRST, 0)).isNull();
  }

  @Test
  void onlyTheMaskedBitsOfTheSourceCount() {
    expectations.expect(wish(1, HelperKind.FTP, 1025).fromNetwork(0, 0xffff_ff00L));
    assertThat(expectations.take(tuple(6, "10.1.1.9", 5, "10.0.0.2", 1025), 0)).isNull();
    assertThat(expectations.take(tuple(6, "10.1.0.9", 5, "10.0.0.2", 1025), 0)).isNotNull();
  }

  @Test
  void theOldestOfAClassMakesRoom() {
    expectations.expect(wish(1, HelperKind.PPTP, 1025));
    expectations.expect(wish(1, HelperKind.PPTP, 1026));
    expectations.expect(wish(1, HelperKind.PPTP, 1027));
    assertThat(expectations.size()).isEqualTo(2);
    assertThat(expectations.take(FIRST, 0)).isNull();
  }

  @Test
  void thereAreNeverMoreThanTheMaximum() {
    for (int port = 1; port <= 4; port++) {
      expectations.expect(wish(port, HelperKind.FTP, port));
    }
    assertThat(expectations.expect(wish(5, HelperKind.FTP, 5))).isEqualTo(Answer.FULL);
    assertThat(expectations.size()).isEqualTo(4);
  }

  @Test
  void theSameOnceMoreBeginsItsTimeAnew() {
    expectations.advance(0);
    expectations.expect(wish(1, HelperKind.FTP, 1025));
    expectations.advance(200_000);
    expectations.expect(wish(1, HelperKind.FTP, 1025));
    expectations.advance(499_999);
    assertThat(expectations.size()).isEqualTo(1);
    expectations.advance(500_000);
    assertThat(expectations.isEmpty()).isTrue();
  }

  @Test
  void whatAnotherSessionExpectsAlikeClashes() {
    expectations.expect(wish(1, HelperKind.FTP, 1025));
    assertThat(expectations.expect(wish(2, HelperKind.FTP, 1025))).isEqualTo(Answer.CLASH);
    assertThat(expectations.expect(wish(2, HelperKind.FTP, 1025), true)).isEqualTo(Answer.ALREADY);
    assertThat(expectations.expect(wish(1, HelperKind.FTP, 1025).fromAnywhere()))
        .isEqualTo(Answer.CLASH);
  }

  @Test
  void whatIsDueAtTheSameTimeGoesTogetherAndTheRestStays() {
    expectations.advance(1000);
    expectations.expect(wish(1, HelperKind.NETBIOS_NS, 1025));
    expectations.expect(wish(2, HelperKind.FTP, 1026));
    expectations.advance(4000);
    assertThat(expectations.size()).isEqualTo(1);
    assertThat(expectations.deleted()).isEqualTo(1);
    expectations.advance(301_000);
    assertThat(expectations.isEmpty()).isTrue();
  }

  @Test
  void allThatASessionExpectsEndsWithIt() {
    expectations.expect(wish(1, HelperKind.IRC, 1025));
    expectations.expect(wish(1, HelperKind.IRC, 1026));
    expectations.expect(wish(2, HelperKind.IRC, 1027));
    expectations.masterEnded(1);
    assertThat(expectations.size()).isEqualTo(1);
    assertThat(expectations.created()).isEqualTo(3);
  }
}
