package dev.plimsoll.lab.play;

import dev.plimsoll.watch.diagnosis.Role;
import java.util.Set;

/**
 * What a scene is played in, besides its packets.
 *
 * @param roles what the host is declared to be
 * @param cpuShare how busy its processors are, from 0 to 1
 * @param maximum nf_conntrack_max
 * @param visitorsPerSecond how busy the web server beside the scene is
 * @param isSeen whether the processes behind the sessions can be seen
 */
record Setting(
    Set<Role> roles, double cpuShare, int maximum, double visitorsPerSecond, boolean isSeen) {
  private static final int DEFAULT_MAXIMUM = 262_144;

  /** A server with some hundred clients, on which all can be seen. */
  static final Setting USUAL = new Setting(Set.of(), 0.2, DEFAULT_MAXIMUM, 4, true);

  /** The same with few clients, for scenes of hours. */
  static final Setting QUIET = USUAL.withVisitors(0.4);

  Setting {
    roles = Set.copyOf(roles);
  }

  Setting withRole(final Role role) {
    return new Setting(Set.of(role), cpuShare, maximum, visitorsPerSecond, isSeen);
  }

  Setting withCpu(final double share) {
    return new Setting(roles, share, maximum, visitorsPerSecond, isSeen);
  }

  Setting withMaximum(final int sessions) {
    return new Setting(roles, cpuShare, sessions, visitorsPerSecond, isSeen);
  }

  Setting withVisitors(final double perSecond) {
    return new Setting(roles, cpuShare, maximum, perSecond, isSeen);
  }

  /** Without a look at processes, as in a capture. */
  Setting unseen() {
    return new Setting(roles, cpuShare, maximum, visitorsPerSecond, false);
  }
}
