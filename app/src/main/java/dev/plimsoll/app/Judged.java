package dev.plimsoll.app;

import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.Verdict;

/**
 * What watching has found so far about the limit.
 *
 * @param synchronised whether the sessions shown equal the kernel's; if not, the kernel's counter
 *     of entries was judged
 */
record Judged(Verdict verdict, LimitRule rule, boolean synchronised) {

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

  /** The answer in one word, for programs. */
  String word() {
    return switch (verdict.answer()) {
      case Verdict.Fine() -> "fine";
      case Verdict.BriefPeak _ -> "brief_peak";
      case Verdict.Sustained _ -> "sustained";
      case Verdict.Unknown _ -> "unknown";
    };
  }

  /** After how long it becomes sustained if the count stays over the limit, or -1. */
  long sustainedInSeconds() {
    final long millis =
        switch (verdict.answer()) {
          case Verdict.BriefPeak(final long _, final long sustainedInMillis) -> sustainedInMillis;
          case Verdict.Unknown(final long sustainedInMillis) -> sustainedInMillis;
          case Verdict.Fine() -> -1;
          case Verdict.Sustained _ -> -1;
        };
    return millis < 0 ? -1 : Math.ceilDiv(millis, 1000L);
  }
}
