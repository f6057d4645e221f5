package dev.plimsoll.watch.diagnosis;

import java.util.Set;

/**
 * All that a detector may look at.
 *
 * @param recent what events told
 * @param present what stands in the table; without the sessions of an attack on this host once one
 *     was found
 * @param ownedStale which share of the dead-looking connections belongs to a process, from 0 to 1;
 *     NaN if that is not known
 * @param poolCpu how much of one processor the busiest process uses that holds a connection to a
 *     port of mining pools: 1 is one processor all the time; NaN if that is not known
 */
public record Evidence(
    Recent recent,
    Present present,
    Thresholds thresholds,
    Set<Role> roles,
    Circumstances circumstances,
    double ownedStale,
    double poolCpu) {
  public Evidence {
    roles = Set.copyOf(roles);
  }

  /** The number that a threshold is set to. */
  public double at(final Threshold threshold) {
    return thresholds.of(threshold);
  }

  public long nowMillis() {
    return recent.nowMillis();
  }

  /** What a filter says of the direction of sessions that this host or a guest began. */
  public String out() {
    return "direction:out" + others();
  }

  /** What a filter says of the direction of sessions that others began. */
  public String in() {
    return "direction:in" + others();
  }

  private String others() {
    return (present.of(Part.FORWARDED) > 0 ? ",forwarded" : "")
        + (present.of(Part.UNKNOWN) > 0 ? ",unknown" : "");
  }
}
