package dev.plimsoll.app.demo;

/** Tells a demonstration to a person, one paragraph after the other. */
public interface Narrator {
  /** How good what is told is. */
  enum Tint {
    GOOD,
    MIDDLING,
    BAD
  }

  /** Says something outside the story. */
  void say(String words);

  /** Shows something to be used: an address, a command. */
  void mark(String label, String words);

  /** Tells what happens in the story now. */
  void narrate(long elapsedMillis, String words);

  /** Tells a new verdict. */
  void verdict(long elapsedMillis, String words, Tint tint);

  /** Tells the count, now and then: for those who read it afterwards. */
  void count(long elapsedMillis, String words);

  /** Shows the count as it is now, over what it was: for those who look on. */
  void now(long elapsedMillis, String words);

  /** Leaves a line empty. */
  void gap();
}
