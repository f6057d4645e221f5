package dev.plimsoll.session;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259) into a {@link LineBuffer}: objects, arrays, and values without line feeds
 * between them, so that each document is one line. It puts the commas, and refuses what would not
 * be JSON with an IllegalStateException. Not thread safe.
 *
 * {@snippet :
 * new JsonWriter(line).beginObject().name("count").value(12).endObject().endLine();
 * }
 */
public final class JsonWriter {
  private static final String HEX = "0123456789abcdef";
  private static final int MAX_DEPTH = 64;

  private final LineBuffer line;
  // Bit n tells whether the n-th enclosing thing is an object; else it is an array.
  private long objects;
  private int depth;
  private boolean needsComma;
  private boolean named;

  public JsonWriter(final LineBuffer line) {
    this.line = line;
  }

  public JsonWriter beginObject() {
    return begin(true, '{');
  }

  public JsonWriter endObject() {
    return end(true, '}');
  }

  public JsonWriter beginArray() {
    return begin(false, '[');
  }

  public JsonWriter endArray() {
    return end(false, ']');
  }

  /** Appends the name of the value that follows; in objects each value has one. */
  public JsonWriter name(final String name) {
    if (!isInObject() || named) {
      throw new IllegalStateException("no place for the name " + name);
    }
    if (needsComma) {
      line.put(',');
    }
    putString(name, line);
    line.put(':');
    named = true;
    return this;
  }

  /** Appends a string, or {@code null}. */
  public JsonWriter value(final @Nullable String text) {
    beginValue();
    if (text == null) {
      line.put("null");
    } else {
      putString(text, line);
    }
    return this;
  }

  public JsonWriter value(final long number) {
    beginValue();
    line.put(number);
    return this;
  }

  /** Appends a 64-bit number that is meant unsigned, such as the kernel's counters. */
  public JsonWriter unsignedValue(final long number) {
    beginValue();
    line.putUnsigned(number);
    return this;
  }

  /** Appends a number, or {@code null} for what JSON has no number for: infinity, not a number. */
  public JsonWriter value(final double number) {
    beginValue();
    line.put(Double.isFinite(number) ? Double.toString(number) : "null");
    return this;
  }

  public JsonWriter value(final boolean truth) {
    beginValue();
    line.put(truth ? "true" : "false");
    return this;
  }

  /**
   * Appends a time as an RFC 3339 string in UTC with nanoseconds.
   *
   * @param nanos since 1970
   */
  public JsonWriter timeValue(final long nanos) {
    beginValue();
    line.put('"');
    Rfc3339.put(nanos, line);
    line.put('"');
    return this;
  }

  /** Appends a session as an object, as a format writes it: on a line of its own. */
  public JsonWriter value(final Session session, final JsonFormat format) {
    beginValue();
    format.write(session, line);
    return this;
  }

  /** Ends a document with a line feed. */
  public JsonWriter endLine() {
    if (depth != 0 || !needsComma) {
      throw new IllegalStateException("the document is not complete");
    }
    line.put('\n');
    needsComma = false;
    return this;
  }

  private JsonWriter begin(final boolean object, final char bracket) {
    beginValue();
    if (depth == MAX_DEPTH) {
      throw new IllegalStateException("more than " + MAX_DEPTH + " levels");
    }
    line.put(bracket);
    objects = object ? objects | 1L << depth : objects & ~(1L << depth);
    depth++;
    needsComma = false;
    return this;
  }

  private JsonWriter end(final boolean object, final char bracket) {
    if (depth == 0 || named || isInObject() != object) {
      throw new IllegalStateException("no place for a " + bracket);
    }
    line.put(bracket);
    depth--;
    needsComma = true;
    return this;
  }

  private boolean isInObject() {
    return depth > 0 && (objects >>> depth - 1 & 1) != 0;
  }

  private void beginValue() {
    if (isInObject() != named || (depth == 0 && needsComma)) {
      throw new IllegalStateException("no place for a value");
    }
    if (needsComma && !named) {
      line.put(',');
    }
    named = false;
    needsComma = true;
  }

  /**
   * Appends a string with its quotes. Whatever could act on a terminal or break a line somewhere is
   * escaped: all control characters, U+2028 and U+2029; half a surrogate pair becomes U+FFFD.
   */
  static void putString(final String text, final LineBuffer line) {
    line.put('"');
    int plainFrom = 0;
    for (int i = 0; i < text.length(); i++) {
      final char c = text.charAt(i);
      if (c >= ' ' && c != '"' && c != '\\' && c < 0x7f) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      if (c > 0x9f && c != '\u2028' && c != '\u2029' && !Character.isSurrogate(c)) {
        continue;
      }
      line.put(text.substring(plainFrom, i));
      putEscaped(c, line);
      plainFrom = i + 1;
    }
    line.put(plainFrom == 0 ? text : text.substring(plainFrom)).put('"');
  }

  private static void putEscaped(final char c, final LineBuffer line) {
    switch (c) {
      case '"' -> line.put("\\\"");
      case '\\' -> line.put("\\\\");
      case '\n' -> line.put("\\n");
      case '\r' -> line.put("\\r");
      case '\t' -> line.put("\\t");
      default -> {
        final int code = Character.isSurrogate(c) ? 0xfffd : c;
        line.put("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          line.put(HEX.charAt(code >>> shift & 0xf));
        }
      }
    }
  }
}
