package dev.plimsoll.web;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds JSON against a schema of an OpenAPI 3.1 document. It knows the words that ours uses, and
 * fails on any other, so that none is taken for checked that is not.
 */
final class JsonSchema {
  private static final Set<String> KNOWN =
      Set.of(
          "$ref",
          "type",
          "description",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "prefixItems",
          "minItems",
          "enum",
          "anyOf");

  private final Map<String, Object> schemas;

  JsonSchema(final Map<String, Object> document) {
    schemas = JsonTree.object(JsonTree.object(document.get("components")).get("schemas"));
  }

  /** Fails with the place if the value does not fit. */
  void check(final Object schema, final @Nullable Object value, final String place) {
    final Map<String, Object> rules = JsonTree.object(schema);
    if (!KNOWN.containsAll(rules.keySet())) {
      throw new AssertionError(place + ": a schema with unknown words: " + rules.keySet());
    }
    if (rules.get("$ref") instanceof final String reference) {
      final String name = reference.substring("#/components/schemas/".length());
      check(Objects.requireNonNull(schemas.get(name), name), value, place);
      return;
    }
    if (rules.containsKey("anyOf")) {
      anyOf(JsonTree.array(rules.get("anyOf")), value, place);
      return;
    }
    checkType(Objects.requireNonNull(rules.get("type"), place), value, place);
    if (rules.containsKey("enum") && !JsonTree.array(rules.get("enum")).contains(value)) {
      throw new AssertionError(place + ": not one of " + rules.get("enum") + ": " + value);
    }
    if (value instanceof final Map<?, ?> object) {
      checkObject(rules, object, place);
    } else if (value instanceof final List<?> array) {
      checkArray(rules, array, place);
    }
  }

  private void anyOf(
      final List<Object> schemasToTry, final @Nullable Object value, final String place) {
    final StringBuilder problems = new StringBuilder();
    for (final Object each : schemasToTry) {
      try {
        check(each, value, place);
        return;
      } catch (final AssertionError e) {
        problems.append('\n').append(e.getMessage());
      }
    }
    throw new AssertionError(place + " fits none:" + problems);
  }

  private static void checkType(
      final Object type, final @Nullable Object value, final String place) {
    final List<?> types = type instanceof final List<?> list ? list : List.of(type);
    for (final Object each : types) {
      final boolean fits =
          switch ((String) each) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof BigInteger;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            default -> throw new AssertionError(place + ": unknown type " + each);
          };
      if (fits) {
        return;
      }
    }
    throw new AssertionError(place + ": not of type " + type + ": " + value);
  }

  private void checkObject(
      final Map<String, Object> rules, final Map<?, ?> object, final String place) {
    if (!rules.containsKey("properties")) {
      return;
    }
    final Map<String, Object> properties = JsonTree.object(rules.get("properties"));
    for (final Object required : JsonTree.array(rules.get("required"))) {
      if (!object.containsKey(required)) {
        throw new AssertionError(place + " has no " + required);
      }
    }
    object.forEach((name, value) -> {
      final Object schema = properties.get(name);
      if (schema == null) {
        throw new AssertionError(place + " has an undocumented " + name);
      }
      check(schema, value, place + "." + name);
    });
  }

  private void checkArray(
      final Map<String, Object> rules, final List<?> array, final String place) {
    if (rules.containsKey("prefixItems")) {
      final List<Object> schemasInOrder = JsonTree.array(rules.get("prefixItems"));
      if (array.size() != schemasInOrder.size()) {
        throw new AssertionError(place + " has " + array.size() + " items");
      }
      for (int i = 0; i < array.size(); i++) {
        check(schemasInOrder.get(i), array.get(i), place + "[" + i + "]");
      }
      return;
    }
    final Object items = Objects.requireNonNull(rules.get("items"), place);
    for (int i = 0; i < array.size(); i++) {
      check(items, array.get(i), place + "[" + i + "]");
    }
  }
}
