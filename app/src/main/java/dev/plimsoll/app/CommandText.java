package dev.plimsoll.app;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands' own words without picocli's mark-up, for manual pages and completion. */
final class CommandText {
  private CommandText() {}

  /** The lines as they are shown, which may be more than there are strings. */
  static List<String> lines(final String... templates) {
    return Stream.of(templates)
        .flatMap(template -> Ansi.OFF.string(String.format(template)).lines())
        .toList();
  }

  /** All in one line. */
  static String joined(final String... templates) {
    return String.join(" ", lines(templates)).strip();
  }

  /** What the command does, in one line without the full stop. */
  static String summary(final CommandSpec command) {
    return joined(command.usageMessage().header()).replaceFirst("\\.$", "");
  }

  /** The subcommands that are shown. */
  static List<CommandSpec> subcommands(final CommandSpec command) {
    return command.subcommands().values().stream()
        .map(subcommand -> subcommand.getCommandSpec())
        .filter(subcommand -> !subcommand.usageMessage().hidden())
        .distinct()
        .toList();
  }

  /** The options that are shown, in the alphabet's order of their longest names. */
  static List<OptionSpec> options(final CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .sorted((a, b) -> a.longestName().compareTo(b.longestName()))
        .toList();
  }
}
