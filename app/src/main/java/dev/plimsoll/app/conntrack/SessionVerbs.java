package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.CpuCounters;
import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.FilteredChange;
import dev.plimsoll.kernel.FilteredDeletion;
import dev.plimsoll.kernel.KernelException;
import dev.plimsoll.kernel.ProcStat;
import dev.plimsoll.kernel.SessionWriter;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.session.TupleView;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** What conntrack does with the table of sessions. */
final class SessionVerbs {
  private final Invocation invocation;
  private final OpenTable table;
  private final EntryLines lines;
  private final Consumer<String> complaints;

  /**
   * The verbs of one command line.
   *
   * @param lines where entries go
   * @param complaints takes what is said of one entry while others go on
   */
  SessionVerbs(
      final Invocation invocation,
      final OpenTable table,
      final EntryLines lines,
      final Consumer<String> complaints) {
    this.invocation = invocation;
    this.table = table;
    this.lines = lines;
    this.complaints = complaints;
  }

  Outcome list() throws IOException {
    final Ctnetlink reader = table.reader();
    // Those of these three the kernel compares with nothing.
    final SessionVisitor matching =
        session -> {
          if (invocation.selection().matches(session)) {
            lines.add(session);
          }
        };
    switch (invocation.table()) {
      case DYING -> reader.dumpDying(matching);
      case UNCONFIRMED -> reader.dumpUnconfirmed(matching);
      default -> {
        if (invocation.has(Option.ZERO)) {
          reader.dumpAndZero(invocation.family(), matching);
        } else {
          dump(lines::add);
        }
      }
    }
    return shown();
  }

  private void dump(final SessionVisitor visitor) throws IOException {
    final Selection selection = invocation.selection();
    table
        .reader()
        .dump(
            selection.filter(),
            selection.isFilterAlone()
                ? visitor
                : session -> {
                  if (selection.also().test(session)) {
                    visitor.visit(session);
                  }
                });
  }

  private Outcome shown() {
    lines.endSessions();
    return Outcome.of(lines.count() + " flow entries have been shown.");
  }

  Outcome get() throws IOException {
    final Session asked = invocation.wish().session();
    final TupleView tuple = asked.original().family() == 0 ? asked.reply() : asked.original();
    final Session found = new Session();
    if (!table.reader().get(tuple, asked.zone(), found)) {
      return Outcome.refused("Operation failed: such conntrack doesn't exist");
    }
    lines.add(found);
    return shown();
  }

  Outcome create() throws IOException {
    final TupleView original = invocation.wish().session().original();
    // The kernel would take what no packet can be.
    if (original.protocol() == Protocol.ICMP && original.family() == Family.IPV6
        || original.protocol() == Protocol.ICMPV6 && original.family() == Family.IPV4) {
      return Outcome.refused("Operation failed: invalid parameters");
    }
    final SessionWriter writer = table.writer();
    writer.create(invocation.wish(), true);
    writer.perform();
    return Outcome.of("1 flow entries have been created.");
  }

  /** As {@link #create}, but an entry that is there already stays as it is. */
  Outcome add() throws IOException {
    try {
      final Outcome created = create();
      return created.isRefusal() ? created : Outcome.of("1 flow entries have been added.");
    } catch (final KernelException e) {
      if (!e.isExisting()) {
        throw e;
      }
      return Outcome.of("0 flow entries have been added.");
    }
  }

  Outcome delete() throws IOException {
    if (invocation.dryRun()) {
      dump(lines::add);
      return changed("would have been deleted");
    }
    final Selection selection = invocation.selection();
    try (FilteredDeletion deletion = FilteredDeletion.open(table.namespace())) {
      deletion.delete(selection.filter(), selection.also(), lines::add);
    }
    return changed("have been deleted");
  }

  private Outcome changed(final String how) {
    lines.endSessions();
    return Outcome.ofSome(lines.count(), lines.count() + " flow entries " + how + ".");
  }

  Outcome update() throws IOException {
    if (invocation.dryRun()) {
      dump(session -> {
        if (FilteredChange.difference(session, invocation.wish()) != null) {
          lines.add(session);
        }
      });
      return changed("would have been updated");
    }
    final Selection selection = invocation.selection();
    try (FilteredChange change = FilteredChange.open(table.namespace())) {
      change.change(selection.filter(), selection.also(), invocation.wish(), new Updates());
    }
    return changed("have been updated");
  }

  Outcome flush() throws IOException {
    final Ctnetlink reader = table.reader();
    if (invocation.dryRun()) {
      final long[] count = {0};
      dump(_ -> count[0]++);
      return Outcome.of(count[0] + " flow entries would have been deleted.");
    }
    reader.flush(invocation.family());
    return Outcome.of("connection tracking table has been emptied.");
  }

  long count() throws IOException {
    return table.reader().statistics().entries();
  }

  List<CpuCounters> counters() throws IOException {
    return table.reader().countersOfEachCpu();
  }

  /** The same as text of the kernel's, which needs no rights. */
  List<CpuCounters> countersAsText() throws IOException {
    return ProcStat.ofEachCpu(table.namespace());
  }

  private final class Updates implements FilteredChange.Listener {
    @Override
    public void changed(final Session after) {
      lines.add(after);
    }

    @Override
    public void refused(final Session session, final KernelException why) {
      complaints.accept("Operation failed: " + Refusals.text(why, Verb.UPDATE, Table.CONNTRACK));
    }
  }
}
