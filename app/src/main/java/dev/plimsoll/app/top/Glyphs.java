package dev.plimsoll.app.top;

import dev.plimsoll.session.Direction;

/** The signs that a terminal can show. */
enum Glyphs {
  UNICODE("▁▂▃▄▅▆▇█", '╌', '…', "↑", "↓", "→", "←", "⇄", "↻", " · "),
  ASCII("..::::##", '-', '~', "up", "down", "->", "<-", "<>", "()", " | ");

  private final String eighths;
  private final char limit;
  private final char cut;
  private final String rising;
  private final String falling;
  private final String out;
  private final String in;
  private final String forwarded;
  private final String local;
  private final String separator;

  Glyphs(
      final String eighths,
      final char limit,
      final char cut,
      final String rising,
      final String falling,
      final String out,
      final String in,
      final String forwarded,
      final String local,
      final String separator) {
    this.eighths = eighths;
    this.limit = limit;
    this.cut = cut;
    this.rising = rising;
    this.falling = falling;
    this.out = out;
    this.in = in;
    this.forwarded = forwarded;
    this.local = local;
    this.separator = separator;
  }

  static Glyphs of(final boolean isUnicode) {
    return isUnicode ? UNICODE : ASCII;
  }

  boolean isUnicode() {
    return this == UNICODE;
  }

  /** A cell that is filled to so many eighths, 1 to 8. */
  char eighths(final int level) {
    return eighths.charAt(level - 1);
  }

  /** The limit in a chart. */
  char limit() {
    return limit;
  }

  /** Stands for what does not fit. */
  char cut() {
    return cut;
  }

  String order(final boolean isFalling) {
    return isFalling ? falling : rising;
  }

  /** From this host's end to the other, as the first packet went. */
  String arrow(final Direction direction) {
    return switch (direction) {
      case OUT -> out;
      case IN -> in;
      case FORWARDED, UNKNOWN -> forwarded;
      case LOCAL -> local;
    };
  }

  String separator() {
    return separator;
  }
}
