package dev.plimsoll.web;

import java.util.List;

/**
 * One thing that the doctor found.
 *
 * @param level {@code ok}, {@code warning}, {@code problem} or {@code unknown}
 * @param subject what was looked at, in a word or two
 * @param summary what was found, in less than a line
 * @param meaning what it means, in whole sentences; empty where the summary says all
 * @param commands what to type to mend it, in this order; a line that begins with {@code #} is a
 *     remark
 */
public record SystemFinding(
    String level, String subject, String summary, String meaning, List<String> commands) {
  public SystemFinding {
    commands = List.copyOf(commands);
  }
}
