package dev.plimsoll.kernel.process;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a process stands in the tree of control groups (cgroups(7)), and what the path's parts mean
 * to those who made them.
 *
 * @param path in the tree that the kernel calls unified; in that of systemd or another where the
 *     process is only there; {@code /} if it is in none
 * @param unit the systemd unit that the path names outside of any container, or null
 * @param userUnit the unit of a user's own systemd inside it, or null
 * @param containers the containers around the process, outermost first
 */
public record ControlGroup(
    String path, @Nullable String unit, @Nullable String userUnit, List<ContainerMark> containers) {
  static final ControlGroup NONE = new ControlGroup("/", null, null, List.of());

  private static final int MOST_PARTS = 64;
  private static final Pattern UNIT = Pattern.compile(".+\\.(service|scope|socket|mount|swap)");
  private static final Pattern USER_MANAGER = Pattern.compile("user@[0-9]+\\.service");
  private static final Pattern ENGINE_AND_ID =
      Pattern.compile("(?:.*[:/])?([a-z-]+)[-:]([0-9a-f]{64})(?:\\.scope)?");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern POD =
      Pattern.compile("(?:.*-)?pod([0-9a-f_-]{32,36})(?:\\.slice.*)?");
  private static final Pattern MACHINE = Pattern.compile("machine-(.+)\\.scope");
  private static final Pattern NSPAWN = Pattern.compile("systemd-nspawn@(.+)\\.service");
  private static final Pattern LIBVIRT = Pattern.compile("(qemu|lxc)-[0-9]+-(.+)");
  private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");
  private static final String LXC_PAYLOAD = "lxc.payload";

  public ControlGroup {
    containers = List.copyOf(containers);
  }

  /** Reads {@code /proc/PID/cgroup}: lines of a number, controllers and a path. Takes any text. */
  static ControlGroup parse(final String text) {
    String unified = "/";
    String systemd = "/";
    String other = "/";
    for (final String line : text.split("\n", -1)) {
      final String[] fields = line.split(":", 3);
      if (fields.length == 3 && fields[2].startsWith("/")) {
        if (fields[1].isEmpty()) {
          unified = fields[2];
        } else if (fields[1].equals("name=systemd")) {
          systemd = fields[2];
        } else if (fields[2].length() > other.length()) {
          other = fields[2];
        }
      }
    }
    final String path = !unified.equals("/") ? unified : !systemd.equals("/") ? systemd : other;
    return path.equals("/") ? NONE : ofPath(path);
  }

  private static ControlGroup ofPath(final String path) {
    final String[] parts = path.split("/", MOST_PARTS);
    final List<ContainerMark> containers = new ArrayList<>();
    String unit = null;
    String userUnit = null;
    String pod = null;
    for (int i = 1; i < parts.length; i++) {
      final String part = parts[i];
      final Matcher podName = POD.matcher(part);
      if (podName.matches()) {
        pod = podName.group(1).replace('_', '-');
      }
      final ContainerMark container = container(parts, i, pod);
      if (container != null) {
        containers.add(container);
      } else if (containers.isEmpty() && UNIT.matcher(part).matches()) {
        if (unit == null) {
          unit = part;
        } else if (USER_MANAGER.matcher(unit).matches()) {
          userUnit = part;
        }
      }
    }
    return new ControlGroup(path, unit, userUnit, containers);
  }

  private static @Nullable ContainerMark container(
      final String[] parts, final int at, final @Nullable String pod) {
    final String part = parts[at];
    final String before = parts[at - 1];
    final Matcher engineAndId = ENGINE_AND_ID.matcher(part);
    if (engineAndId.matches()) {
      final String engine = engine(engineAndId.group(1));
      return engine == null ? null : new ContainerMark(engine, engineAndId.group(2), pod);
    }
    if (ID.matcher(part).matches()) {
      final String engine = pod != null ? "kubernetes" : before;
      return new ContainerMark(
          engine.equals("docker") || pod != null ? engine : "container", part, pod);
    }
    if (before.equals("lxc") || before.equals(LXC_PAYLOAD)) {
      return part.isEmpty() ? null : new ContainerMark("lxc", part, null);
    }
    if (part.startsWith(LXC_PAYLOAD + ".") && part.length() > LXC_PAYLOAD.length() + 1) {
      return new ContainerMark("lxc", part.substring(LXC_PAYLOAD.length() + 1), null);
    }
    return machine(part);
  }

  private static @Nullable String engine(final String prefix) {
    return switch (prefix) {
      case "docker", "nerdctl", "containerd" -> prefix;
      case "libpod", "libpod-payload" -> "podman";
      case "cri-containerd" -> "containerd";
      case "crio" -> "cri-o";
      // The engine's own helper beside the container, such as libpod-conmon.
      default -> null;
    };
  }

  private static @Nullable ContainerMark machine(final String part) {
    final Matcher nspawn = NSPAWN.matcher(part);
    if (nspawn.matches()) {
      return new ContainerMark("systemd-nspawn", unescape(nspawn.group(1)), null);
    }
    final Matcher machine = MACHINE.matcher(part);
    if (!machine.matches()) {
      return null;
    }
    final String name = unescape(machine.group(1));
    final Matcher libvirt = LIBVIRT.matcher(name);
    return libvirt.matches()
        ? new ContainerMark("libvirt-" + libvirt.group(1), libvirt.group(2), null)
        : new ContainerMark("systemd-nspawn", name, null);
  }

  /** Takes back what systemd-escape(1) does to a name. */
  private static String unescape(final String name) {
    return ESCAPE
        .matcher(name)
        .replaceAll(found ->
            Matcher.quoteReplacement(
                Character.toString((char) Integer.parseInt(found.group(1), 16))));
  }
}
