package dev.plimsoll.app;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Nobody reads the output any more, as after {@code | head}: the reason to end quietly. */
final class ClosedPipeException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  ClosedPipeException(final IOException cause) {
    super(cause);
  }
}
