package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** Writing and reading one line, for the tests of the formats. */
final class Lines {
  private Lines() {}

  /** What a format writes, without the line feed that must be its end. */
  static String write(final SessionFormat format, final Session session) {
    final LineBuffer line = new LineBuffer(1);
    format.write(session, line);
    return withoutLineFeed(line);
  }

  static String write(final SessionFormat format, final SessionEvent event) {
    final LineBuffer line = new LineBuffer(1);
    format.write(event, line);
    return withoutLineFeed(line);
  }

  private static String withoutLineFeed(final LineBuffer line) {
    final String text = line.toString();
    assertThat(text).endsWith("\n");
    return text.substring(0, text.length() - 1);
  }

  /** What a line says, looked at {@link FormatSamples#OBSERVED}; fails if it cannot be read. */
  static Session read(final String text) {
    final ProcLine reader = new ProcLine();
    final Session session = new Session();
    session.observedNanos(FormatSamples.OBSERVED);
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(reader.parse(bytes, 0, bytes.length, session))
        .as("%s: %s", text, reader.problem())
        .isTrue();
    return session;
  }
}
