package dev.plimsoll.app.top;

/** A key that was pressed. */
sealed interface Key {

  /** A character. */
  record Typed(int codePoint) implements Key {
    static Typed of(final char character) {
      return new Typed(character);
    }
  }

  /** A key with a meaning of its own. */
  enum Named implements Key {
    UP,
    DOWN,
    LEFT,
    RIGHT,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    ENTER,
    ESCAPE,
    TAB,
    BACKSPACE,
    DELETE,
    /** Ctrl-U: the whole line. */
    CLEAR,
    /** Ctrl-C, or the end of the input. */
    QUIT,
    /** Ctrl-L: draw everything anew. */
    REDRAW,
    /** One that means nothing here. */
    OTHER
  }
}
