package dev.plimsoll.app.demo;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.minutes;

import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Verdict;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Finding;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays a story on the real kernel and narrates it. All of it happens in two network namespaces
 * that are made for it and removed at the end, also when a signal or a failure ends it. Needs root.
 */
public final class Demo {
  private static final Duration SAMPLE = Duration.ofSeconds(1);
  private static final long STEP_MILLIS = 100;
  // How often the count is told where nothing else happens.
  private static final long TELL_MILLIS = 10_000;

  private final DemoStory story;
  private final Narrator narrator;
  private final DemoWatch.Opener opener;
  private @Nullable Class<?> answerBefore;
  private final Set<Card> told = EnumSet.noneOf(Card.class);
  private long toldMillis;

  private Demo(final DemoStory story, final Narrator narrator, final DemoWatch.Opener opener) {
    this.story = story;
    this.narrator = narrator;
    this.opener = opener;
  }

  /**
   * Plays it to its end.
   *
   * @param isFast whether in 25 seconds instead of three minutes
   * @param stay what to do when the story is told, while all of it goes on
   * @throws IOException if the namespaces cannot be made, or the traffic stops
   */
  public static void play(
      final boolean isFast,
      final Narrator narrator,
      final DemoWatch.Opener opener,
      final Runnable stay)
      throws IOException {
    final DemoStory story = isFast ? DemoStory.fast() : DemoStory.atEase();
    new Demo(story, narrator, opener).play(stay);
  }

  private void play(final Runnable stay) throws IOException {
    for (final String leftover : LabNamespace.removeDemoLeftovers()) {
      narrator.say("Removed network namespace " + leftover + ", left by a demo that was killed.");
    }
    try (DemoStage stage = DemoStage.create(story);
        DemoWatch watch = opener.open(stage.watched().networkNamespace(), story.rule(), SAMPLE)) {
      introduce(stage.watched().name(), watch.address());
      act(stage, watch);
      conclude();
      stay.run();
    }
    narrator.say("All that was made for it is removed.");
  }

  private void introduce(final String name, final @Nullable String address) {
    final LimitRule rule = story.rule();
    narrator.say(
        "A small web shop and the world around it, in network namespaces of their own: nothing of"
            + " this touches your network. The packets and the kernel's table are real.");
    narrator.say(
        "The limit here is %s sessions, and %s over it within %s are too much. On your server it is"
                .formatted(
                    count(rule.limit()),
                    minutes(rule.overFor().toMillis()),
                    minutes(rule.window().toMillis()))
            + " 10,000 and 9 minutes of 10, unless you say otherwise.");
    final String top = "plimsoll top --netns " + name;
    if (address == null) {
      narrator.mark("Terminal", top + " --limit " + rule.limit());
    } else {
      narrator.mark("Page", address);
      narrator.mark("Terminal", top + " --attach " + address);
    }
    narrator.gap();
  }

  private void act(final DemoStage stage, final DemoWatch watch) throws IOException {
    final Queue<DemoStory.Act> acts = new ArrayDeque<>(story.acts());
    final long begin = System.nanoTime();
    long elapsed = 0;
    while (elapsed < story.end().toMillis()) {
      for (DemoStory.Act next = acts.peek();
          next != null && next.at().toMillis() <= elapsed;
          next = acts.peek()) {
        narrator.narrate(elapsed, next.narration());
        for (final String command : next.commands()) {
          narrator.mark("", command.formatted(stage.watched().name()));
        }
        next.doing().accept(stage);
        acts.remove();
      }
      tell(elapsed, watch.reading());
      tellFindings(elapsed, watch.diagnosis());
      stage.requireWell();
      try {
        Thread.sleep(STEP_MILLIS);
      } catch (final InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      elapsed = (System.nanoTime() - begin) / 1_000_000;
    }
  }

  /** Tells each change of the verdict, and now and then the count. */
  private void tell(final long elapsedMillis, final @Nullable Reading reading) {
    if (reading == null) {
      return;
    }
    final Class<?> answer = reading.verdict().answer().getClass();
    final boolean isChanged = !answer.equals(answerBefore);
    if (isChanged) {
      narrator.verdict(elapsedMillis, words(reading), tint(reading.verdict()));
      answerBefore = answer;
    }
    if (isChanged || elapsedMillis - toldMillis >= TELL_MILLIS) {
      toldMillis = elapsedMillis;
      narrator.count(elapsedMillis, state(reading));
    }
    narrator.now(elapsedMillis, state(reading));
  }

  /** Tells each sign of a compromise when it is seen first, and then what the verdict is. */
  private void tellFindings(final long elapsedMillis, final @Nullable Diagnosis diagnosis) {
    if (diagnosis == null) {
      return;
    }
    for (final Finding finding : diagnosis.findings()) {
      if (finding.causeClass() == CauseClass.COMPROMISED && told.add(finding.card())) {
        narrator.verdict(
            elapsedMillis,
            "Diagnosis: %s (%s), %d %% sure: %s. %s"
                .formatted(
                    finding.card().title(),
                    finding.subject(),
                    Math.round(100 * finding.confidence()),
                    finding.facts().getFirst().words(),
                    diagnosis.causeClass() == CauseClass.COMPROMISED
                        ? "The host looks compromised."
                        : "It is one sign alone, so nobody is accused yet."),
            Narrator.Tint.BAD);
      }
    }
  }

  private static Narrator.Tint tint(final Verdict verdict) {
    return switch (verdict.answer()) {
      case Verdict.Fine() -> Narrator.Tint.GOOD;
      case Verdict.BriefPeak _, Verdict.Unknown _ -> Narrator.Tint.MIDDLING;
      case Verdict.Sustained _ -> Narrator.Tint.BAD;
    };
  }

  private static String words(final Reading reading) {
    final String sentence = reading.verdict().sentence(reading.rule());
    return "Verdict: " + Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private static String state(final Reading reading) {
    final String forecast =
        reading.verdict().answer() instanceof Verdict.BriefPeak(final long _, final long millis)
            ? ", sustained in " + minutes(millis)
            : "";
    return "%s sessions, the limit is %s%s"
        .formatted(count(reading.sample().count()), count(reading.rule().limit()), forecast);
  }

  private void conclude() {
    narrator.gap();
    narrator.say("That was the story. Now your own server:");
    narrator.mark("", "plimsoll status     one look: how many sessions, and who causes them");
    narrator.mark("", "plimsoll watch      stays, remembers, and speaks up in time");
    narrator.mark("", "plimsoll diagnose   why it is high, whether it is compromised, what to do");
    narrator.mark("", "plimsoll doctor     whether your server tracks connections at all");
  }
}
