package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackAbsentException;
import dev.plimsoll.kernel.KernelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** Tells a failure to a person: what happened, and what to do next. */
final class Failures {
  private static final int EPROTONOSUPPORT = 93;
  private static final int EOPNOTSUPP = 95;

  private Failures() {}

  /**
   * Tells a failure in one line (a closed pipe in none), and with {@code debug} where in the
   * program it happened.
   *
   * @return the exit code that goes with it
   */
  static int tell(final Throwable failure, final PrintWriter err, final boolean debug) {
    if (failure instanceof ClosedPipeException) {
      // Who read the output has seen enough.
      return ExitCode.OK;
    }
    final Throwable reason =
        failure instanceof UncheckedIOException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    final int exitCode = exitCode(reason);
    err.println("plimsoll: " + text(reason, exitCode));
    if (debug) {
      failure.printStackTrace(err);
    }
    return exitCode;
  }

  /** A failure in one line: what happened, and what to do next. */
  static String text(final Throwable failure) {
    return text(failure, exitCode(failure));
  }

  private static int exitCode(final Throwable reason) {
    if (reason instanceof final KernelException e) {
      if (e.isMissingRight()) {
        return ExitCode.MISSING_RIGHTS;
      }
      if (e.errno() == EOPNOTSUPP || e.errno() == EPROTONOSUPPORT) {
        return ExitCode.NO_TRACKING;
      }
    }
    if (reason instanceof ConntrackAbsentException) {
      return ExitCode.NO_TRACKING;
    }
    return ExitCode.FAILED;
  }

  private static String text(final Throwable reason, final int exitCode) {
    final String message = reason.getMessage();
    if (exitCode == ExitCode.MISSING_RIGHTS) {
      return message + ". Run it as root, for example with sudo";
    }
    if (exitCode == ExitCode.NO_TRACKING && !(reason instanceof ConntrackAbsentException)) {
      return message
          + ". The kernel lacks connection tracking or its netlink part: modprobe nf_conntrack_netlink";
    }
    if (reason instanceof OutOfMemoryError) {
      return "out of memory (" + message + "). To give it more, set PLIMSOLL_JAVA_OPTIONS=-Xmx1g";
    }
    if (reason instanceof IOException && message != null) {
      return message;
    }
    return "an unexpected " + reason + ". This is a defect: --debug shows where it happened";
  }
}
