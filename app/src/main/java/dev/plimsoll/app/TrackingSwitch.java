package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackSettings;
import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.TrackingRule;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * Sees to it that there is something to watch: finds namespaces where nothing is tracked, switches
 * tracking on where that was asked for, and takes back at the end what it did.
 */
final class TrackingSwitch implements AutoCloseable {
  private static final Logger LOG = System.getLogger("plimsoll.watch");

  private static final int MOST_NAMES = 10;

  private final Console console;
  private final List<TrackingRule> made = new ArrayList<>();
  private final List<NetworkNamespace> untracked = new ArrayList<>();
  private final boolean keep;
  private final Thread atExit =
      Thread.ofPlatform().name("plimsoll-tracking").unstarted(this::remove);

  /**
   * Looks, and switches tracking on.
   *
   * @param enable whether that was asked for
   * @param keep whether it is to stay on
   * @throws IOException if it was asked for and cannot be done
   */
  TrackingSwitch(
      final Console console,
      final List<NetworkNamespace> namespaces,
      final boolean enable,
      final boolean keep)
      throws IOException {
    this.console = console;
    this.keep = keep;
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      for (final NetworkNamespace namespace : namespaces) {
        look(namespace, enable);
      }
    } catch (final IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void look(final NetworkNamespace namespace, final boolean enable) throws IOException {
    try {
      removeLeftOver(namespace);
    } catch (final IOException e) {
      LOG.log(
          Level.WARNING,
          "it cannot be told whether a killed run left tracking switched on: {0}",
          e.getMessage());
    }
    if (isTracked(namespace)) {
      return;
    }
    if (enable) {
      enable(namespace);
    } else {
      untracked.add(namespace);
    }
  }

  private static void removeLeftOver(final NetworkNamespace namespace) throws IOException {
    final TrackingRule rule = TrackingRule.find(namespace);
    if (rule != null && rule.isLeftOver()) {
      rule.remove();
      LOG.log(
          Level.WARNING,
          "{0}: removed the nftables table {1}, which a killed run (process {2}) had left to switch"
              + " tracking on",
          namespace.displayName(),
          TrackingRule.TABLE,
          Long.toString(rule.ownerPid()));
    }
  }

  // Where the kernel does not list its hooks, an empty table is the only sign.
  private static boolean isTracked(final NetworkNamespace namespace) throws IOException {
    return switch (Hooks.read(namespace)) {
      case HOOKED -> true;
      case NOT_HOOKED -> false;
      case UNKNOWN -> ConntrackSettings.read(namespace).entries().orElse(0) > 0;
    };
  }

  private void enable(final NetworkNamespace namespace) throws IOException {
    console
        .errors()
        .println(
            "plimsoll: switching connection tracking on in %s: nftables table %s, %s."
                .formatted(
                    namespace.displayName(),
                    TrackingRule.TABLE,
                    keep ? "which stays" : "removed when the watch ends"));
    console
        .errors()
        .println(
            "plimsoll: from now on the kernel puts fragments together before they go on, keeps some"
                + " 300 bytes a session, and drops new connections when its table is full"
                + " (nf_conntrack_max).");
    made.add(TrackingRule.add(namespace, keep));
  }

  /**
   * Names those of other namespaces where nothing is tracked: they are other people's, and what
   * tracking costs is for them to decide.
   */
  void tellLeftAlone(final List<NetworkNamespace> others) {
    final List<String> names = new ArrayList<>();
    for (final NetworkNamespace other : others) {
      try {
        if (!isTracked(other)) {
          names.add(other.displayName());
        }
      } catch (final IOException e) {
        // It vanished just now, or cannot be entered: then it is not watched either.
        LOG.log(Level.DEBUG, "{0} cannot be asked whether it tracks: {1}", other, e.getMessage());
      }
    }
    if (!names.isEmpty()) {
      console
          .errors()
          .println(
              "plimsoll: tracking was left off in %s%s. With all namespaces it is switched on in your own only; name others with --netns to switch it on there."
                  .formatted(
                      String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))),
                      names.size() > MOST_NAMES
                          ? " and " + (names.size() - MOST_NAMES) + " more"
                          : ""));
    }
  }

  /** Tells where nothing is tracked, and what to do. */
  void tell() {
    for (final NetworkNamespace namespace : untracked) {
      console
          .errors()
          .println(
              "plimsoll: %s has no sessions, so probably no rule has switched tracking on. Nothing can be counted until one does. 'plimsoll watch --enable-tracking' does it for as long as it runs; 'plimsoll demo' shows everything without touching this network."
                  .formatted(namespace.displayName()));
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (final IllegalStateException e) {
      // The process ends already, and the hook does the work.
      return;
    }
    remove();
  }

  private void remove() {
    if (keep) {
      return;
    }
    for (final TrackingRule rule : made) {
      try {
        rule.remove();
      } catch (final IOException e) {
        console
            .errors()
            .println(
                "plimsoll: the nftables table %s in %s could not be removed: %s"
                    .formatted(TrackingRule.TABLE, rule.namespace().displayName(), e.getMessage()));
      }
    }
    made.clear();
  }
}
