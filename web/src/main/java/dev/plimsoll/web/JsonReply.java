package dev.plimsoll.web;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A JSON document under construction. */
final class JsonReply {
  private final LineBuffer line = new LineBuffer(1024);
  private final JsonWriter writer = new JsonWriter(line);

  JsonWriter writer() {
    return writer;
  }

  Reply reply() {
    return reply(200);
  }

  Reply reply(final int status) {
    return Reply.of(status, Reply.JSON, bytes());
  }

  /** The document, on one line unless there are sessions in it, with its line feed. */
  byte[] bytes() {
    writer.endLine();
    final ByteArrayOutputStream out = new ByteArrayOutputStream(line.length());
    try {
      line.drainTo(out);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
