package dev.plimsoll.web;

import org.jspecify.annotations.Nullable;

/** A request that is answered with an error: one plain sentence, and where in the request it is. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int NOWHERE = 0;

  private final int status;
  private final String sentence;
  private final @Nullable String parameter;
  private final int column;
  private final long laterSeconds;

  private Refusal(
      final int status,
      final String sentence,
      final @Nullable String parameter,
      final int column,
      final long laterSeconds) {
    // No stack trace: a wrong request is no fault of the program, and there may be many.
    super(sentence, null, false, false);
    this.status = status;
    this.sentence = sentence;
    this.parameter = parameter;
    this.column = column;
    this.laterSeconds = laterSeconds;
  }

  /** An error with an HTTP status. */
  static Refusal of(final int status, final String sentence) {
    return new Refusal(status, sentence, null, NOWHERE, 0);
  }

  /** An error in a parameter. */
  static Refusal of(final int status, final String parameter, final String sentence) {
    return new Refusal(status, sentence, parameter, NOWHERE, 0);
  }

  /** A parameter whose text is wrong at a column; 1 is its first character. */
  static Refusal at(final String parameter, final int column, final String sentence) {
    return new Refusal(400, sentence, parameter, column, 0);
  }

  /** Too many requests: to be tried again after some seconds. */
  static Refusal later(final long seconds, final String sentence) {
    return new Refusal(429, sentence, null, NOWHERE, seconds);
  }

  int status() {
    return status;
  }

  Reply reply() {
    final JsonReply json = new JsonReply();
    json.writer().beginObject().name("error").value(sentence);
    if (parameter != null) {
      json.writer().name("parameter").value(parameter);
    }
    if (column != NOWHERE) {
      json.writer().name("column").value(column);
    }
    json.writer().endObject();
    final Reply reply = json.reply(status);
    return switch (status) {
      case 401 -> reply.with("WWW-Authenticate", "Bearer realm=\"plimsoll\"");
      case 429 -> reply.with("Retry-After", Long.toString(laterSeconds));
      default -> reply;
    };
  }
}
