package dev.plimsoll.kernel;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;

/**
 * Drops packets of a namespace by an nftables table of Plimsoll's own. What is blocked lies in sets
 * whose elements the kernel itself removes when their time is over, so a block ends although nobody
 * is left to end it. The table comes with the first block and goes with the last.
 *
 * <p>The caller's log-ins are accepted before anything is dropped. That only keeps this table's own
 * rules away from them: it opens nothing that others close. Made and removed by the program nft.
 *
 * @param namespace where it is
 */
public record BlockTable(NetworkNamespace namespace) {
  /** The table's name, with its family. */
  public static final String NAME = "inet plimsoll_block";

  private static final String EMPTY_TABLE =
      """
      table %1$s {
        comment "plimsoll diagnose --apply; plimsoll undo --list"
        set remotes4 { type ipv4_addr; flags timeout; }
        set remotes6 { type ipv6_addr; flags timeout; }
        set ports { type inet_proto . inet_service; flags timeout; }
        set logins4 { type ipv4_addr . inet_service; }
        set logins6 { type ipv6_addr . inet_service; }
        chain output {
          type filter hook output priority filter - 10; policy accept;
          ip daddr . tcp sport @logins4 accept
          ip6 daddr . tcp sport @logins6 accept
          ip daddr @remotes4 drop
          ip6 daddr @remotes6 drop
          ct direction original meta l4proto . th dport @ports drop
        }
        chain input {
          type filter hook input priority filter - 10; policy accept;
          ip saddr . tcp dport @logins4 accept
          ip6 saddr . tcp dport @logins6 accept
          ip saddr @remotes4 drop
          ip6 saddr @remotes6 drop
        }
        chain forward {
          type filter hook forward priority filter - 10; policy accept;
          ip saddr @remotes4 drop
          ip daddr @remotes4 drop
          ip6 saddr @remotes6 drop
          ip6 daddr @remotes6 drop
          ct direction original ct status & dnat == 0 meta l4proto . th dport @ports drop
        }
      }
      """
          .formatted(NAME);

  /** What is blocked. */
  public sealed interface Target {
    /** All packets to and from an address. */
    record Remote(IpAddress address) implements Target {}

    /**
     * What is begun here, or passes through and was not translated to come here, to a port.
     *
     * @param protocol {@link Protocol#TCP} or {@link Protocol#UDP}
     * @param port 1 to 65,535
     */
    record Port(int protocol, int port) implements Target {
      public Port {
        if (protocol != Protocol.TCP && protocol != Protocol.UDP) {
          throw new IllegalArgumentException("only ports of TCP and UDP can be blocked");
        }
        if (port < 1 || port > 65_535) {
          throw new IllegalArgumentException("there is no port " + port);
        }
      }
    }

    private String set() {
      return switch (this) {
        case Remote(final IpAddress address) ->
            address.family() == Family.IPV4 ? "remotes4" : "remotes6";
        case Port _ -> "ports";
      };
    }

    private String element() {
      return switch (this) {
        case Remote(final IpAddress address) -> address.toString();
        case Port(final int protocol, final int port) ->
            (protocol == Protocol.TCP ? "tcp . " : "udp . ") + port;
      };
    }
  }

  /**
   * Blocks, or blocks for longer what is blocked already.
   *
   * @param time at least a second; the kernel ends it then
   * @param logins never to be cut off
   * @throws IOException if nft is missing or refuses; then nothing has changed
   */
  public void block(final Target target, final Duration time, final Collection<Login> logins)
      throws IOException {
    final StringBuilder script = new StringBuilder();
    if (!exists()) {
      script.append(EMPTY_TABLE);
    }
    for (final Login login : logins) {
      script.append(
          "add element %s logins%s { %s . %d }\n"
              .formatted(
                  NAME,
                  login.remote().family() == Family.IPV4 ? "4" : "6",
                  login.remote(),
                  login.localPort()));
    }
    if (isBlocked(target)) {
      script.append(delete(target));
    }
    script.append(add(target, time));
    Nft.run(namespace, script.toString(), "-f", "-");
  }

  /**
   * Sets anew how long a block lasts from now on.
   *
   * @return whether it still stood; if not, nothing has changed
   */
  public boolean extend(final Target target, final Duration time) throws IOException {
    if (!isBlocked(target)) {
      return false;
    }
    try {
      // Both or neither: if it ends in this very moment, deleting fails.
      Nft.run(namespace, delete(target) + add(target, time), "-f", "-");
      return true;
    } catch (final Nft.RefusedException e) {
      if (isBlocked(target)) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Ends a block; the last one takes the table with it.
   *
   * @return whether it still stood
   */
  public boolean unblock(final Target target) throws IOException {
    final boolean stood = isBlocked(target);
    if (stood) {
      try {
        Nft.run(namespace, delete(target), "-f", "-");
      } catch (final Nft.RefusedException e) {
        // Its time may have ended just now.
        if (isBlocked(target)) {
          throw e;
        }
      }
    }
    removeIfEmpty();
    return stood;
  }

  /** Whether it is blocked at this moment. */
  public boolean isBlocked(final Target target) throws IOException {
    if (!exists()) {
      return false;
    }
    try {
      Nft.run(
          namespace,
          "",
          "get",
          "element",
          "inet",
          "plimsoll_block",
          target.set(),
          "{ " + target.element() + " }");
      return true;
    } catch (final Nft.RefusedException e) {
      return false;
    }
  }

  /** Removes the table if nothing is blocked any more. */
  public void removeIfEmpty() throws IOException {
    if (!exists()) {
      return;
    }
    for (final String set : new String[] {"remotes4", "remotes6", "ports"}) {
      if (Nft.run(namespace, "", "list", "set", "inet", "plimsoll_block", set)
          .contains("elements = {")) {
        return;
      }
    }
    Nft.run(namespace, "", "delete", "table", "inet", "plimsoll_block");
  }

  private boolean exists() throws IOException {
    return Nft.run(namespace, "", "list", "tables").lines().anyMatch(("table " + NAME)::equals);
  }

  private static String delete(final Target target) {
    return "delete element %s %s { %s }\n".formatted(NAME, target.set(), target.element());
  }

  private static String add(final Target target, final Duration time) {
    return "add element %s %s { %s timeout %ds }\n"
        .formatted(NAME, target.set(), target.element(), time.toSeconds());
  }
}
