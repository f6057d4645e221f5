package dev.plimsoll.app.top;

import java.io.IOException;

/** Where the sessions come from. */
@FunctionalInterface
interface LookSource {
  /**
   * Looks once.
   *
   * @throws IOException if it cannot; the message says why
   */
  Look look(Question question) throws IOException;
}
