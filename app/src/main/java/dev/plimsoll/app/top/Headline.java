package dev.plimsoll.app.top;

import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What the top of the screen says of one server.
 *
 * @param namespace its network namespace's name
 * @param timeMillis when it was counted, in milliseconds since 1970
 * @param count what was judged
 * @param isEntries whether the kernel's entries were counted, as the sessions were not known
 * @param sentence the verdict in plain English
 * @param sustainedInMillis after how long it becomes sustained if it stays, or {@link
 *     LimitState#NEVER}
 * @param createdPerSecond new sessions
 * @param destroyedPerSecond ended sessions
 * @param ceiling a sentence about the kernel's own limit where it is near, or null
 * @param trouble why the numbers are old, or null
 */
record Headline(
    String namespace,
    long timeMillis,
    long count,
    boolean isEntries,
    long limit,
    Mood mood,
    String sentence,
    long sustainedInMillis,
    double createdPerSecond,
    double destroyedPerSecond,
    @Nullable String ceiling,
    @Nullable String trouble) {

  /** How it stands, mildest first. */
  enum Mood {
    FINE(Tint.GREEN),
    UNKNOWN(Tint.YELLOW),
    BRIEF_PEAK(Tint.YELLOW),
    SUSTAINED(Tint.RED);

    private final Tint tint;

    Mood(final Tint tint) {
      this.tint = tint;
    }

    Tint tint() {
      return tint;
    }
  }

  static Headline of(final Reading reading) {
    final Verdict verdict = reading.verdict();
    return new Headline(
        reading.namespace(),
        reading.timeMillis(),
        reading.sample().count(),
        reading.sample().measure() == Sample.Measure.ENTRIES,
        reading.rule().limit(),
        mood(verdict),
        sentence(reading),
        sustainedInMillis(verdict),
        reading.createdPerSecond(),
        reading.destroyedPerSecond(),
        switch (reading.ceiling().level()) {
          case FREE -> null;
          case NEAR, CRITICAL, HIT -> reading.ceiling().sentence();
        },
        reading.trouble());
  }

  private static Mood mood(final Verdict verdict) {
    return switch (verdict.answer()) {
      case Verdict.Fine() -> Mood.FINE;
      case Verdict.BriefPeak _ -> Mood.BRIEF_PEAK;
      case Verdict.Sustained _ -> Mood.SUSTAINED;
      // Who has just begun to look has not seen the window, which is no reason to worry.
      case Verdict.Unknown _ -> verdict.overNow() ? Mood.UNKNOWN : Mood.FINE;
    };
  }

  private static long sustainedInMillis(final Verdict verdict) {
    return switch (verdict.answer()) {
      case Verdict.BriefPeak(final long _, final long millis) -> millis;
      case Verdict.Unknown(final long millis) -> millis;
      case Verdict.Fine() -> LimitState.NEVER;
      case Verdict.Sustained _ -> LimitState.NEVER;
    };
  }

  private static String sentence(final Reading reading) {
    final Verdict verdict = reading.verdict();
    if (verdict.answer() instanceof Verdict.Unknown && !verdict.overNow()) {
      final long seen = reading.rule().window().toMillis() - verdict.gapMillis();
      return "Within the limit. Watched for %s so far.".formatted(PlainText.minutes(seen));
    }
    return verdict.sentence(reading.rule());
  }

  /** The verdict in a few words. */
  String words() {
    final String forecast =
        sustainedInMillis == LimitState.NEVER
            ? ""
            : ", sustained in " + PlainText.minutes(sustainedInMillis);
    return switch (mood) {
      case FINE -> "Within the limit";
      case UNKNOWN -> "Over it" + forecast;
      case BRIEF_PEAK -> "A brief peak" + forecast;
      case SUSTAINED -> "A sustained overload";
    };
  }

  /** Whether this one is worse off: first by its mood, then by its count against the limit. */
  boolean isWorseThan(final Headline other) {
    final int byMood = mood.compareTo(other.mood);
    return byMood != 0 ? byMood > 0 : (double) count / limit > (double) other.count / other.limit;
  }
}
