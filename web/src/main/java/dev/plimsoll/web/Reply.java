package dev.plimsoll.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is answered to a request.
 *
 * @param status the HTTP status
 * @param headers header fields beyond those that every answer has
 * @param body empty for none; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // Replies are sent, never compared.
record Reply(int status, Map<String, String> headers, byte[] body) {
  static final String JSON = "application/json";

  static Reply of(final int status, final String contentType, final byte[] body) {
    return new Reply(status, Map.of("Content-Type", contentType), body);
  }

  static Reply text(final int status, final String text) {
    return of(status, "text/plain; charset=utf-8", (text + "\n").getBytes(UTF_8));
  }

  /** Sends the browser elsewhere, with a GET. */
  static Reply seeOther(final String path) {
    return new Reply(303, Map.of("Location", path), new byte[0]);
  }

  Reply with(final String name, final String value) {
    final Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }
}
