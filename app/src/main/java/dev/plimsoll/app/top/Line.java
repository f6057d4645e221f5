package dev.plimsoll.app.top;

import java.util.ArrayList;
import java.util.List;

/** A line of the screen: pieces of text, each in its tint. Every character takes one column. */
record Line(List<Piece> pieces) {
  static final Line EMPTY = new Line(List.of());

  record Piece(String text, Tint tint) {}

  Line {
    pieces = List.copyOf(pieces);
  }

  static Line of(final String text, final Tint tint) {
    return EMPTY.plus(text, tint);
  }

  static Line of(final String text) {
    return of(text, Tint.PLAIN);
  }

  Line plus(final String text, final Tint tint) {
    if (text.isEmpty()) {
      return this;
    }
    final List<Piece> more = new ArrayList<>(pieces);
    if (!more.isEmpty() && more.getLast().tint == tint) {
      more.add(new Piece(more.removeLast().text + printable(text), tint));
    } else {
      more.add(new Piece(printable(text), tint));
    }
    return new Line(more);
  }

  Line plus(final String text) {
    return plus(text, Tint.PLAIN);
  }

  Line plus(final Line other) {
    final List<Piece> more = new ArrayList<>(pieces);
    more.addAll(other.pieces);
    return new Line(more);
  }

  /** This, and the other at the right end of so many columns, if both fit. */
  Line withRight(final Line other, final int columns) {
    final int gap = columns - width() - other.width();
    return gap < 1 ? this : plus(" ".repeat(gap)).plus(other);
  }

  /** In one tint, and as wide as the screen. */
  Line marked(final Tint tint, final int columns) {
    return of(text() + " ".repeat(Math.max(0, columns - width())), tint);
  }

  int width() {
    return pieces.stream().mapToInt(piece -> piece.text.length()).sum();
  }

  /** Without what does not fit, which the mark stands for. */
  Line cut(final int columns, final char mark) {
    if (width() <= columns) {
      return this;
    }
    final List<Piece> kept = new ArrayList<>();
    int left = columns - 1;
    for (final Piece piece : pieces) {
      final String text = piece.text.substring(0, Math.min(left, piece.text.length()));
      left -= text.length();
      if (text.length() < piece.text.length()) {
        kept.add(new Piece(text + mark, piece.tint));
        break;
      }
      kept.add(piece);
    }
    return new Line(kept);
  }

  /** The text alone. */
  String text() {
    final StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text));
    return text.toString();
  }

  /** As a terminal takes it. */
  String sequence(final boolean isColour) {
    final StringBuilder text = new StringBuilder();
    for (final Piece piece : pieces) {
      final String code = piece.tint.code(isColour);
      if (code.isEmpty()) {
        text.append(piece.text);
      } else {
        text.append("\u001b[").append(code).append('m').append(piece.text).append("\u001b[0m");
      }
    }
    return text.toString();
  }

  // What a user types or a namespace is named must not write on the terminal.
  private static String printable(final String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    final StringBuilder printable = new StringBuilder(text);
    for (int i = 0; i < printable.length(); i++) {
      if (Character.isISOControl(printable.charAt(i))) {
        printable.setCharAt(i, ' ');
      }
    }
    return printable.toString();
  }
}
