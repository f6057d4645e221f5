package dev.plimsoll.app;

/** Colours on a terminal that wants them, plain text elsewhere. */
public enum Ink {
  PLAIN,
  COLOUR;

  private static final String RESET = "\u001b[0m";

  /** Colour unless the user, the environment (NO_COLOR, TERM=dumb) or a pipe says otherwise. */
  public static Ink choose(final boolean noColor, final boolean terminal) {
    final String no = System.getenv("NO_COLOR");
    final boolean wanted =
        terminal
            && !noColor
            && (no == null || no.isEmpty())
            && !"dumb".equals(System.getenv("TERM"));
    return wanted ? COLOUR : PLAIN;
  }

  public String bold(final String text) {
    return styled("1", text);
  }

  public String dim(final String text) {
    return styled("2", text);
  }

  public String red(final String text) {
    return styled("31", text);
  }

  public String yellow(final String text) {
    return styled("33", text);
  }

  public String green(final String text) {
    return styled("32", text);
  }

  public String cyan(final String text) {
    return styled("36", text);
  }

  private String styled(final String code, final String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + RESET;
  }
}
