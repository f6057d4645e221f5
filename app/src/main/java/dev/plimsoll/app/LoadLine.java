package dev.plimsoll.app;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The limit that the number of sessions is judged by. */
final class LoadLine {
  static final String OPTION = "--limit";
  static final String VARIABLE = "PLIMSOLL_LIMIT";

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = OPTION,
      paramLabel = "N",
      defaultValue = "${env:" + VARIABLE + ":-10000}",
      description =
          "The load line: the number of sessions above which your provider acts. Default: the"
              + " environment's PLIMSOLL_LIMIT, else 10000, a common one.")
  private long limit;

  /** The limit in sessions, at least 1. */
  long limit() {
    if (limit < 1) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "--limit is a number of sessions, at least 1, not " + limit);
    }
    return limit;
  }
}
