package dev.plimsoll.app.conntrack;

import dev.plimsoll.app.conntrack.Case.Group;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints what the installed conntrack answers to the cases, for whoever writes one. Needs root.
 *
 * <p>Its word, if it has one, is a part of a group's title: only those are run.
 */
final class ConntrackAnswers {
  private ConntrackAnswers() {}

  public static void main(final String[] words) throws Exception {
    final String part = words.length == 0 ? "" : words[0];
    final List<Case> cases =
        CaseFile.read().stream().filter(one -> one.group().title().contains(part)).toList();
    final Path folder = Files.createTempDirectory("plimsoll-answers");
    PrivateEtc.call(
        Files.createDirectory(folder.resolve("etc")),
        () -> {
          print(cases, folder, new PrintStream(System.out, true, StandardCharsets.UTF_8));
          return true;
        });
  }

  private static void print(final List<Case> cases, final Path folder, final PrintStream out)
      throws Exception {
    final InstalledConntrack conntrack = new InstalledConntrack(folder);
    for (int i = 0; i < cases.size(); ) {
      final Group group = cases.get(i).group();
      out.println("== " + group.title());
      try (CaseHost host = new CaseHost(conntrack, group)) {
        for (; i < cases.size() && cases.get(i).group().equals(group); i++) {
          final Answer answer = host.answer(cases.get(i));
          out.println("$ " + String.join(" ", cases.get(i).words()));
          answer.output().lines().forEach(line -> out.println("| " + line));
          answer.errors().lines().forEach(line -> out.println("! " + line));
          out.println("= " + answer.exitCode());
          answer.table().lines().forEach(line -> out.println("@ " + line));
        }
      }
    }
  }
}
