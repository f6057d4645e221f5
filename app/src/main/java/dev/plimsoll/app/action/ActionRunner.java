package dev.plimsoll.app.action;

import dev.plimsoll.app.action.ActionJournal.Content;
import dev.plimsoll.app.action.ActionRecord.Status;
import dev.plimsoll.kernel.BlockTable;
import dev.plimsoll.kernel.Login;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.NetworkNamespaces;
import dev.plimsoll.kernel.RunningProcess;
import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.diagnosis.Action;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import dev.plimsoll.watch.diagnosis.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries steps out, one at a time, and takes them back. Everything is in the journal before it
 * happens and after it. A block is made for a minute only, and the kernel ends it then unless it is
 * confirmed, whether Plimsoll still runs or not.
 */
public final class ActionRunner {
  private final ActionJournal journal;
  private final Set<Login> logins;
  private final Duration blockFor;
  private final InstantSource clock;

  /**
   * A runner.
   *
   * @param folder where the journal is kept; made if it is not there
   * @param logins connections that are never cut off
   * @param blockFor how long a confirmed block stands, at least a minute
   */
  public ActionRunner(
      final Path folder,
      final Set<Login> logins,
      final Duration blockFor,
      final InstantSource clock) {
    journal = new ActionJournal(folder);
    this.logins = Set.copyOf(logins);
    this.blockFor = blockFor;
    this.clock = clock;
  }

  /**
   * What a step would do, in whole sentences. It looks, and changes nothing.
   *
   * @throws IOException if it must not or cannot be done; the message says why
   */
  public List<String> plan(final Step step, final NetworkNamespace namespace) throws IOException {
    // The number is not given yet; a plan writes no file.
    return deed(action(step), namespace, 0).plan();
  }

  /**
   * Carries a step out.
   *
   * @return what the journal has of it now
   * @throws IOException if it could not be done; then all is as before
   */
  public ActionRecord run(final Step step, final NetworkNamespace namespace) throws IOException {
    // What makes no sense is refused before it is written down.
    deed(action(step), namespace, 0);
    try (var _ = journal.lock()) {
      final ActionRecord begun = journal.begin(step, namespace.name(), clock.millis());
      final Deed deed = deed(action(step), namespace, begun.id());
      final String text;
      try {
        text = deed.perform();
      } catch (final IOException e) {
        journal.failed(begun, message(e), clock.millis());
        throw e;
      }
      try {
        final boolean onTrial = deed instanceof Block;
        return journal.done(
            begun,
            onTrial,
            onTrial ? clock.millis() + Block.TRIAL.toMillis() : 0,
            text,
            clock.millis());
      } catch (final IOException e) {
        // What nobody could find again must not stand.
        deed.undo();
        throw new IOException(
            "it was taken back, as the journal cannot be written: " + message(e), e);
      }
    }
  }

  /**
   * Keeps a block that stands for a trial.
   *
   * @throws IOException if there is no such action, or its time is over
   */
  public ActionRecord confirm(final long id) throws IOException {
    try (var _ = journal.lock()) {
      final ActionRecord record = require(id);
      if (record.status() == Status.STANDING) {
        return record;
      }
      final long now = clock.millis();
      if (record.isOpen() && deed(record) instanceof final Block block) {
        if (block.extend(blockFor)) {
          return journal.confirmed(
              record,
              now + blockFor.toMillis(),
              "Confirmed for %s.".formatted(words(blockFor)),
              now);
        }
        block.clearAway();
        journal.ended(record, "It was rolled back, as nobody confirmed it in time.", now);
        throw new IOException(
            "action %d was rolled back already, as nobody confirmed it in time: do it again if it is still wanted"
                .formatted(id));
      }
      throw new IOException(
          "action %d needs no confirmation: it is %s".formatted(id, record.status().words()));
    }
  }

  /**
   * Takes an action back.
   *
   * @throws IOException if there is no such action, it is undone already, or it cannot be undone
   */
  public ActionRecord undo(final long id) throws IOException {
    try (var _ = journal.lock()) {
      final ActionRecord record = require(id);
      if (!record.isOpen()) {
        throw new IOException(
            "there is nothing to undo: action %d is %s".formatted(id, record.status().words()));
      }
      final NetworkNamespace namespace = namespace(record);
      final String text =
          namespace == null
              ? "The network namespace %s is gone, and this with it."
                  .formatted(HarmlessText.of(String.valueOf(record.netns())))
              : deed(record.action(), namespace, id).undo();
      return journal.undone(record, text, clock.millis());
    }
  }

  /** What the journal has, in the order in which it was done. */
  public List<ActionRecord> list() throws IOException {
    return journal.read().records();
  }

  /** How many lines of the journal cannot be read: of a machine that ended while it wrote. */
  public int damagedLines() throws IOException {
    return journal.read().damagedLines();
  }

