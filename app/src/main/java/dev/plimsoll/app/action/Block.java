package dev.plimsoll.app.action;

import dev.plimsoll.kernel.BlockTable;
import dev.plimsoll.kernel.Login;
import dev.plimsoll.session.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Blocks a remote or a port, at first for a trial. */
final class Block implements Deed {
  /** How long it stands until it is confirmed. */
  static final Duration TRIAL = Duration.ofSeconds(60);

  private final BlockTable table;
  private final BlockTable.Target target;
  private final Set<Login> logins;

  Block(final BlockTable table, final BlockTable.Target target, final Set<Login> logins) {
    this.table = table;
    this.target = target;
    this.logins = logins;
  }

  /** For people: {@code 203.0.113.9}, or {@code TCP port 22}. */
  private String name() {
    return switch (target) {
      case BlockTable.Target.Remote(final var address) -> address.toString();
      case BlockTable.Target.Port(final int protocol, final int port) ->
          (protocol == Protocol.TCP ? "TCP" : "UDP") + " port " + port;
    };
  }

  @Override
  public List<String> plan() throws IOException {
    requireOpen();
    final List<String> lines = new ArrayList<>();
    lines.add(
        switch (target) {
          case BlockTable.Target.Remote _ ->
              "In %s, nftables would drop every packet to and from %s."
                  .formatted(table.namespace().displayName(), name());
          case BlockTable.Target.Port _ ->
              "In %s, nftables would drop what is begun here to %s, and what passes through to it without being translated to come here."
                  .formatted(table.namespace().displayName(), name());
        });
    lines.add(
        "The rule lies in a table of Plimsoll's own (%s), and goes by itself after %d seconds unless it is confirmed."
            .formatted(BlockTable.NAME, TRIAL.toSeconds()));
    for (final Login login : logins) {
      lines.add("Your own log-in from %s stays open.".formatted(login));
    }
    return lines;
  }

  // Blocked twice, the shorter time would end the longer one, and one undo would undo both.
  private void requireOpen() throws IOException {
    if (table.isBlocked(target)) {
      throw new IOException(name() + " is blocked already: see 'plimsoll undo --list'");
    }
  }

  @Override
  public String perform() throws IOException {
    requireOpen();
    table.block(target, TRIAL, logins);
    return name() + " is blocked for " + TRIAL.toSeconds() + " seconds.";
  }

  /**
   * Keeps it.
   *
   * @return whether it still stood
   */
  boolean extend(final Duration time) throws IOException {
    return table.extend(target, time);
  }

  /** Whether it stands. */
  boolean stands() throws IOException {
    return table.isBlocked(target);
  }

  /** Removes what the kernel leaves of blocks that it ended. */
  void clearAway() throws IOException {
    table.removeIfEmpty();
  }

  @Override
  public String undo() throws IOException {
    return table.unblock(target)
        ? name() + " is blocked no longer."
        : name() + " was not blocked any more.";
  }
}
