package dev.plimsoll.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for fish: its command complete(1). */
final class FishCompletion {
  private static final String COMPLETE = "complete -c plimsoll";

  private FishCompletion() {}

  /** A script that works both as a file {@code plimsoll.fish} and when it is sourced. */
  static String script(final CommandSpec root) {
    final StringBuilder script = new StringBuilder();
    // No file names, unless something below asks for them.
    script.append(COMPLETE).append(" -f\n");
    options(script, root, "__fish_use_subcommand");
    for (final CommandSpec command : CommandText.subcommands(root)) {
      script
          .append(COMPLETE)
          .append(" -n __fish_use_subcommand -a ")
          .append(command.name())
          .append(" -d ")
          .append(quoted(CommandText.summary(command)))
          .append('\n');
      final String here = quoted("__fish_seen_subcommand_from " + command.name());
      options(script, command, here);
      for (final PositionalParamSpec parameter : command.positionalParameters()) {
        if (parameter.completionCandidates() != null) {
          final String values = String.join(" ", parameter.completionCandidates());
          script.append(COMPLETE).append(" -n ").append(here);
          script.append(" -a ").append(quoted(values)).append('\n');
        }
      }
    }
    return script.toString();
  }

  private static void options(
      final StringBuilder script, final CommandSpec command, final String condition) {
    for (final OptionSpec option : CommandText.options(command)) {
      script.append(COMPLETE).append(" -n ").append(condition);
      for (final String name : option.names()) {
        script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
      }
      if (option.arity().max() > 0) {
        script.append(" -x");
      }
      if (option.completionCandidates() != null && option.arity().max() > 0) {
        script.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
      }
      script.append(" -d ").append(quoted(CommandText.joined(option.description()))).append('\n');
    }
  }

  private static String quoted(final String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
