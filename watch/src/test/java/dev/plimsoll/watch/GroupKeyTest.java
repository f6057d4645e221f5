package dev.plimsoll.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.watch.GroupKey.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GroupKeyTest {
  @ParameterizedTest
  @EnumSource(Field.class)
  void everyFieldIsFoundByItsWord(final Field field) {
    assertThat(GroupKey.parse(field.word())).containsExactly(GroupKey.of(field));
  }

  @Test
  void severalKeysKeepTheirOrder() {
    assertThat(GroupKey.parse("remote/24, DPORT,protocol"))
        .containsExactly(
            new GroupKey(Field.REMOTE, 24, 128),
            GroupKey.of(Field.DESTINATION_PORT),
            GroupKey.of(Field.PROTOCOL));
  }

  @ParameterizedTest
  @CsvSource({
    "remote/0, 0, 128",
    "remote/32, 32, 128",
    "remote/33, 32, 33",
    "remote/64, 32, 64",
    "remote/128, 32, 128",
    "remote/net, 24, 64"
  })
  void aPrefixCutsTheFamilyThatItIsUsualFor(final String text, final int ipv4, final int ipv6) {
    assertThat(GroupKey.parse(text)).containsExactly(new GroupKey(Field.REMOTE, ipv4, ipv6));
  }

  @ParameterizedTest
  @CsvSource({"remote", "remote/24", "remote/64", "remote/net", "dport"})
  void aKeyReadsWhatItWrites(final String text) {
    assertThat(GroupKey.parse(text).getFirst()).hasToString(text);
  }

  @Test
  void anUnknownKeyIsNamedWithItsColumnAndTheKeysThereAre() {
    assertThatExceptionOfType(GroupKeyException.class)
        .isThrownBy(() -> GroupKey.parse("dport,remot,zone"))
        .withMessage(
            "column 7: 'remot' is no key; the keys are protocol, state, direction, status, family,"
                + " local, remote, lport, rport, src, dst, sport, dport, zone, mark, netns, and"
                + " addresses with a prefix: remote/24, remote/64, remote/net")
        .extracting(GroupKeyException::column)
        .isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1, a key is missing",
    "'zone,', 6, a key is missing",
    "'zone,mark,zone', 11, the key zone is named twice",
    "zone/24, 1, zone is no address",
    "remote/129, 1, /129 is no prefix",
    "remote/-1, 1, /-1 is no prefix",
    "remote/, 1, / is no prefix",
    "remote/24/64, 1, /24/64 is no prefix"
  })
  void whatIsNoKeyIsRefused(final String text, final int column, final String problem) {
    assertThatThrownBy(() -> GroupKey.parse(text))
        .isInstanceOf(GroupKeyException.class)
        .hasMessageStartingWith("column " + column + ": " + problem);
  }

  @Test
  void anyTextIsReadOrRefusedAtAColumnWithinIt() {
    final String letters = "remotdpnz/,2468 \u00e9";
    Seeds.each(
        5_000,
        random -> {
          final StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(12); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
          }
          try {
            assertThat(GroupKey.parse(text.toString())).isNotEmpty();
          } catch (final GroupKeyException e) {
            assertThat(e.column()).isBetween(1, text.length() + 1);
          }
        });
  }

  @Test
  void aPrefixOfAPortIsRefused() {
    assertThatThrownBy(() -> new GroupKey(Field.ZONE, 24, 128)).hasMessageContaining("no address");
    assertThatThrownBy(() -> new GroupKey(Field.REMOTE, 33, 128)).hasMessageContaining("33");
    assertThatThrownBy(() -> new GroupKey(Field.REMOTE, 32, 129)).hasMessageContaining("129");
  }
}
