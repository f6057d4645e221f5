package dev.plimsoll.app.conntrack;

import java.util.Map;
import java.util.function.Consumer;

/** What {@code -o} asks for, gathered over all times that it is given. */
final class OutputWords {
  private static final int XML = 1;
  private static final int EXTENDED = 1 << 1;
  private static final int TIMESTAMP = 1 << 2;
  private static final int ID = 1 << 3;
  private static final int KTIMESTAMP = 1 << 4;
  private static final int LABELS = 1 << 5;
  private static final int SAVE = 1 << 6;
  private static final int JSON = 1 << 7;

  private static final WordList WORDS =
      new WordList(
          Map.of(
              "XML", XML,
              "EXTENDED", EXTENDED,
              "TIMESTAMP", TIMESTAMP,
              "ID", ID,
              "KTIMESTAMP", KTIMESTAMP,
              "LABELS", LABELS,
              // Lines of events always tell who made a change.
              "USERSPACE", 0,
              "SAVE", SAVE,
              "JSON", JSON),
          false);

  private int bits;

  void add(final String text, final Consumer<String> warnings) throws ConntrackUsageException {
    bits |= WORDS.read(text, warnings).set();
    if (has(SAVE) && bits != SAVE) {
      throw ConntrackUsageException.other(
          "cannot combine save output with any other output type, use -o save only");
    }
    if (has(JSON) && has(XML)) {
      throw ConntrackUsageException.other("cannot combine xml and json output, use one of them");
    }
  }

  Output output() {
    return new Output(
        format(), has(EXTENDED), has(ID), has(KTIMESTAMP), has(TIMESTAMP), has(LABELS));
  }

  private Output.Format format() {
    if (has(SAVE)) {
      return Output.Format.SAVE;
    }
    if (has(JSON)) {
      return Output.Format.JSON;
    }
    return has(XML) ? Output.Format.XML : Output.Format.LINE;
  }

  private boolean has(final int bit) {
    return (bits & bit) != 0;
  }
}
