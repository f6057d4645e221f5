package dev.plimsoll.watch.history;

import dev.plimsoll.watch.Composition;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A composition in the form in which it is kept: a tenth of the memory of the object. */
final class CompositionRow implements Row.AtMoment {
  private final String namespace;
  private final long timeMillis;
  private final byte[] body;

  CompositionRow(final Composition composition) {
    namespace = composition.namespace();
    timeMillis = composition.timeMillis();
    body = CompositionText.write(composition);
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public long timeMillis() {
    return timeMillis;
  }

  /** What {@link CompositionText} made; not to be changed. */
  byte[] body() {
    return body;
  }

  Composition composition() {
    try {
      return CompositionText.read(namespace, timeMillis, body);
    } catch (final IOException e) {
      throw new UncheckedIOException("what was just written cannot be read", e);
    }
  }
}
