package dev.plimsoll.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is posted to log in: {@code {"token":"…"}}, or a form with the field {@code token}.
 *
 * @param token what was given as the token
 * @param isForm whether a browser sent a form, and wants to be led to the page
 */
record PostedToken(String token, boolean isForm) {
  private static final int MOST_BYTES = 4096;

  // A token has no character that JSON would escape.
  private static final Pattern JSON =
      Pattern.compile("\\s*\\{\\s*\"token\"\\s*:\\s*\"([^\"\\\\]*)\"\\s*}\\s*");

  static PostedToken read(final HttpExchange exchange) throws Refusal, IOException {
    final String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && length.length() > 4) {
      throw tooLarge();
    }
    final byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw tooLarge();
    }
    final String text = new String(body, UTF_8);
    final String given = exchange.getRequestHeaders().getFirst("Content-Type");
    final String type = given == null ? "" : given.toLowerCase(Locale.ROOT);
    if (type.startsWith("application/x-www-form-urlencoded")) {
      return new PostedToken(Query.parse(text, Set.of("token")).required("token").strip(), true);
    }
    final Matcher json = JSON.matcher(text);
    if (!type.startsWith(Reply.JSON) || !json.matches()) {
      throw Refusal.of(
          400, "token", "post {\"token\":\"…\"} as application/json, or a form with that field");
    }
    return new PostedToken(json.group(1), false);
  }

  private static Refusal tooLarge() {
    return Refusal.of(413, "a log-in has no more than " + MOST_BYTES + " bytes");
  }

  /** The answer to one that was right. */
  Reply whenDone() {
    if (isForm) {
      return Reply.seeOther("/");
    }
    final JsonReply reply = new JsonReply();
    reply.writer().beginObject().name("ok").value(true).endObject();
    return reply.reply();
  }
}
