package dev.plimsoll.engine;

import dev.plimsoll.engine.helper.HelperSettings;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The settings of a tracker: for each {@link Sysctl} its value or the kernel's default. Immutable.
 *
 * @param changed what differs from the default
 * @param helpers which sessions get helpers; none by default, as in the kernel
 */
public record TrackerSettings(Map<Sysctl, Long> changed, HelperSettings helpers) {
  /** The kernel's defaults. */
  public static final TrackerSettings DEFAULT = new TrackerSettings(Map.of());

  public TrackerSettings {
    changed = Map.copyOf(changed);
  }

  /** Settings without helpers. */
  public TrackerSettings(final Map<Sysctl, Long> changed) {
    this(changed, HelperSettings.NONE);
  }

  /** The same settings with some values changed. */
  public TrackerSettings with(final Map<Sysctl, Long> changes) {
    final Map<Sysctl, Long> values = new EnumMap<>(Sysctl.class);
    values.putAll(changed);
    values.putAll(changes);
    return new TrackerSettings(values, helpers);
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
