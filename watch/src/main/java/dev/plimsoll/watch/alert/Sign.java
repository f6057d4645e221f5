package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.LimitJudge;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.Verdict.BriefPeak;
import dev.plimsoll.watch.Verdict.Fine;
import dev.plimsoll.watch.Verdict.Sustained;
import dev.plimsoll.watch.Verdict.Unknown;
import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import org.jspecify.annotations.Nullable;

/** What one look says about a matter. */
enum Sign {
  /** It is there. */
  PRESENT,
  /** Not enough to begin, but it has not gone away either. */
  LINGERS,
  /** It is away; if it stays away it is over. */
  AWAY,
  /** It is over: that it stays away has been seen already. */
  GONE,
  /** The look does not say. */
  UNSEEN;

  static Sign of(final Kind kind, final Look look, final AlertRule rule) {
    final Reading reading = look.reading();
    if (kind == Kind.UNWATCHED) {
      return reading.trouble() == null ? AWAY : PRESENT;
    }
    if (reading.trouble() != null) {
      return UNSEEN;
    }
    return switch (kind) {
      case SUSTAINED -> sustained(reading);
      case FINDING -> finding(look.diagnosis(), rule.findingConfidence());
      case BRIEF_PEAK -> briefPeak(reading);
      case RECURRING -> recurring(reading);
      case NEAR_CEILING -> nearCeiling(reading.ceiling());
      case DROPS -> losesMuch(reading) ? PRESENT : AWAY;
      case UNWATCHED, TEST -> UNSEEN;
    };
  }

  // The rule of the limit waits by itself until an overload is over; that wait is not told of.
  private static Sign sustained(final Reading reading) {
    return switch (reading.verdict().answer()) {
      case Sustained _ -> reading.verdict().overNow() ? PRESENT : LINGERS;
      case Unknown _ -> UNSEEN;
      case BriefPeak _, Fine _ -> GONE;
    };
  }

  // Signs tremble: less confidence than it takes to begin does not end it.
  private static Sign finding(final @Nullable Diagnosis diagnosis, final double confidence) {
    if (diagnosis == null) {
      return UNSEEN;
    }
    if (diagnosis.causeClass() != CauseClass.COMPROMISED) {
      return AWAY;
    }
    return diagnosis.confidence() >= confidence ? PRESENT : LINGERS;
  }

  private static Sign briefPeak(final Reading reading) {
    return switch (reading.verdict().answer()) {
      case BriefPeak _ -> PRESENT;
      case Sustained _ -> GONE;
      case Unknown _ -> UNSEEN;
      case Fine _ -> reading.sample().count() < reading.rule().clearBelow() ? AWAY : LINGERS;
    };
  }

  // One long overload recurs by the rule as well: it takes a further peak to be worth a word.
  private static Sign recurring(final Reading reading) {
    if (reading.verdict().recurring()) {
      final boolean isPeak = !(reading.verdict().answer() instanceof Sustained);
      return isPeak && reading.verdict().overNow() ? PRESENT : LINGERS;
    }
    return reading.verdict().gapMillis() > LimitJudge.MAX_GAP_MILLIS ? UNSEEN : AWAY;
  }

  // Losses hide behind Ceiling.level() how full the table is. No product overflows: 32-bit numbers.
  private static Sign nearCeiling(final Ceiling ceiling) {
    if (ceiling.maximum() == 0 || ceiling.entries() * 10 < ceiling.maximum() * 7) {
      return AWAY;
    }
    return ceiling.entries() * 4 < ceiling.maximum() * 3 ? LINGERS : PRESENT;
  }

  /** At nine tenths of the kernel's maximum or more. */
  static boolean isCritical(final Ceiling ceiling) {
    return ceiling.maximum() > 0 && ceiling.entries() * 10 >= ceiling.maximum() * 9;
  }

  // A lost race between two equal packets now and then is everyday life, one a second is not.
  private static boolean losesMuch(final Reading reading) {
    final Totals since = reading.since();
    return since.drops() + since.earlyDrops() > 0
        || since.insertFailures() > 0
            && since.insertFailures() * 1000 >= Math.max(1000, reading.sinceMillis());
  }
}
