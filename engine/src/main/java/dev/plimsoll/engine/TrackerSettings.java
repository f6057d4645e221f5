package dev.plimsoll.engine;

import java.util.Map;
import java.util.Objects;

/**
 * The settings of a tracker: for each {@link Sysctl} its value or the kernel's default. Immutable.
 *
 * @param changed what differs from the default
 */
public record TrackerSettings(Map<Sysctl, Long> changed) {
  /** The kernel's defaults. */
  public static final TrackerSettings DEFAULT = new TrackerSettings(Map.of());

  public TrackerSettings {
    changed = Map.copyOf(changed);
  }

  /** The value in the sysctl's own unit. */
  public long value(final Sysctl sysctl) {
    return Objects.requireNonNullElse(changed.get(sysctl), sysctl.byDefault());
  }

  boolean isOn(final Sysctl sysctl) {
    return value(sysctl) != 0;
  }

  /** A timeout in milliseconds. */
  long millis(final Sysctl sysctl) {
    return value(sysctl) * 1000;
  }
}
