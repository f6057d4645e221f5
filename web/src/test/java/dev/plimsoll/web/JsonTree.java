package dev.plimsoll.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads JSON into maps, lists, texts, numbers, truths and null. */
final class JsonTree {
  private JsonTree() {}

  static @Nullable Object read(final @Nullable String json) {
    try (JsonParser parser = new JsonFactory().createParser(Objects.requireNonNull(json))) {
      parser.nextToken();
      final Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new AssertionError("something follows the document: " + json);
      }
      return value;
    } catch (final IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(final @Nullable Object value) {
    if (!(value instanceof Map)) {
      throw new AssertionError("no object: " + value);
    }
    return (Map<String, Object>) value;
  }

  static Map<String, Object> object(final @Nullable String json) {
    return object(read(json));
  }

  @SuppressWarnings("unchecked")
  static List<Object> array(final @Nullable Object value) {
    if (!(value instanceof List)) {
      throw new AssertionError("no array: " + value);
    }
    return (List<Object>) value;
  }

  private static @Nullable Object value(final JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        final Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          final String name = parser.currentName();
          parser.nextToken();
          map.put(name, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        final List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new AssertionError(parser.currentToken());
    };
  }
}
