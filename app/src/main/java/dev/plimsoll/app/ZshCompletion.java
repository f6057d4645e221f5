package dev.plimsoll.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for zsh: zshcompsys(1), its function _arguments. */
final class ZshCompletion {
  private ZshCompletion() {}

  /** A script that works both as a file {@code _plimsoll} in fpath and when it is sourced. */
  static String script(final CommandSpec root) {
    final StringBuilder script = new StringBuilder();
    script
        .append("#compdef ")
        .append(root.name())
        .append("\n\n_plimsoll() {\n")
        .append("  local line state\n  local -a commands=(\n");
    for (final CommandSpec command : CommandText.subcommands(root)) {
      script
          .append("    ")
          .append(quoted(command.name() + ":" + CommandText.summary(command)))
          .append('\n');
    }
    script
        .append("  )\n")
        .append(arguments("  ", root, "'1:command:->command' '*::argument:->argument'"));
    script
        .append("  case $state in\n    command) _describe command commands ;;\n")
        .append("    argument)\n      case $line[1] in\n");
    for (final CommandSpec command : CommandText.subcommands(root)) {
      script
          .append("        ")
          .append(command.name())
          .append(")\n")
          .append(arguments("          ", command, ""))
          .append("          ;;\n");
    }
    script
        .append("      esac\n      ;;\n  esac\n}\n\n")
        .append("if [[ $funcstack[1] == _plimsoll ]]; then\n  _plimsoll \"$@\"\nelse\n")
        .append("  compdef _plimsoll plimsoll\nfi\n");
    return script.toString();
  }

  private static String arguments(
      final String indent, final CommandSpec command, final String subcommands) {
    final List<String> words = new ArrayList<>();
    for (final OptionSpec option : CommandText.options(command)) {
      words.add(option(option));
    }
    if (subcommands.isEmpty()) {
      for (final PositionalParamSpec parameter : command.positionalParameters()) {
        final String place = parameter.arity().max() > 1 ? "*" : "";
        words.add(quoted(place + ":" + label(parameter) + ":" + values(parameter)));
      }
    } else {
      words.add(subcommands);
    }
    final String separator = " \\\n" + indent + "  ";
    return indent + "_arguments -C -s" + separator + String.join(separator, words) + "\n";
  }

  // '(-h --help)'{-h,--help}'[what it does]:VALUE:(one two)'
  private static String option(final OptionSpec option) {
    final String description =
        CommandText.joined(option.description()).replace("[", "\\[").replace("]", "\\]");
    final String value =
        option.arity().max() == 0 ? "" : ":" + label(option) + ":" + values(option);
    final String what = quoted("[" + description.replace(":", "\\:") + "]" + value);
    if (option.names().length == 1) {
      return option.names()[0] + what;
    }
    return "'("
        + String.join(" ", option.names())
        + ")'{"
        + String.join(",", option.names())
        + "}"
        + what;
  }

  private static String label(final ArgSpec argument) {
    return argument.paramLabel().replaceAll("[<>]", "").replace(":", "\\:");
  }

  private static String values(final ArgSpec argument) {
    if (argument.completionCandidates() == null) {
      return "";
    }
    return "(" + String.join(" ", argument.completionCandidates()) + ")";
  }

  private static String quoted(final String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
