package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.lab.LabNamespace;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * Settings under which a table tells by the seconds left which timeout applied: each is a hundred
 * times longer than usual and differs from every other by ten seconds at least, and none of them
 * runs out while a test runs.
 */
final class DistinctTimeouts {
  /** The kernel counts in ticks of an int: at 250 a second no more than 99 days go in. */
  private static final long LONGEST_SECONDS = 4_000_000;

  private DistinctTimeouts() {}

  /**
   * The settings for both sides.
   *
   * @param others what a test wants otherwise
   */
  static TrackerSettings with(final Map<Sysctl, Long> others) {
    final Map<Sysctl, Long> values = new EnumMap<>(Sysctl.class);
    int number = 0;
    for (final Sysctl sysctl : Sysctl.values()) {
      if (sysctl.kind() == Sysctl.Kind.SECONDS && sysctl != Sysctl.FRAG6_TIMEOUT) {
        number++;
        values.put(sysctl, Math.min(sysctl.byDefault() * 100, LONGEST_SECONDS) + number * 10L);
      }
    }
    values.putAll(others);
    return new TrackerSettings(values);
  }

  /** Gives a namespace these settings; what all namespaces share is left out. */
  static void apply(final TrackerSettings settings, final LabNamespace namespace)
      throws IOException {
    namespace.sysctl("net.netfilter.nf_conntrack_acct", "1");
    for (final Map.Entry<Sysctl, Long> entry : settings.changed().entrySet()) {
      final Sysctl sysctl = entry.getKey();
      if (sysctl != Sysctl.MAX && sysctl != Sysctl.EXPECT_MAX) {
        namespace.sysctl(
            "net.netfilter.nf_conntrack_" + sysctl.word(), entry.getValue().toString());
      }
    }
  }
}
