package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Log-ins, tokens, and the memory of failures. */
class LogInsTest {
  private final AtomicLong clock = new AtomicLong(1_000_000);

  @Test
  void aLogInEndsAfterAWeek() {
    final LogIns logIns = new LogIns(clock::get);
    final String value = logIns.begin();
    for (int day = 0; day < 7; day++) {
      assertThat(logIns.isIn(value)).isTrue();
      clock.addAndGet(LogIns.UNUSED_MILLIS - 1);
    }
    clock.addAndGet(7);

    assertThat(logIns.isIn(value)).isFalse();
  }

  @Test
  void aLogInEndsAfterADayWithoutUse() {
    final LogIns logIns = new LogIns(clock::get);
    final String value = logIns.begin();
    clock.addAndGet(LogIns.UNUSED_MILLIS);

    assertThat(logIns.isIn(value)).isFalse();
  }

  @Test
  void theLeastRecentlyUsedLogInMakesRoom() {
    final LogIns logIns = new LogIns(clock::get);
    final String kept = logIns.begin();
    final String forgotten = logIns.begin();
    for (int i = 0; i < LogIns.MOST - 1; i++) {
      assertThat(logIns.isIn(kept)).isTrue();
      logIns.begin();
    }

    assertThat(logIns.size()).isEqualTo(LogIns.MOST);
    assertThat(logIns.isIn(kept)).isTrue();
    assertThat(logIns.isIn(forgotten)).isFalse();
  }

  @Test
  void failuresArePaidOffByWaiting() throws IOException {
    final FailureLimit failures = new FailureLimit(clock::get);
    final InetAddress address = InetAddress.getByName("192.0.2.1");
    for (int i = 0; i < FailureLimit.AT_ONCE; i++) {
      assertThat(failures.waitMillis(address)).isZero();
      failures.failed(address);
    }
    assertThat(failures.waitMillis(address)).isEqualTo(FailureLimit.ONE_IN_MILLIS);

    clock.addAndGet(FailureLimit.ONE_IN_MILLIS);

    assertThat(failures.waitMillis(address)).isZero();
    assertThat(failures.waitMillis(InetAddress.getByName("192.0.2.2"))).isZero();
  }

  @Test
  void anIpv6NetworkCountsAsOne() throws IOException {
    final FailureLimit failures = new FailureLimit(clock::get);
    for (int i = 0; i < FailureLimit.AT_ONCE; i++) {
      failures.failed(InetAddress.getByName("2001:db8::" + i));
    }

    assertThat(failures.waitMillis(InetAddress.getByName("2001:db8::ffff"))).isPositive();
    assertThat(failures.waitMillis(InetAddress.getByName("2001:db8:0:1::1"))).isZero();
  }

  @Test
  void theMemoryOfFailuresIsBounded() throws IOException {
    final FailureLimit failures = new FailureLimit(clock::get);
    for (int i = 0; i < 2 * FailureLimit.MOST_ADDRESSES; i++) {
      failures.failed(
          InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i}));
    }

    assertThat(failures.addresses()).isEqualTo(FailureLimit.MOST_ADDRESSES);
  }

  @Test
  void aTokenIsKnownByItsStoredHashOnly() {
    final Token token = Token.create();
    final String stored = token.hash().toString();

    assertThat(token.text()).matches("plimsoll_[\\w-]{43}");
    assertThat(stored).startsWith("sha256:").doesNotContain(token.text().substring(9));
    assertThat(token.toString()).doesNotContain(token.text());
    assertThat(TokenHash.parse(stored).isOf(token.text())).isTrue();
    assertThat(TokenHash.parse(stored).isOf(Token.create().text())).isFalse();
    assertThat(token.hash().toString()).as("salted").isNotEqualTo(stored);
  }

  @Test
  void aDamagedHashIsRefused() {
    for (final String damaged :
        new String[] {"", "x", "sha256:a:b", "sha1:AAAA:BBBB", "sha256::"}) {
      assertThatThrownBy(() -> TokenHash.parse(damaged))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("make a new token");
    }
  }
}
