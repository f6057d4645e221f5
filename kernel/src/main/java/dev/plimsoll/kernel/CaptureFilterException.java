package dev.plimsoll.kernel;

import java.io.IOException;

/** A capture filter cannot be had: it is wrong, or what compiles it is not installed. */
public final class CaptureFilterException extends IOException {
  private static final long serialVersionUID = 1L;

  CaptureFilterException(final String message) {
    super(message);
  }
}
