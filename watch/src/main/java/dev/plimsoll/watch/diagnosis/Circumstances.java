package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.Timeouts;

/**
 * What is known of a host besides its sessions and events.
 *
 * @param timeouts the namespace's
 * @param ceiling the kernel's own limit and what it has cost
 * @param sourcePorts how many local ports there are for sessions that the host begins
 *     (net.ipv4.ip_local_port_range)
 * @param cpuShare how busy the processors were in the last ten minutes, from 0 to 1; NaN if not
 *     known
 * @param overruns how often events were lost
 * @param processes whether the processes behind sessions can be seen
 * @param capture whether all this comes from a capture, whose beginning is not the sessions'
 */
public record Circumstances(
    Timeouts timeouts,
    Ceiling ceiling,
    int sourcePorts,
    double cpuShare,
    long overruns,
    boolean processes,
    boolean capture) {
  /** The number of local ports without a setting: 32768 to 60999. */
  public static final int DEFAULT_SOURCE_PORTS = 28_232;

  /** Nothing is known: the kernel's defaults, and no ceiling. */
  public static final Circumstances UNKNOWN =
      new Circumstances(
          Timeouts.DEFAULTS,
          new Ceiling(0, 0, 0),
          DEFAULT_SOURCE_PORTS,
          Double.NaN,
          0,
          false,
          false);

  /** Of a capture nothing is known either. */
  public static Circumstances ofCapture() {
    return new Circumstances(
        UNKNOWN.timeouts, UNKNOWN.ceiling, UNKNOWN.sourcePorts, Double.NaN, 0, false, true);
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are no local ports
   */
  public Circumstances {
    if (sourcePorts < 1) {
      throw new IllegalArgumentException("a host has at least one local port");
    }
  }
}
