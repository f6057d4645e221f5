package dev.plimsoll.lab.play;

/** How much of a sign a scene shows. */
public enum Intensity {
  /** As much as its first threshold asks for, and hardly more. */
  AT_THRESHOLD("at threshold"),
  /** Several times as much. */
  FAR_ABOVE("far above"),
  /** Nothing: what looks alike is harmless. */
  BENIGN("benign");

  private final String words;

  Intensity(final String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }
}
