package dev.plimsoll.app.action;

import dev.plimsoll.watch.diagnosis.Action;
import org.jspecify.annotations.Nullable;

/**
 * An action that was carried out, as the journal has it.
 *
 * @param id counts up from 1
 * @param step the id of the step that asked for it
 * @param title the step's title, harmless
 * @param action what it was
 * @param netns the namespace it was done in, or null for this host's own
 * @param beganMillis when, in milliseconds since 1970
 * @param status how it stands, by the last word in the journal
 * @param untilMillis when the kernel ends it by itself, in milliseconds since 1970; 0 for never
 * @param text what came of it, in plain English, harmless
 */
public record ActionRecord(
    long id,
    String step,
    String title,
    Action action,
    @Nullable String netns,
    long beganMillis,
    Status status,
    long untilMillis,
    String text) {

  /** How an action stands. */
  public enum Status {
    /** It was about to happen; Plimsoll ended before it could say what came of it. */
    BEGUN("begun, its end is not known"),
    /** It stands, and is rolled back unless somebody confirms it. */
    ON_TRIAL("on trial"),
    /** It stands. */
    STANDING("standing"),
    /** It could not be done. */
    FAILED("failed"),
    /** It was taken back. */
    UNDONE("undone"),
    /** Its time is over: the kernel ended it. */
    ENDED("ended");

    private final String words;

    Status(final String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /** Whether there may still be something to undo. */
  public boolean isOpen() {
    return status == Status.BEGUN || status == Status.ON_TRIAL || status == Status.STANDING;
  }

  /** The same after another line of the journal. */
  ActionRecord with(final Status newStatus, final long newUntilMillis, final String newText) {
    return new ActionRecord(
        id, step, title, action, netns, beganMillis, newStatus, newUntilMillis, newText);
  }
}
