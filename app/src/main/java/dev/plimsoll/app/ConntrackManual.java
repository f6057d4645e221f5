package dev.plimsoll.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code plimsoll conntrack} for the lists of commands, the manual page and the shells' completion.
 * Its words are read elsewhere.
 */
@Command(
    name = "conntrack",
    header = "Do what conntrack does, under the same options.",
    description = {
      "The command line of conntrack(8), with the same output, messages and exit codes: replace"
          + " 'conntrack' by 'plimsoll conntrack' in a script, or make a link named conntrack to"
          + " plimsoll.",
      "Its options: plimsoll conntrack --help. Where it differs, and why: docs/conntrack.md."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll conntrack -L -p tcp --dport 443",
      "  plimsoll conntrack -D -s 192.0.2.7 --dry-run",
      "  plimsoll conntrack -E -e NEW -o json"
    })
final class ConntrackManual implements Callable<Integer> {
  @Parameters(arity = "0..*", paramLabel = "WORD", description = "As conntrack has them.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    throw new IllegalStateException("conntrack's words are read by conntrack: " + words);
  }
}
