package dev.plimsoll.app.conntrack;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command line of conntrack(8) to try.
 *
 * @param line where it stands in the file
 * @param group what it belongs to
 * @param words what follows the word {@code conntrack}
 * @param input what it reads
 * @param wanted where Plimsoll shall differ from conntrack, or null where it shall not
 */
record Case(int line, Group group, List<String> words, String input, @Nullable Difference wanted) {

  /**
   * Cases that begin with the same tables.
   *
   * @param title what they are about
   * @param preparations lines of sh, run once in each namespace before the first case
   * @param entries command lines for {@code conntrack --load-file}, run before each case
   * @param beforeEach lines of sh, run before each case behind the entries
   * @param keepsSessions whether sessions stay from case to case
   */
  record Group(
      String title,
      List<String> preparations,
      List<String> entries,
      List<String> beforeEach,
      boolean keepsSessions) {

    /** A group that has only its name yet. */
    static Group begun(final String title) {
      return new Group(title, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), false);
    }

    Group keepingSessions() {
      return new Group(title, preparations, entries, beforeEach, true);
    }
  }

  /**
   * What Plimsoll answers where it shall not answer as conntrack does. What is null is the same.
   *
   * @param why the reason, for people
   * @param output standard output
   * @param errors standard error
   * @param exitCode the exit code
   * @param table the table afterwards
   * @param addition whether {@code output} is only what Plimsoll's has behind conntrack's
   */
  record Difference(
      String why,
      @Nullable String output,
      @Nullable String errors,
      @Nullable Integer exitCode,
      @Nullable String table,
      boolean addition) {}

  @Override
  public String toString() {
    return "line " + line + ": conntrack " + String.join(" ", words);
  }
}
