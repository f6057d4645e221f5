package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.CpuCounters;
import dev.plimsoll.kernel.ExpectationStream;
import dev.plimsoll.kernel.ExpectationTable;
import dev.plimsoll.kernel.ExpectationWish;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.session.Expectation;
import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What conntrack does with the table of expectations. */
final class ExpectationVerbs {
  private static final String SHOWN = " expectations have been shown.";
  private static final int BUFFER_BYTES = 4 << 20;
  private static final long POLL_MILLIS = 20;

  private final Invocation invocation;
  private final NetworkNamespace namespace;
  private final ExpectationLines lines;
  private final Consumer<String> complaints;

  /**
   * The verbs of one command line.
   *
   * @param lines where expectations go
   * @param complaints takes what is said beside them
   */
  ExpectationVerbs(
      final Invocation invocation,
      final NetworkNamespace namespace,
      final ExpectationLines lines,
      final Consumer<String> complaints) {
    this.invocation = invocation;
    this.namespace = namespace;
    this.lines = lines;
    this.complaints = complaints;
  }

  Outcome list() throws IOException {
    try (ExpectationTable table = ExpectationTable.open(namespace)) {
      table.dump(invocation.family(), lines::add);
    }
    lines.end();
    return Outcome.of(lines.count() + SHOWN);
  }

  Outcome get() throws IOException {
    try (ExpectationTable table = ExpectationTable.open(namespace)) {
      final Expectation found = table.get(wish());
      if (found == null) {
        return Outcome.refused("Operation failed: No such file or directory");
      }
      lines.add(found);
    }
    lines.end();
    return Outcome.SILENT;
  }

  Outcome create() throws IOException {
    try (ExpectationTable table = ExpectationTable.open(namespace)) {
      table.create(wish());
    }
    return Outcome.SILENT;
  }

  Outcome delete() throws IOException {
    try (ExpectationTable table = ExpectationTable.open(namespace)) {
      table.delete(wish());
    }
    return Outcome.of("1 expectations have been deleted.");
  }

  Outcome flush() throws IOException {
    try (ExpectationTable table = ExpectationTable.open(namespace)) {
      if (invocation.dryRun()) {
        return Outcome.of(table.count(0) + " expectations would have been deleted.");
      }
      table.flush();
    }
    return Outcome.of("expectation table has been emptied.");
  }

  long count() throws IOException {
    try (ExpectationTable table = ExpectationTable.open(namespace)) {
      return table.count(0);
    }
  }

  List<CpuCounters> counters() throws IOException {
    try (ExpectationTable table = ExpectationTable.open(namespace)) {
      return table.countersOfEachCpu();
    }
  }

  /** Hears what is expected, until the command is ended. */
  Outcome hear(final EndOfCommand end) throws IOException {
    final int wanted =
        invocation.has(Option.BUFFER_SIZE) ? 2 * invocation.bufferBytes() : BUFFER_BYTES;
    try (ExpectationStream stream =
        ExpectationStream.open(namespace, invocation.events(), wanted, new Ears())) {
      if (invocation.has(Option.BUFFER_SIZE)) {
        complaints.accept(EventVerb.notice(stream.bufferBytes()));
      }
      while (!end.await(0, TimeUnit.MILLISECONDS)) {
        if (stream.await(POLL_MILLIS)) {
          stream.receive();
          lines.flush();
        }
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lines.end();
    return Outcome.of(lines.count() + " expectation events have been shown.");
  }

  private ExpectationWish wish() {
    return Objects.requireNonNull(invocation.expectation());
  }

  private final class Ears implements ExpectationStream.Listener {
    @Override
    public void event(
        final SessionEvent.Type type, final Expectation expectation, final int portId) {
      lines.add(type, expectation);
    }

    @Override
    public void overrun() {
      EventVerb.OVERRUN.forEach(complaints);
    }
  }
}
