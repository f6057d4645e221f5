package dev.plimsoll.kernel;

import dev.plimsoll.kernel.process.ProcessSign;
import dev.plimsoll.session.Direction;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TcpState;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What one process owns at one look, and what that says about it. Not thread safe. */
final class OwnerTally {
  private static final int MANY = 5;
  private static final Set<String> WEB_USERS =
      Set.of(
          "www-data",
          "apache",
          "apache2",
          "nginx",
          "http",
          "httpd",
          "www",
          "wwwrun",
          "webservd",
          "lighttpd",
          "caddy",
          "litespeed",
          "lsadm",
          "nobody");
  private static final Set<Integer> LOGIN_AND_MAIL = Set.of(22, 23, 25);

  private final RecentOwners.Known known;
  private final boolean running;
  private final Map<IpAddress, int[]> open = new HashMap<>();
  private long certain;
  private long likely;
  private boolean toLogins;
  private boolean manyToOne;

  OwnerTally(final RecentOwners.Known known, final boolean running) {
    this.known = known;
    this.running = running;
  }

  /**
   * Adds a session.
   *
   * @param began whether the process began it
   */
  void add(final Session session, final boolean isCertain, final boolean began) {
    certain += isCertain ? 1 : 0;
    likely += isCertain ? 0 : 1;
    if (began && session.protocol() == Protocol.TCP) {
      final IpAddress remote = session.original().destination();
      if (!remote.isLoopback() && session.direction() != Direction.LOCAL) {
        toLogins |= LOGIN_AND_MAIL.contains(session.original().destinationPort());
        if (isCertain && isOpen(session)) {
          manyToOne |= ++open.computeIfAbsent(remote, _ -> new int[1])[0] >= MANY;
        }
      }
    }
  }

  private static boolean isOpen(final Session session) {
    return session.state() == TcpState.ESTABLISHED.number()
        || session.state() == TcpState.SYN_SENT.number();
  }

  /**
   * All signs of the process.
   *
   * @param respawned whether it takes the place of others
   */
  Set<ProcessSign> signs(final boolean respawned) {
    final Set<ProcessSign> signs = EnumSet.noneOf(ProcessSign.class);
    signs.addAll(known.facts().signs());
    if (respawned) {
      signs.add(ProcessSign.RESPAWNING);
    }
    if (toLogins && WEB_USERS.contains(known.facts().user())) {
      signs.add(ProcessSign.WEB_USER_LOGS_IN);
    }
    if (manyToOne) {
      signs.add(ProcessSign.MANY_TO_ONE_REMOTE);
    }
    return signs;
  }

  RecentOwners.Known known() {
    return known;
  }

  boolean running() {
    return running;
  }

  long certain() {
    return certain;
  }

  long likely() {
    return likely;
  }

  long sessions() {
    return certain + likely;
  }
}
