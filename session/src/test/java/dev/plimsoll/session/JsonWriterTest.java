package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  private final LineBuffer line = new LineBuffer(16);
  private final JsonWriter json = new JsonWriter(line);

  @Test
  void objectsAndArraysNest() {
    json.beginObject()
        .name("a")
        .value(1)
        .name("b")
        .beginArray()
        .value("x")
        .beginObject()
        .endObject()
        .beginArray()
        .endArray()
        .value(true)
        .endArray()
        .name("c")
        .beginObject()
        .name("d")
        .value(false)
        .endObject()
        .name("e")
        .value((String) null)
        .endObject()
        .endLine();
    assertThat(line)
        .hasToString("{\"a\":1,\"b\":[\"x\",{},[],true],\"c\":{\"d\":false},\"e\":null}\n");
  }

  @Test
  void numbersAreWrittenInFull() {
    json.beginArray()
        .value(Long.MIN_VALUE)
        .unsignedValue(-1)
        .value(0.1)
        .value(1e300)
        .value(Double.NaN)
        .value(Double.NEGATIVE_INFINITY)
        .endArray();
    assertThat(line)
        .hasToString("[-9223372036854775808,18446744073709551615,0.1,1.0E300,null,null]");
  }

  @Test
  void timesAreRfc3339() {
    json.timeValue(1);
    assertThat(line).hasToString("\"1970-01-01T00:00:00.000000001Z\"");
  }

  @Test
  void whatJsonAndTerminalsMindIsEscaped() {
    json.value("\"\\/\b\n\r\t\u0000\u001b\u007f\u009b\u2028\u2029");
    assertThat(line)
        .hasToString("\"\\\"\\\\/\\u0008\\n\\r\\t\\u0000\\u001b\\u007f\\u009b\\u2028\\u2029\"");
  }

  @Test
  void textsBeyondAsciiStayReadable() {
    json.value("Grüße \ud83d\ude80");
    assertThat(line).hasToString("\"Grüße \ud83d\ude80\"");
  }

  @Test
  void halfASurrogatePairIsNoText() {
    json.beginArray().value("a\ud83db").value("\ude80").value("\ud83d").endArray();
    assertThat(line).hasToString("[\"a\\ufffdb\",\"\\ufffd\",\"\\ufffd\"]");
  }

  @Test
  void everyCharacterSurvives() throws IOException {
    final StringBuilder all = new StringBuilder();
    for (int c = 0; c < 0x3000; c++) {
      all.append((char) c);
    }
    all.appendCodePoint(0x1f6a2).append('\uffff');
    json.value(all.toString());
    assertThat(JsonSessions.parse(line.toString())).isEqualTo(all.toString());
  }

  @Test
  void oneWriterWritesManyLines() {
    json.beginObject().endObject().endLine().value(2).endLine();
    assertThat(line).hasToString("{}\n2\n");
  }

  @Test
  void aNameOutsideAnObjectIsRefused() {
    json.beginArray();
    assertThatIllegalStateException().isThrownBy(() -> json.name("a"));
  }

  @Test
  void aValueWithoutANameIsRefusedInAnObject() {
    json.beginObject();
    assertThatIllegalStateException().isThrownBy(() -> json.value(1));
  }

  @Test
  void aNameWithoutAValueIsRefused() {
    json.beginObject().name("a");
    assertThatIllegalStateException().isThrownBy(json::endObject);
    assertThatIllegalStateException().isThrownBy(() -> json.name("b"));
  }

  @Test
  void theWrongBracketIsRefused() {
    json.beginArray();
    assertThatIllegalStateException().isThrownBy(json::endObject);
  }

  @Test
  void anUnfinishedDocumentIsRefused() {
    assertThatIllegalStateException().isThrownBy(json::endLine);
    json.beginArray();
    assertThatIllegalStateException().isThrownBy(json::endLine);
  }

  @Test
  void aSecondDocumentOnALineIsRefused() {
    json.value(1);
    assertThatIllegalStateException().isThrownBy(() -> json.value(2));
  }

  @Test
  void sixtyFourLevelsAreTheMost() {
    for (int i = 0; i < 64; i++) {
      json.beginArray();
    }
    assertThatIllegalStateException().isThrownBy(json::beginArray);
  }
}
