package dev.plimsoll.app.top;

import java.io.IOException;

/** Makes keys of the characters that a terminal sends (ECMA-48, and xterm's function keys). */
final class KeyDecoder {
  private static final int END_OF_INPUT = -1;
  private static final int ESCAPE = 0x1b;
  // What follows an escape character at once belongs to it; a person is slower.
  private static final long SEQUENCE_MILLIS = 50;
  private static final int LONGEST_SEQUENCE = 32;

  private final Characters characters;

  /** Where the characters come from. */
  @FunctionalInterface
  interface Characters {
    /**
     * The next character.
     *
     * @param waitMillis how long to wait for it; 0 for as long as it takes
     * @return -1 at the end of the input, -2 if none came in time
     */
    int read(long waitMillis) throws IOException;
  }

  KeyDecoder(final Characters characters) {
    this.characters = characters;
  }

  /** Waits for the next key; at the end of the input it is {@link Key.Named#QUIT}. */
  Key next() throws IOException {
    final int character = characters.read(0);
    return switch (character) {
      case END_OF_INPUT, 0x03, 0x04 -> Key.Named.QUIT;
      case '\r', '\n' -> Key.Named.ENTER;
      case '\t' -> Key.Named.TAB;
      case 0x7f, 0x08 -> Key.Named.BACKSPACE;
      case 0x15 -> Key.Named.CLEAR;
      case 0x0c -> Key.Named.REDRAW;
      case 0x01 -> Key.Named.HOME;
      case 0x05 -> Key.Named.END;
      case ESCAPE -> afterEscape();
      default -> typed(character);
    };
  }

  private Key typed(final int character) throws IOException {
    if (character < 0x20) {
      return Key.Named.OTHER;
    }
    if (Character.isHighSurrogate((char) character)) {
      final int low = characters.read(SEQUENCE_MILLIS);
      return low >= 0 && Character.isLowSurrogate((char) low)
          ? new Key.Typed(Character.toCodePoint((char) character, (char) low))
          : Key.Named.OTHER;
    }
    return new Key.Typed(character);
  }

  private Key afterEscape() throws IOException {
    final int introducer = characters.read(SEQUENCE_MILLIS);
    return switch (introducer) {
      case '[' -> controlSequence();
      case 'O' -> letter(characters.read(SEQUENCE_MILLIS));
      case ESCAPE -> Key.Named.ESCAPE;
      default -> introducer < 0 ? Key.Named.ESCAPE : Key.Named.OTHER;
    };
  }

  // CSI, parameters, and a final byte of 0x40 to 0x7e.
  private Key controlSequence() throws IOException {
    final StringBuilder parameters = new StringBuilder();
    while (parameters.length() < LONGEST_SEQUENCE) {
      final int character = characters.read(SEQUENCE_MILLIS);
      if (character < 0) {
        return Key.Named.OTHER;
      }
      if (character >= 0x40 && character <= 0x7e) {
        return character == '~' ? numbered(parameters.toString()) : letter(character);
      }
      parameters.append((char) character);
    }
    return Key.Named.OTHER;
  }

  private static Key letter(final int character) {
    return switch (character) {
      case 'A' -> Key.Named.UP;
      case 'B' -> Key.Named.DOWN;
      case 'C' -> Key.Named.RIGHT;
      case 'D' -> Key.Named.LEFT;
      case 'H' -> Key.Named.HOME;
      case 'F' -> Key.Named.END;
      case 'M' -> Key.Named.ENTER;
      default -> Key.Named.OTHER;
    };
  }

  private static Key numbered(final String parameters) {
    return switch (parameters) {
      case "1", "7" -> Key.Named.HOME;
      case "4", "8" -> Key.Named.END;
      case "3" -> Key.Named.DELETE;
      case "5" -> Key.Named.PAGE_UP;
      case "6" -> Key.Named.PAGE_DOWN;
      default -> Key.Named.OTHER;
    };
  }
}
