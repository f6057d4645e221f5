package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Tuple;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CtnetlinkDecoderTest {
  private static final int HEADERS = NetlinkMessages.HEADER + 4;
  private static final int UNKNOWN_TYPE = 99;
  private static final IpAddress LOOPBACK = IpAddress.of("127.0.0.1");

  private final CtnetlinkDecoder decoder = new CtnetlinkDecoder();
  private final Session session = new Session();

  @Test
  void anEntryHasItsTuples() {
    decode(Captured.DUMP, Captured.TCP_ENTRY);

    assertThat(Tuple.copyOf(session.original()))
        .isEqualTo(Tuple.of(Protocol.TCP, LOOPBACK, 41_756, LOOPBACK, 2121));
    assertThat(Tuple.copyOf(session.reply()))
        .isEqualTo(Tuple.of(Protocol.TCP, LOOPBACK, 21, LOOPBACK, 41_756));
  }

  @Test
  void anEntryHasItsPlainFields() {
    decode(Captured.DUMP, Captured.TCP_ENTRY);

    assertThat(session.status()).isEqualTo(0x21ae);
    assertThat(session.stateName()).isEqualTo("ESTABLISHED");
    assertThat(session.timeoutSeconds()).isEqualTo(431_999);
    assertThat(session.mark()).isEqualTo(0x81);
    assertThat(session.zone()).isEqualTo(5);
    assertThat(session.id()).isEqualTo(0x290495df);
    assertThat(session.use()).isEqualTo(1);
  }

  @Test
  void anEntryHasItsRareFields() {
    decode(Captured.DUMP, Captured.TCP_ENTRY);

    assertThat(session.helper()).isEqualTo("ftp");
    assertThat(session.labelsLow()).isEqualTo(1 << 3);
    assertThat(session.labelsHigh()).isZero();
    assertThat(session.originalPackets()).isEqualTo(2);
    assertThat(session.originalBytes()).isEqualTo(112);
    assertThat(session.replyPackets()).isEqualTo(1);
    assertThat(session.replyBytes()).isEqualTo(60);
    assertThat(session.startNanos()).isEqualTo(0x18eae6d3124382d6L);
    assertThat(session.stopNanos()).isZero();
  }

  @Test
  void anIcmpv6EntryHasTypeCodeAndId() {
    decode(Captured.DUMP, Captured.ICMPV6_ENTRY);

    assertThat(session.protocol()).isEqualTo(Protocol.ICMPV6);
    assertThat(session.original().source()).isEqualTo(IpAddress.of("2001:db8::1"));
    assertThat(session.original().destination()).isEqualTo(IpAddress.of("2001:db8::4"));
    assertThat(session.original().icmpType()).isEqualTo(128);
    assertThat(session.original().icmpCode()).isZero();
    assertThat(session.original().icmpId()).isEqualTo(78);
    assertThat(session.reply().icmpType()).isEqualTo(129);
  }

  @Test
  void anSctpEntryHasItsState() {
    decode(Captured.DUMP, Captured.SCTP_ENTRY);

    assertThat(session.stateName()).isEqualTo("ESTABLISHED");
    assertThat(session.original().destinationPort()).isEqualTo(3868);
    assertThat(session.hasTags()).isTrue();
  }

  @Test
  void theEventOfAnEndHasStopAndCounters() {
    decode(Captured.DESTROYED, 0);

    assertThat(session.stopNanos()).isEqualTo(0x18eae6d3200262bfL);
    assertThat(session.originalBytes()).isEqualTo(112);
    assertThat(session.stateName()).isEqualTo("ESTABLISHED");
  }

  @Test
  void nothingOfTheEntryBeforeRemains() {
    decode(Captured.DUMP, Captured.TCP_ENTRY);
    final Session again = new Session();
    decode(Captured.DUMP, Captured.ICMPV6_ENTRY);
    decoder.decode(
        Captured.DUMP,
        Captured.ICMPV6_ENTRY + NetlinkMessages.HEADER,
        end(Captured.DUMP, Captured.ICMPV6_ENTRY),
        again);

    assertThat(session).usingRecursiveComparison().isEqualTo(again);
    assertThat(session.helper()).isNull();
    assertThat(session.hasLabels()).isFalse();
  }

  @Test
  void nothingCapturedIsUnknownOrDamaged() {
    decode(Captured.DUMP, Captured.ICMPV6_ENTRY);
    decode(Captured.DUMP, Captured.TCP_ENTRY);
    decode(Captured.DUMP, Captured.SCTP_ENTRY);
    decode(Captured.DESTROYED, 0);

    assertThat(decoder.unknownAttributes()).isZero();
    assertThat(decoder.damagedAttributes()).isZero();
  }

  @Test
  void helpersOfTheSameNameAreOneObject() {
    decode(Captured.DUMP, Captured.TCP_ENTRY);
    final String first = session.helper();
    decode(Captured.DUMP, Captured.TCP_ENTRY);

    assertThat(session.helper()).isSameAs(first);
  }

  @Test
  void anEntryCutAnywhereHoldsNothingThatTheWholeDoesNot() {
    decode(Captured.DUMP, Captured.TCP_ENTRY);
    final Session whole = session.copy();
    final int payload = Captured.TCP_ENTRY + NetlinkMessages.HEADER;
    final int firstTupleEnd = Captured.TCP_ENTRY + HEADERS + 52;

    for (int end = payload; end < end(Captured.DUMP, Captured.TCP_ENTRY); end++) {
      final boolean found = decoder.decode(Captured.DUMP, payload, end, session);

      assertThat(found).as("cut at %d", end).isEqualTo(end >= firstTupleEnd);
      if (found) {
        assertThat(isPartOf(whole)).as("cut at %d: %s", end, session).isTrue();
      }
    }
    assertThat(decoder.damagedAttributes()).isPositive();
  }

  private boolean isPartOf(final Session whole) {
    return session.original().sameAs(whole.original())
        && isAbsentOr(session.state(), Session.ABSENT, whole.state())
        && isAbsentOr(session.status(), 0, whole.status())
        && isAbsentOr(session.timeoutMillis(), Session.ABSENT, whole.timeoutMillis())
        && isAbsentOr(session.mark(), 0, whole.mark())
        && isAbsentOr(session.zone(), 0, whole.zone())
        && isAbsentOr(session.id(), 0, whole.id())
        && isAbsentOr(session.originalBytes(), Session.ABSENT, whole.originalBytes())
        && isAbsentOr(session.replyBytes(), Session.ABSENT, whole.replyBytes())
        && isAbsentOr(session.startNanos(), 0, whole.startNanos())
        && isAbsentOr(session.labelsLow(), 0, whole.labelsLow())
        && (session.helper() == null || session.helper().equals(whole.helper()));
  }

  private static boolean isAbsentOr(final long value, final long absent, final long expected) {
    return value == absent || value == expected;
  }

  @Test
  void anEntryWithoutItsReplyTupleGetsTheMirror() {
    final int payload = Captured.TCP_ENTRY + NetlinkMessages.HEADER;

    assertThat(decoder.decode(Captured.DUMP, payload, payload + 4 + 52, session)).isTrue();
    assertThat(session.original().isMirroredBy(session.reply())).isTrue();
  }

  @Test
  void anUnknownAttributeIsSkippedAndCounted() {
    decode(Captured.DUMP, Captured.TCP_ENTRY);
    final Session whole = session.copy();
    final byte[] block = Captured.DUMP.clone();
    setType(block, Captured.TCP_ENTRY, Ct.MARK, UNKNOWN_TYPE);

    decode(block, Captured.TCP_ENTRY);

    assertThat(decoder.unknownAttributes()).isEqualTo(1);
    assertThat(session.hasMark()).isFalse();
    session.mark(whole.mark());
    assertThat(session).usingRecursiveComparison().isEqualTo(whole);
  }

  private static void setType(final byte[] block, final int message, final int from, final int to) {
    int at = message + HEADERS;
    while ((NetlinkBytes.hostShort(block, at + 2) & 0x3fff) != from) {
      at += NetlinkBytes.align(NetlinkBytes.hostShort(block, at));
    }
    block[at + 2] = (byte) to;
  }

  @Test
  void damageIsNeverThrown() {
    for (int seed = 0; seed < 20_000; seed++) {
      final SplittableRandom random = new SplittableRandom(seed);
      final byte[] block = Captured.DUMP.clone();
      for (int i = 0; i < 4; i++) {
        final int at = random.nextInt(Captured.TCP_ENTRY + HEADERS, Captured.SCTP_ENTRY);
        block[at] = (byte) random.nextInt(256);
      }
      assertThatCode(() -> decode(block, Captured.TCP_ENTRY))
          .as("seed %d", seed)
          .doesNotThrowAnyException();
    }
  }

  private void decode(final byte[] block, final int message) {
    decoder.decode(block, message + NetlinkMessages.HEADER, end(block, message), session);
  }

  private static int end(final byte[] block, final int message) {
    return message + NetlinkBytes.hostInt(block, message);
  }
}
