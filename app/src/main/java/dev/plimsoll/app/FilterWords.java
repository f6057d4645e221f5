package dev.plimsoll.app;

import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.SessionFilter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The filter: the words that are left of a command line. */
final class FilterWords {
  static final String LABEL = "FILTER";
  static final String DESCRIPTION =
      "Only sessions that match, such as: proto:tcp state:SYN_SENT dst:10.0.0.0/8 -is:assured."
          + " 'plimsoll help filter' explains the language.";

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Parameters(paramLabel = LABEL, arity = "0..*", description = DESCRIPTION)
  private List<String> words = List.of();

  /**
   * The filter that the words make.
   *
   * @throws ParameterException if they make none: it points at the place
   */
  SessionFilter filter() {
    return parse(command, words);
  }

  /** The words as they were given. */
  String text() {
    return String.join(" ", words);
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  /** A complaint about the command line. */
  ParameterException usage(final String message) {
    return usage(command, message);
  }

  /** The filter that these words of a command's line make. */
  static SessionFilter parse(final @Nullable CommandSpec command, final List<String> words) {
    for (final String word : words) {
      if (word.startsWith("--")) {
        throw usage(command, "there is no option " + word);
      }
    }
    try {
      return SessionFilter.parse(String.join(" ", words));
    } catch (final FilterSyntaxException e) {
      throw usage(command, e.getMessage() + "\nThe language is explained by: plimsoll help filter");
    }
  }

  static ParameterException usage(final @Nullable CommandSpec command, final String message) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
  }
}