  /**
   * Finds what is left of earlier runs: blocks that the kernel ended are noted and cleared away,
   * and what was under way when a run was killed is named.
   *
   * @return what was found, in whole sentences
   */
  public List<String> findLeftOvers() throws IOException {
    final List<ActionRecord> open = list().stream().filter(ActionRecord::isOpen).toList();
    if (open.isEmpty()) {
      return List.of();
    }
    final List<String> found = new ArrayList<>();
    try (var _ = journal.lock()) {
      final Content content = journal.read();
      for (final ActionRecord record : content.records()) {
        if (record.isOpen()) {
          look(record, found);
        }
      }
    }
    return found;
  }

  private void look(final ActionRecord record, final List<String> found) throws IOException {
    final NetworkNamespace namespace = namespace(record);
    if (namespace != null
        && deed(record.action(), namespace, record.id()) instanceof final Block block) {
      if (!block.stands()) {
        block.clearAway();
        final String why =
            switch (record.status()) {
              case STANDING -> "Its time was over, or somebody removed it.";
              case ON_TRIAL -> "It was rolled back, as nobody confirmed it in time.";
              default -> "Plimsoll was ended while it did this, and it does not stand.";
            };
        journal.ended(record, why, clock.millis());
        found.add("Action %d (%s): %s".formatted(record.id(), record.title(), why));
        return;
      }
    }
    if (record.status() == Status.BEGUN) {
      found.add(
          "Action %d (%s) was under way when Plimsoll was ended. To take back what it did: plimsoll undo %d."
              .formatted(record.id(), record.title(), record.id()));
    }
  }

  private ActionRecord require(final long id) throws IOException {
    final ActionRecord record = journal.read().find(id);
    if (record == null) {
      throw new IOException("there is no action %d: see 'plimsoll undo --list'".formatted(id));
    }
    return record;
  }

  private @Nullable Deed deed(final ActionRecord record) throws IOException {
    final NetworkNamespace namespace = namespace(record);
    return namespace == null ? null : deed(record.action(), namespace, record.id());
  }

  private static @Nullable NetworkNamespace namespace(final ActionRecord record)
      throws IOException {
    if (record.netns() == null) {
      return NetworkNamespace.own();
    }
    try {
      return NetworkNamespaces.find(record.netns());
    } catch (final IOException e) {
      return null;
    }
  }

  private static Action action(final Step step) throws IOException {
    final Action action = step.action();
    if (action == null) {
      throw new IOException(
          "Plimsoll cannot do the step %s itself: type its commands".formatted(step.id()));
    }
    return action;
  }

  private Deed deed(final Action action, final NetworkNamespace namespace, final long id)
      throws IOException {
    return switch (action) {
      case Action.DeleteSessions(final String filter) ->
          new SessionDeletion(namespace, parse(filter), logins, journal.fileOf(id));
      case Action.BlockRemote(final String address) ->
          block(namespace, new BlockTable.Target.Remote(address(address)));
      case Action.BlockPort(final String protocol, final int port) ->
          block(namespace, port(protocol, port));
      case Action.FreezeUnit(final String group) -> new Freeze(group);
      case Action.StopProcess(final long pid, final long startTicks) ->
          new ProcessStop(new RunningProcess(pid, startTicks));
    };
  }

  private Block block(final NetworkNamespace namespace, final BlockTable.Target target) {
    return new Block(new BlockTable(namespace), target, logins);
  }

  private static BlockTable.Target port(final String protocol, final int port) throws IOException {
    try {
      return switch (protocol) {
        case "tcp" -> new BlockTable.Target.Port(Protocol.TCP, port);
        case "udp" -> new BlockTable.Target.Port(Protocol.UDP, port);
        default -> throw new IOException("only ports of tcp and udp can be blocked");
      };
    } catch (final IllegalArgumentException e) {
      throw new IOException(message(e), e);
    }
  }

  private static IpAddress address(final String text) throws IOException {
    final IpAddress address = IpAddress.parse(text);
    if (address == null) {
      throw new IOException("\"%s\" is no address".formatted(HarmlessText.of(text, 80)));
    }
    if (address.isLoopback() || address.isMulticast()) {
      throw new IOException(address + " is no remote address, and is not blocked");
    }
    return address;
  }

  private static SessionFilter parse(final String filter) throws IOException {
    final SessionFilter parsed;
    try {
      parsed = SessionFilter.parse(filter);
    } catch (final FilterSyntaxException e) {
      throw new IOException("the step's filter cannot be read: " + e.problem(), e);
    }
    if (parsed instanceof SessionFilter.All) {
      // Nobody asks for that by a diagnosis; an empty filter would be a mistake.
      throw new IOException("a step does not delete every session: its filter is empty");
    }
    return parsed;
  }

  private static String message(final Exception e) {
    return HarmlessText.of(String.valueOf(e.getMessage()), 400);
  }

  private static String words(final Duration time) {
    return time.toHours() > 0 && time.toMinutes() % 60 == 0
        ? time.toHours() == 1 ? "1 hour" : time.toHours() + " hours"
        : time.toMinutes() + " minutes";
  }
}
