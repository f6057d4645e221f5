package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterSyntaxExceptionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proto:tcp dprt:443   | 11 | unknown word \"dprt\"; did you mean dport:?",
        "source:10.0.0.1      |  1 | unknown word \"source\"; did you mean src:?",
        "protocol:tcp         |  1 | unknown word \"protocol\"; did you mean proto:?",
        "replysrc:10.0.0.1    |  1 | unknown word \"replysrc\"; did you mean reply-src:?",
        "or:x                 |  1 | unknown word \"or\"; the words are proto,",
        "is:nat tcp           |  8 | \"tcp\" alone is no condition; did you mean proto:tcp?",
        "10.0.0.0/8           |  1 | did you mean addr:10.0.0.0/8?",
        "2001:db8::1          |  1 | did you mean addr:2001:db8::1?",
        "443                  |  1 | did you mean port:443?",
        "ssh                  |  1 | did you mean port:ssh?",
        "syn_sent             |  1 | did you mean state:SYN_SENT?",
        "Assured              |  1 | did you mean is:assured?",
        "out                  |  1 | did you mean direction:out?",
        "dport                |  1 | a sign and a value are expected after \"dport\"",
        "dprt                 |  1 | did you mean dport:?",
        "nonsense             |  1 | one such as proto:tcp is expected",
        "is:asured            |  4 | did you mean assured?",
        "is:nat,x             |  8 | expected is one of replied,",
        "state:SYNSENT        |  7 | did you mean SYN_SENT?",
        "proto:tpc            |  7 | did you mean tcp?",
        "proto:256            |  7 | \"256\" is not a protocol",
        "direction:inn        | 11 | did you mean in?",
        "family:5             |  8 | expected is one of ipv4, ipv6",
        "dst:example.org      |  5 | names are not looked up",
        "src:10.0.0.0/33      |  5 | neither an IP address nor a network",
        "dport:22,70000       | 10 | \"70000\" is no port: a number from 0 to 65535",
        "dport:90-80          |  7 | the range 90-80 ends before it begins",
        "dport:80-            |  7 | \"80-\" is no port",
        "dport>65535          |  7 | no port is > 65535",
        "dport<0              |  7 | no port is < 0",
        "dport>1,2            |  9 | only one value is expected after dport>",
        "zone:-1              |  6 | is no zone: a number from 0 to 65535 is expected",
        "label:128            |  7 | is no label: a number from 0 to 127 is expected",
        "id:4294967296        |  4 | is no id: a number from 0 to 4294967295 is expected",
        "mark:0x              |  6 | is no mark",
        "mark:0x123456789     |  6 | is no mark",
        "mark:0x100/0xff      |  6 | has bits outside of its mask",
        "age>1y               |  5 | a time such as 30s, 5m, 12h or 2d is expected after age>",
        "bytes>1.5M           |  7 | a whole number such as 500, 10k, 1M or 2Gi is expected",
        "bytes>99999999T      |  7 | a whole number",
        "age>                 |  5 | a value is expected after age>",
        "dport:80,            | 10 | a value is expected after the comma",
        "dport:,80            |  7 | a value is expected after dport:",
        "is>nat               |  3 | \"is\" cannot be greater or less",
        "proto:tcp or         | 13 | a condition such as proto:tcp is expected after \"or\"",
        "proto:tcp and        | 14 | expected after \"and\"",
        "or proto:tcp         |  1 | expected before \"or\"",
        "is:nat and or is:nat | 12 | expected before \"or\"",
        "not                  |  4 | expected after \"not\"",
        "is:nat -             |  9 | expected after \"-\"",
        "()                   |  2 | expected in the brackets",
        "is:nat (mark:1       |  8 | this bracket is never closed",
        "is:nat )             |  8 | this bracket closes nothing",
        "is:nat && is:dnat    |  8 | conditions are joined by \"and\"",
        "is:nat, is:dnat      |  9 | \"is:dnat\" is not something that a session is",
        "netns:\"a            |  7 | this quotation is never closed",
        ":tcp                 |  1 | unexpected \":\"",
      })
  void pointsAtTheErrorAndSaysWhatIsExpected(
      final String text, final int column, final String problem) {
    final FilterSyntaxException error = errorOf(text);

    assertThat(error.problem()).contains(problem);
    assertThat(error.column()).as("column in <%s>", text).isEqualTo(column);
  }

  @Test
  void barsAreNotTheWordOr() {
    final FilterSyntaxException error = errorOf("is:nat || is:dnat");

    assertThat(error.problem()).contains("alternatives are joined by \"or\"");
    assertThat(error.column()).isEqualTo(8);
  }

  @Test
  void theMessageEndsWithTheTextAndACaretBelowTheColumn() {
    assertThat(errorOf("proto:tcp dprt:443"))
        .hasMessage(
            """
            unknown word "dprt"; did you mean dport:?
              proto:tcp dprt:443
                        ^\
            """);
  }

  @Test
  void aLongTextIsShownAroundTheColumn() {
    final String text = "is:nat ".repeat(100) + "dprt:443" + " is:nat".repeat(100);
    final String[] lines = errorOf(text).getMessage().split("\n", -1);

    assertThat(lines).hasSize(3).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    assertThat(lines[1].substring(lines[2].indexOf('^'))).startsWith("dprt:443");
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    final FilterSyntaxException error = errorOf("is:nat\n\tproto:\u001b[31m");

    assertThat(error.getMessage()).doesNotContain("\u001b").hasLineCount(3);
    assertThat(error.text()).isEqualTo("is:nat\n\tproto:\u001b[31m");
  }

  @Test
  void aTextOfTheGreatestLengthIsRead() throws FilterSyntaxException {
    final String text = "any" + " ".repeat(FilterParser.MAX_LENGTH - 3);

    assertThat(SessionFilter.parse(text)).isEqualTo(SessionFilter.ALL);
  }

  @Test
  void aLongerTextIsRefused() {
    final FilterSyntaxException error = errorOf("any" + " ".repeat(FilterParser.MAX_LENGTH - 2));

    assertThat(error.problem()).contains("4096th character, the last that is allowed");
    assertThat(error.column()).isEqualTo(4097);
  }

  @Test
  void theDeepestNestingIsRead() throws FilterSyntaxException {
    final String text = "(".repeat(63) + "not is:nat" + ")".repeat(63);

    assertThat(SessionFilter.parse(text)).hasToString("not is:nat");
  }

  @Test
  void deeperNestingIsRefused() {
    final FilterSyntaxException error = errorOf("(".repeat(64) + "not is:nat" + ")".repeat(64));

    assertThat(error.problem()).contains("nested deeper than 64");
    assertThat(error.column()).isEqualTo(65);
  }

  @Test
  void bracketsSideBySideAreNotNested() {
    final String text = "(is:nat) ".repeat(100) + "not is:dnat ".repeat(100);

    assertThatThrownBy(() -> SessionFilter.parse(text + ")"))
        .isInstanceOf(FilterSyntaxException.class)
        .hasMessageContaining("closes nothing");
  }

  private static FilterSyntaxException errorOf(final String text) {
    final FilterSyntaxException error =
        catchThrowableOfType(FilterSyntaxException.class, () -> SessionFilter.parse(text));
    assertThat(error).as("error of <%s>", text).isNotNull();
    return error;
  }
}
