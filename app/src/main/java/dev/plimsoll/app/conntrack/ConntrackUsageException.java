package dev.plimsoll.app.conntrack;

/** A command line that cannot be run: conntrack's own words for why, without its name in front. */
final class ConntrackUsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean parameterProblem;

  private ConntrackUsageException(final String message, final boolean parameterProblem) {
    super(message);
    this.parameterProblem = parameterProblem;
  }

  /** Wrong usage: exit code 2, and the line that tells where to find help. */
  static ConntrackUsageException parameter(final String message) {
    return new ConntrackUsageException(message, true);
  }

  /** Another problem: exit code 1. */
  static ConntrackUsageException other(final String message) {
    return new ConntrackUsageException(message, false);
  }

  boolean isParameterProblem() {
    return parameterProblem;
  }
}
