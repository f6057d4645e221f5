package dev.plimsoll.kernel;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Switches connection tracking on in a namespace: an nftables table of Plimsoll's own with one rule
 * that asks for the state of a connection and decides nothing. The kernel tracks as long as a rule
 * asks (nft_ct_get_init, nf_ct_netns_get). It is made and removed by the program nft.
 *
 * @param namespace where it is
 * @param owner the process that made it and will remove it, or null if it is to stay
 */
public record TrackingRule(NetworkNamespace namespace, @Nullable ProcessMark owner) {
  /** The table's name, with its family. */
  public static final String TABLE = "inet plimsoll_tracking";

  private static final String KEPT = "kept on request";

  /**
   * Switches tracking on, or takes over the table that an earlier run left.
   *
   * @param keep whether it is to stay when this process ends
   * @throws IOException if nft is missing or refuses; the message says so
   */
  public static TrackingRule add(final NetworkNamespace namespace, final boolean keep)
      throws IOException {
    final ProcessMark owner = keep ? null : ProcessMark.own();
    Nft.run(
        namespace,
        // Added, so that it is there; deleted, so that it is empty; made. All or nothing.
        """
        add table %1$s
        delete table %1$s
        table %1$s {
          comment "plimsoll watch --enable-tracking, %2$s"
          chain tracking {
            type filter hook prerouting priority 0; policy accept;
            ct state new
          }
          chain tracking_output {
            type filter hook output priority 0; policy accept;
            ct state new
          }
        }
        """
            .formatted(TABLE, owner == null ? KEPT : "until " + owner),
        "-f",
        "-");
    return new TrackingRule(namespace, owner);
  }

  /**
   * Looks for the table, whoever made it.
   *
   * @return null if there is none, or nft is not there to tell
   * @throws IOException if nft refuses for another reason
   */
  public static @Nullable TrackingRule find(final NetworkNamespace namespace) throws IOException {
    final String tables;
    try {
      tables = Nft.run(namespace, "", "list", "tables");
    } catch (final Nft.MissingException e) {
      return null;
    }
    if (tables.lines().noneMatch(("table " + TABLE)::equals)) {
      return null;
    }
    return new TrackingRule(
        namespace,
        ProcessMark.find(Nft.run(namespace, "", "list", "table", "inet", "plimsoll_tracking")));
  }

  /** Whether the process that was to remove it is gone. */
  public boolean isLeftOver() {
    return owner != null && !owner.isRunning();
  }

  /** The number of the process that was to remove it, or 0 if it is to stay. */
  public long ownerPid() {
    return owner == null ? 0 : owner.pid();
  }

  /** Removes it; where no other rule asks for states, the kernel tracks no longer. */
  public void remove() throws IOException {
    Nft.run(namespace, "", "delete", "table", "inet", "plimsoll_tracking");
  }
}
