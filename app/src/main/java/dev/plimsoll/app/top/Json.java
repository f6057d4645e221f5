package dev.plimsoll.app.top;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of JSON (RFC 8259) that another program sent. What is not as expected is an error. */
public record Json(@Nullable Object value) {
  private static final int DEEPEST = 20;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(1 << 16)
                  .maxNumberLength(64)
                  .build())
          .build();

  /** Reads one value and nothing behind it. */
  public static Json read(final InputStream in) throws IOException {
    try (JsonParser parser = FACTORY.createParser(in)) {
      parser.nextToken();
      final Json json = new Json(value(parser));
      if (parser.nextToken() != null) {
        throw new IOException("something follows the JSON");
      }
      return json;
    }
  }

  private static @Nullable Object value(final JsonParser parser) throws IOException {
    final JsonToken token = parser.currentToken();
    return switch (token) {
      case null -> throw new IOException("the JSON is empty");
      case START_OBJECT -> {
        final Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          final String name = parser.currentName();
          parser.nextToken();
          members.put(name, new Json(value(parser)));
        }
        yield members;
      }
      case START_ARRAY -> {
        final List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(new Json(value(parser)));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getText();
      // Counters go up to 2^64 - 1: they keep their bits.
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue().longValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IOException("the JSON has no value where one belongs");
    };
  }

  /** A member of an object. */
  public Json at(final String name) throws IOException {
    final Json member = find(name);
    if (member == null) {
      throw new IOException("the JSON has no \"" + name + "\"");
    }
    return member;
  }

  /** A member of an object, or null if it is not there or null. */
  public @Nullable Json find(final String name) throws IOException {
    if (!(value instanceof final Map<?, ?> members)) {
      throw new IOException("the JSON has no object around \"" + name + "\"");
    }
    return members.get(name) instanceof final Json member && member.value != null ? member : null;
  }

  public List<Json> list() throws IOException {
    if (!(value instanceof final List<?> elements)) {
      throw unlike("a list");
    }
    final List<Json> list = new ArrayList<>(elements.size());
    for (final Object element : elements) {
      list.add((Json) element);
    }
    return list;
  }

  public String text() throws IOException {
    if (value instanceof final String text) {
      return text;
    }
    throw unlike("a text");
  }

  public long number() throws IOException {
    if (value instanceof final Long number) {
      return number;
    }
    throw unlike("a whole number");
  }

  public double decimal() throws IOException {
    if (value instanceof final Number number) {
      return number.doubleValue();
    }
    throw unlike("a number");
  }

  public boolean truth() throws IOException {
    if (value instanceof final Boolean truth) {
      return truth;
    }
    throw unlike("true or false");
  }

  private IOException unlike(final String expected) {
    return new IOException("the JSON has \"" + value + "\" where " + expected + " belongs");
  }
}
