package dev.plimsoll.app;

import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.Verdict;

/** What watching has found so far about the limit. */
record Judged(Verdict verdict, LimitRule rule) {

  /** Whether too little was seen to say more than one look does, which is below the limit. */
  boolean isTooEarly() {
    return verdict.answer() instanceof Verdict.Unknown && !verdict.overNow();
  }

  /** How long it was watched within the window. */
  String watched() {
    return PlainText.minutes(rule.window().toMillis() - verdict.gapMillis());
  }

  String sentence() {
    return verdict.sentence(rule);
  }
}
