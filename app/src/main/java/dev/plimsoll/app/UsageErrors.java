package dev.plimsoll.app;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong usage in plain words, where the library's own are a programmer's. */
final class UsageErrors {
  private UsageErrors() {}

  static String text(final ParameterException e) {
    return switch (e) {
      case final UnmatchedArgumentException unmatched -> unmatched(unmatched);
      case final MissingParameterException missing -> missing(missing);
      default ->
          e.getArgSpec() != null && e.getValue() != null
              ? badValue(e.getArgSpec(), e.getValue())
              : String.valueOf(e.getMessage());
    };
  }

  private static String unmatched(final UnmatchedArgumentException e) {
    final String word = e.getUnmatched().getFirst();
    return e.getCommandLine().getSubcommands().isEmpty()
        ? "\"%s\" does not belong here".formatted(word)
        : "there is no command %s".formatted(word);
  }

  private static String missing(final MissingParameterException e) {
    return e.getMissing().stream()
        .map(argument -> name(argument) + " is missing: " + description(argument))
        .collect(Collectors.joining("; "));
  }

  private static String badValue(final ArgSpec argument, final String value) {
    final Class<?> type = argument.type();
    final String wanted;
    if (type.isEnum()) {
      wanted =
          "one of "
              + Arrays.stream(type.getEnumConstants())
                  .map(Object::toString)
                  .collect(Collectors.joining(", "));
    } else {
      wanted = "a number";
    }
    return "%s wants %s, not \"%s\"".formatted(name(argument), wanted, value);
  }

  private static String name(final ArgSpec argument) {
    if (!(argument instanceof final OptionSpec option)) {
      return argument.paramLabel();
    }
    return option.longestName().equals(LoadLine.OPTION)
        ? LoadLine.OPTION + " (or " + LoadLine.VARIABLE + ")"
        : option.longestName();
  }

  private static String description(final ArgSpec argument) {
    return String.join(" ", argument.description());
  }
}
