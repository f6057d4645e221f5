package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.conntrack.OptionScanner.Argument;

/** What to do: the one command of a command line of conntrack(8). */
enum Verb implements Flag {
  LIST('L', "dump"),
  GET('G', "get"),
  DELETE('D', "delete"),
  CREATE('I', "create"),
  ADD('A', "add"),
  UPDATE('U', "update"),
  EVENT('E', "event"),
  FLUSH('F', "flush"),
  COUNT('C', "counter"),
  STATS('S', "stats"),
  VERSION('V', "version"),
  HELP('h', "help");

  private final char letter;
  private final String word;

  Verb(final char letter, final String word) {
    this.letter = letter;
    this.word = word;
  }

  char letter() {
    return letter;
  }

  /** The word behind {@code --}, as errors name it. */
  String word() {
    return word;
  }

  /** How it is written. What is attached to a letter is an argument that nobody looks at. */
  OptionScanner.Spelling spelling() {
    final boolean takesNone = this == STATS || this == VERSION || this == HELP;
    return new OptionScanner.Spelling(
        letter, word, takesNone ? Argument.NONE : Argument.OPTIONAL, this);
  }
}
