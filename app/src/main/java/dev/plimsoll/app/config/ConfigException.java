package dev.plimsoll.app.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; the message has a line for every problem. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  public ConfigException(final List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All of them, in the order in which they were found. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
