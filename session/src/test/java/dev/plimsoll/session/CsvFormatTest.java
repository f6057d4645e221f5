package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CsvFormatTest {
  private final CsvFormat format = new CsvFormat();

  @Test
  void everyRowSaysUnderTheHeadersNamesWhatJsonSays() {
    final LineBuffer header = new LineBuffer(16);
    format.beginSessions(header);
    final List<String> columns = record(header.toString());
    for (long seed = 0; seed < 5_000; seed++) {
      final Session session = FormatSamples.fullSession(new SplittableRandom(seed));
      final String row = Lines.write(format, session) + "\n";
      final List<String> values = record(row);
      assertThat(values).as("seed %d: %s", seed, row).hasSameSizeAs(columns);
      final Map<String, String> told = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        if (!values.get(i).isEmpty()) {
          told.put(columns.get(i), values.get(i));
        }
      }
      assertThat(told)
          .as("seed %d: %s", seed, row)
          .isEqualTo(flatten("", ExpectedFields.of(session)));
    }
  }

  @Test
  void aRowOfAnEventHasThreeColumnsMoreInFrontAndOneBehind() {
    final SessionEvent event = new SessionEvent();
    event.session().set(FormatSamples.session(new SplittableRandom(1)));
    event.type(SessionEvent.Type.UPDATE);
    event.timeNanos(1_795_408_370_000_000_001L);
    event.portId(77);
    assertThat(Lines.write(format, event))
        .isEqualTo(
            "update,2026-11-23T04:32:50.000000001Z,77,"
                + Lines.write(format, event.session())
                + ",");
  }

  @Test
  void aMissedEventSaysSoInTheLastColumn() {
    final SessionEvent event = new SessionEvent();
    event.session().set(FormatSamples.session(new SplittableRandom(1)));
    event.missed(true);
    assertThat(Lines.write(format, event))
        .endsWith("Z,," + Lines.write(format, event.session()) + ",true");
  }

  @Test
  void theHeaderOfEventsNamesThreeColumnsMoreInFrontAndOneBehind() {
    final LineBuffer sessions = new LineBuffer(16);
    format.beginSessions(sessions);
    final LineBuffer events = new LineBuffer(16);
    format.beginEvents(events);
    assertThat(events)
        .hasToString("event,time,portid," + sessions.toString().strip() + ",missed\n");
  }

  private static Map<String, String> flatten(final String prefix, final Map<?, ?> fields) {
    final Map<String, String> flat = new LinkedHashMap<>();
    fields.forEach((name, value) -> {
      switch (value) {
        case final Map<?, ?> inner -> flat.putAll(flatten(prefix + name + "_", inner));
        case final List<?> list -> {
          if (!list.isEmpty()) {
            flat.put(
                prefix + name,
                list.stream().map(Object::toString).collect(Collectors.joining(" ")));
          }
        }
        default -> flat.put(prefix + name, value.toString());
      }
    });
    return flat;
  }

  /** Reads one record as RFC 4180 has it. */
  private static List<String> record(final String text) {
    final List<String> values = new ArrayList<>();
    int at = 0;
    while (true) {
      final StringBuilder value = new StringBuilder();
      if (text.charAt(at) == '"') {
        at++;
        while (text.charAt(at) != '"' || text.charAt(at + 1) == '"') {
          at += text.charAt(at) == '"' ? 1 : 0;
          value.append(text.charAt(at++));
        }
        at++;
      } else {
        while (text.charAt(at) != ',' && text.charAt(at) != '\n') {
          assertThat(text.charAt(at)).isNotEqualTo('"');
          value.append(text.charAt(at++));
        }
      }
      values.add(value.toString());
      if (text.charAt(at) == '\n') {
        assertThat(at).isEqualTo(text.length() - 1);
        return values;
      }
      assertThat(text.charAt(at++)).isEqualTo(',');
    }
  }
}
