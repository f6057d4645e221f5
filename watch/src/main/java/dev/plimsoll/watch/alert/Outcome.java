package dev.plimsoll.watch.alert;

/**
 * What became of an attempt to tell something.
 *
 * @param delivered whether the receiver has taken it
 * @param text what happened, in plain English, in one line, without secrets
 */
public record Outcome(boolean delivered, String text) {
  private static final int MOST_CHARACTERS = 500;

  /** Keeps the text to one line of plain characters, and short: parts of it are the receiver's. */
  public Outcome {
    final String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    text = line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + "…" : line;
  }

  static Outcome delivered(final String text) {
    return new Outcome(true, text);
  }

  static Outcome failed(final String text) {
    return new Outcome(false, text);
  }
}
