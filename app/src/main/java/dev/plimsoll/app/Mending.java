package dev.plimsoll.app;

import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.ConntrackModule;
import dev.plimsoll.kernel.ConntrackSettings;
import dev.plimsoll.kernel.HostFacts;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.Rights;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands that mend what the doctor finds, written so that they can be typed as they stand on
 * this very host: with {@code sudo} for an ordinary user, and inside the namespace they are for.
 *
 * @param sudo the beginning of every command: {@code "sudo "}, or empty for root
 * @param inside what makes a command run in the namespace, or empty for this host's own
 * @param namespace as the option --netns wants it, with the option, or empty
 */
record Mending(HostFacts host, String sudo, String inside, String namespace) {
  static final String ON_THE_HOST = "# On the host, as this container may not do it:";

  private static final String SYSCTL_FILE = "/etc/sysctl.d/60-plimsoll.conf";
  private static final String TRACKING_ON =
      "nft 'add table inet plimsoll; add chain inet plimsoll track;"
          + " add rule inet plimsoll track ct state new'";

  static Mending of(final HostFacts host, final NetworkNamespace namespace) {
    return new Mending(host, sudo(host), inside(namespace), option(namespace));
  }

  static Mending of(final HostFacts host) {
    return new Mending(host, sudo(host), "", "");
  }

  private static String sudo(final HostFacts host) {
    final Rights rights = host.rights();
    return rights == null || rights.isRoot() ? "" : "sudo ";
  }

  private static String inside(final NetworkNamespace namespace) {
    final String name = namespace.name();
    if (name == null) {
      return "";
    }
    if (name.startsWith("pid:")) {
      return "nsenter -t " + name.substring(4) + " -n ";
    }
    return name.startsWith("/") ? "nsenter --net=" + name + " " : "ip netns exec " + name + " ";
  }

  private static String option(final NetworkNamespace namespace) {
    final String name = namespace.name();
    return name == null ? "" : " --netns " + name;
  }

  /** Loads a module of the kernel, which only the host can do. */
  List<String> modprobe(final String module) {
    final String command = sudo + "modprobe " + module;
    return host.container().kind() == null ? List.of(command) : List.of(ON_THE_HOST, command);
  }

  /**
   * Changes a setting of the namespace now and, where that is possible, for ever.
   *
   * @param name without its beginning: {@code acct}
   */
  List<String> set(final ConntrackFacts facts, final String name, final long value) {
    final String assignment = ConntrackSettings.sysctl(name) + "=" + value;
    final List<String> commands = new ArrayList<>();
    if (isRefused(facts, name)) {
      commands.add(ON_THE_HOST);
      commands.add("nsenter -t PID_OF_THE_CONTAINER -n sysctl -w " + assignment);
      return commands;
    }
    commands.add(sudo + inside + "sysctl -w " + assignment);
    if (inside.isEmpty()) {
      commands.addAll(keep(assignment));
    } else {
      commands.add("# A new namespace does not inherit it: set it whenever this one is made.");
    }
    return commands;
  }

  /** Changes a setting that holds for the whole host, and can only be changed there. */
  List<String> setOnHost(final ConntrackFacts facts, final String name, final long value) {
    final String assignment = ConntrackSettings.sysctl(name) + "=" + value;
    final List<String> commands = new ArrayList<>();
    if (inside.isEmpty() && isRefused(facts, name)) {
      commands.add(ON_THE_HOST);
    }
    commands.add(sudo + "sysctl -w " + assignment);
    commands.addAll(keep(assignment));
    return commands;
  }

  /** Changes a setting of the kernel's that is not conntrack's. */
  List<String> setOnHost(final String assignment) {
    return List.of(
        sudo + "sysctl -w " + assignment, "# To keep it after a reboot:", keepLine(assignment));
  }

  // Root that may not write has a read-only /proc/sys, or is root of a container only.
  private boolean isRefused(final ConntrackFacts facts, final String name) {
    return sudo.isEmpty() && !facts.settings().writable().contains(name);
  }

  private List<String> keep(final String assignment) {
    final List<String> commands = new ArrayList<>();
    commands.add("# To keep it after a reboot:");
    if (host.module() == ConntrackModule.LOADED || host.module() == ConntrackModule.LOADABLE) {
      // At boot sysctl.d is read long before a rule loads the module, and the setting is not there.
      commands.add("echo nf_conntrack | " + sudo + "tee /etc/modules-load.d/nf_conntrack.conf");
    }
    commands.add(keepLine(assignment));
    return commands;
  }

  private String keepLine(final String assignment) {
    return "echo " + assignment + " | " + sudo + "tee -a " + SYSCTL_FILE;
  }

  /** Makes the kernel track: a rule in a chain that no packet passes, so it decides nothing. */
  List<String> switchTrackingOn() {
    final String install = "# nft is not installed here: apt install nftables (or dnf)";
    return List.of(
        host.nftInstalled() ? "# It takes effect at once:" : install,
        sudo + inside + TRACKING_ON,
        "# To undo it: " + sudo + inside + "nft delete table inet plimsoll",
        "# To keep it after a reboot, put it among the rules that your firewall loads.");
  }

  /** The same command with root's rights, in this namespace. */
  String asRoot(final String command) {
    return (sudo.isEmpty() ? "" : "sudo ") + command + namespace;
  }

  /** Another Plimsoll command for the same namespace. */
  String plimsoll(final String command) {
    return sudo + "plimsoll " + command + namespace;
  }
}
