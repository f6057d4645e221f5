package dev.plimsoll.app;

import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Verdict;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;

/** Writes a line to the log whenever the word of a verdict changes, or a count cannot be taken. */
final class VerdictLog {
  private static final Logger LOG = System.getLogger("plimsoll.watch");

  private final Map<String, String> last = new HashMap<>();

  /** Takes a reading; those of one namespace in their order. */
  void accept(final Reading reading) {
    final String trouble = reading.trouble();
    final String word = word(reading.verdict().answer());
    final String now = trouble == null ? word : "trouble: " + trouble;
    final String before = last.put(reading.namespace(), now);
    if (now.equals(before)) {
      return;
    }
    if (trouble != null) {
      LOG.log(Level.WARNING, "{0}: not counted: {1}", reading.namespace(), trouble);
      return;
    }
    final boolean calm = reading.verdict().answer() instanceof Verdict.Fine;
    LOG.log(
        calm || reading.verdict().answer() instanceof Verdict.Unknown ? Level.INFO : Level.WARNING,
        "{0}: {1}: {2} {3}. {4}",
        reading.namespace(),
        word,
        PlainText.count(reading.sample().count()),
        reading.sample().measure() == Sample.Measure.SESSIONS ? "sessions" : "entries",
        reading.verdict().sentence(reading.rule()));
  }

  /** A namespace is watched no longer. */
  void vanished(final String namespace) {
    last.remove(namespace);
    LOG.log(
        Level.INFO,
        "{0}: the namespace is gone or not asked for any more, and watched no longer",
        namespace);
  }

  /** The one word of a verdict. */
  static String word(final Verdict.Answer answer) {
    return switch (answer) {
      case Verdict.Fine _ -> "fine";
      case Verdict.BriefPeak _ -> "brief peak";
      case Verdict.Sustained _ -> "sustained";
      case Verdict.Unknown _ -> "unknown";
    };
  }
}
