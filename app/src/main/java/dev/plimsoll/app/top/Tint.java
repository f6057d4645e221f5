package dev.plimsoll.app.top;

/** How a piece of text looks. */
enum Tint {
  PLAIN("", ""),
  BOLD("1", "1"),
  DIM("2", ""),
  RED("31", ""),
  GREEN("32", ""),
  YELLOW("33", ""),
  CYAN("36", ""),
  /** The row that is chosen: to be seen without colours too. */
  CHOSEN("7", "7");

  private final String coloured;
  private final String colourless;

  Tint(final String coloured, final String colourless) {
    this.coloured = coloured;
    this.colourless = colourless;
  }

  /** The number of the SGR sequence (ECMA-48), or nothing. */
  String code(final boolean isColour) {
    return isColour ? coloured : colourless;
  }
}
