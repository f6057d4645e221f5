package dev.plimsoll.app.action;

import dev.plimsoll.app.action.ActionRecord.Status;
import dev.plimsoll.app.action.Answers.Answer;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import dev.plimsoll.watch.diagnosis.Step;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Carries a step out in conversation: says what it would do, asks, does it, asks whether to keep
 * it.
 */
public final class ActionTalk {
  // Somebody thinks about what is asked; it may be night.
  private static final Duration PATIENCE = Duration.ofHours(1);
  // The kernel's minute began a moment before the question.
  private static final Duration TRIAL_PATIENCE = Block.TRIAL.minusSeconds(2);

  private final ActionRunner runner;
  private final PrintWriter out;
  private final Answers answers;

  /**
   * A conversation.
   *
   * @param out where it is said; flushed before each question
   */
  public ActionTalk(final ActionRunner runner, final PrintWriter out, final Answers answers) {
    this.runner = runner;
    this.out = out;
    this.answers = answers;
  }

  /** Says what a step would do, and does nothing. */
  public void plan(final Step step, final NetworkNamespace namespace) throws IOException {
    out.println(HarmlessText.of(step.title()));
    for (final String line : runner.plan(step, namespace)) {
      out.println("  " + HarmlessText.of(line));
    }
    out.flush();
  }

  /**
   * Carries a step out.
   *
   * @param yes whether it was agreed to beforehand: then nothing is asked
   * @return what was done, or null if it was not agreed to
   * @throws IOException if it could not be done; then all is as before
   */
  public @Nullable ActionRecord run(
      final Step step, final NetworkNamespace namespace, final boolean yes) throws IOException {
    plan(step, namespace);
    if (!yes && ask("Do it? [y/N] ", PATIENCE) != Answer.YES) {
      out.println("Nothing was done.");
      out.flush();
      return null;
    }
    final ActionRecord done = runner.run(step, namespace);
    out.println(done.text());
    final ActionRecord kept =
        done.status() == Status.ON_TRIAL ? (yes ? tellTrial(done) : keep(done)) : tellUndo(done);
    out.flush();
    return kept;
  }

  private ActionRecord tellUndo(final ActionRecord done) {
    out.println("To take it back: plimsoll undo " + done.id());
    return done;
  }

  private ActionRecord tellTrial(final ActionRecord done) {
    out.println(
        "It is rolled back in %d seconds, unless you type: plimsoll confirm %d"
            .formatted(Block.TRIAL.toSeconds(), done.id()));
    return done;
  }

  private ActionRecord keep(final ActionRecord done) throws IOException {
    final Answer answer =
        ask(
            "Are you still connected, and does all work that has to? Without an answer it is rolled"
                + " back in %d seconds. Keep it? [y/N] ".formatted(Block.TRIAL.toSeconds()),
            TRIAL_PATIENCE);
    return switch (answer) {
      case YES -> {
        final ActionRecord confirmed = runner.confirm(done.id());
        out.println(confirmed.text());
        yield tellUndo(confirmed);
      }
      case NO -> {
        final ActionRecord undone = runner.undo(done.id());
        out.println(undone.text());
        yield undone;
      }
      case NONE -> {
        out.println();
        yield tellTrial(done);
      }
    };
  }

  private Answer ask(final String question, final Duration patience) throws IOException {
    out.print(question);
    out.flush();
    return answers.next(patience);
  }
}
