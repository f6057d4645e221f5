package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.KernelException;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import dev.plimsoll.session.ExpectationFormat;
import dev.plimsoll.session.LabelNames;
import dev.plimsoll.session.SessionFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code plimsoll conntrack}: what conntrack(8) does, under the same words, with the same texts and
 * exit codes. docs/conntrack.md tells where it differs, and why.
 */
public final class ConntrackCommand {
  /** The word behind {@code plimsoll}, and the name of a link to it. */
  public static final String NAME = "conntrack";

  private final InputStream in;
  private final OutputStream out;
  private final PrintWriter errors;
  private final Supplier<EndOfCommand> end;
  private final Labels labels;
  private final InvocationReader reader;

  /**
   * A command that writes there.
   *
   * @param in read where a file is named {@code -}
   * @param out unbuffered; entries are written in large pieces
   * @param end asked for where a command goes on by itself
   */
  public ConntrackCommand(
      final InputStream in,
      final OutputStream out,
      final PrintWriter errors,
      final Supplier<EndOfCommand> end) {
    this.in = in;
    this.out = out;
    this.errors = errors;
    this.end = end;
    labels = new Labels(errors::println);
    reader = new InvocationReader(NAME, errors::println, labels);
  }

  /**
   * Runs a command line.
   *
   * @param words those behind {@code conntrack}
   * @return the exit code: 0 done, 1 failed or nothing found to do it to, 2 wrong usage
   * @throws IOException if the namespace is gone, or a file cannot be read
   */
  public int run(final List<String> words) throws IOException {
    try {
      final LoadFile file = LoadFile.of(words);
      if (file != null) {
        return load(file);
      }
      final Invocation invocation = reader.read(words);
      try (OpenTable table = new OpenTable(namespace(invocation.netns()))) {
        return tell(perform(invocation, table));
      }
    } catch (final ConntrackUsageException e) {
      complain(String.valueOf(e.getMessage()));
      if (!e.isParameterProblem()) {
        return 1;
      }
      errors.println("Try `conntrack -h' or 'conntrack --help' for more information.");
      return 2;
    }
  }

  // Counts are not told, but an emptied table is. Nothing found is no failure; a refusal ends it.
  private int load(final LoadFile file) throws IOException, ConntrackUsageException {
    final List<Invocation> invocations = file.read(reader, in);
    try (OpenTable table = new OpenTable(namespace(file.netns()))) {
      for (final Invocation invocation : invocations) {
        final Outcome outcome = perform(invocation, table);
        if (outcome.isRefusal()) {
          return tell(outcome);
        }
        if (invocation.verb() == Verb.FLUSH) {
          tell(outcome);
        }
      }
    }
    return 0;
  }

  private static NetworkNamespace namespace(final @Nullable String netns) throws IOException {
    return netns == null ? NetworkNamespace.own() : NetworkNamespaces.find(netns);
  }

  private int tell(final Outcome outcome) {
    if (outcome.message() != null) {
      complain(outcome.message());
    }
    return outcome.exitCode();
  }

  private Outcome perform(final Invocation invocation, final OpenTable table) throws IOException {
    try {
      return switch (invocation.verb()) {
        case VERSION -> show(UsageText.version());
        case HELP -> show(UsageText.help(NAME, invocation.protocol()));
        default ->
            invocation.table() == Table.EXPECT
                ? askExpectations(invocation, table.namespace())
                : askSessions(invocation, table);
      };
    } catch (final KernelException e) {
      return Outcome.refused(
          "Operation failed: " + Refusals.text(e, invocation.verb(), invocation.table()));
    }
  }

  private Outcome askSessions(final Invocation invocation, final OpenTable table)
      throws IOException {
    final SessionFormat format =
        OutputFormat.of(
            invocation.output(),
            invocation.verb(),
            labelNames(invocation),
            new ProgramNames(table.namespace()),
            ZoneId.systemDefault());
    final EntryLines lines = new EntryLines(format, out);
    final SessionVerbs verbs = new SessionVerbs(invocation, table, lines, errors::println);
    return switch (invocation.verb()) {
      case LIST -> verbs.list();
      case GET -> verbs.get();
      case CREATE -> verbs.create();
      case ADD -> verbs.add();
      case DELETE -> verbs.delete();
      case UPDATE -> verbs.update();
      case FLUSH -> verbs.flush();
      case EVENT ->
          new EventVerb(invocation, table.namespace(), lines, errors::println).hear(end.get());
      case COUNT -> show(verbs.count() + "\n");
      case STATS -> stats(verbs);
      case VERSION, HELP -> throw new AssertionError(invocation.verb());
    };
  }

  // As the original: who may not ask sees the counters all the same, and is told that it failed.
  private Outcome stats(final SessionVerbs verbs) throws IOException {
    try {
      return show(StatsText.lines(verbs.counters()));
    } catch (final KernelException e) {
      show(StatsText.lines(verbs.countersAsText()));
      throw e;
    }
  }

  private Outcome askExpectations(final Invocation invocation, final NetworkNamespace namespace)
      throws IOException {
    final ExpectationFormat format =
        OutputFormat.ofExpectations(invocation.output(), ZoneId.systemDefault());
    // Expectations have none, but conntrack complains all the same.
    labelNames(invocation);
    final ExpectationVerbs verbs =
        new ExpectationVerbs(
            invocation, namespace, new ExpectationLines(format, out), errors::println);
    return switch (invocation.verb()) {
      case LIST -> verbs.list();
      case GET -> verbs.get();
      case CREATE -> verbs.create();
      case DELETE -> verbs.delete();
      case FLUSH -> verbs.flush();
      case EVENT -> verbs.hear(end.get());
      case COUNT -> show(verbs.count() + "\n");
      case STATS -> show(StatsText.lines(verbs.counters()));
      case ADD, UPDATE, VERSION, HELP -> throw new AssertionError(invocation.verb());
    };
  }

  // Without a file conntrack complains where labels are to be shown. Saved are those with a name.
  private LabelNames labelNames(final Invocation invocation) {
    final Output output = invocation.output();
    if (output.labels()) {
      return labels.names(invocation.labelMap());
    }
    return output.format() == Output.Format.SAVE
        ? new Labels(_ -> {}).names(invocation.labelMap())
        : LabelNames.NONE;
  }

  private Outcome show(final String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    return Outcome.SILENT;
  }

  private void complain(final String text) {
    errors.println("conntrack v" + UsageText.VERSION + " (conntrack-tools): " + text);
  }
}
