package dev.plimsoll.app.action;

import java.io.IOException;
import java.util.List;

/** How one action is carried out and taken back. */
interface Deed {
  /**
   * What would happen, in whole sentences. It looks, and changes nothing.
   *
   * @throws IOException if it must not or cannot be done; the message says why
   */
  List<String> plan() throws IOException;

  /**
   * Does it.
   *
   * @return what happened, in a sentence
   * @throws IOException if it could not be done; then all is as before
   */
  String perform() throws IOException;

  /**
   * Takes it back, as far as it is still there.
   *
   * @return what happened, in a sentence
   */
  String undo() throws IOException;
}
