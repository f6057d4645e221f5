package dev.plimsoll.app.top;

import java.io.IOException;

/** There is no terminal to show a full screen on. The message says what is there instead. */
public final class NoTerminalException extends IOException {
  private static final long serialVersionUID = 1;

  NoTerminalException(final String message, final Throwable cause) {
    super(message, cause);
  }
}
