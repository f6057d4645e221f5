package dev.plimsoll.app.action;

import dev.plimsoll.kernel.ConntrackSettings;
import dev.plimsoll.kernel.ControlGroup;
import dev.plimsoll.kernel.Login;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.OwnLogins;
import dev.plimsoll.kernel.RunningProcess;
import dev.plimsoll.watch.Timeouts;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Suspect;
import dev.plimsoll.watch.diagnosis.ThisHost;
import dev.plimsoll.watch.diagnosis.ThisHost.Packages;
import dev.plimsoll.watch.diagnosis.ThisHost.ProcessPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads of the host what the steps name. */
public final class HostLook {
  private static final Path PROC = Path.of("/proc");
  // Behind the name in /proc/PID/stat: state, parent, group.
  private static final int GROUP_FIELD = 2;
  private static final long TICKS_A_SECOND = 100;
  // A suspect's start is told in whole seconds of another clock.
  private static final long SAME_START_MILLIS = 3_000;
  private static final int MOST_SUSPECTS = 20;

  private HostLook() {}

  /**
   * Looks for what belongs to a diagnosis.
   *
   * @param limit the provider's
   * @param logins the caller's own
   */
  public static ThisHost read(
      final Diagnosis diagnosis,
      final NetworkNamespace namespace,
      final long limit,
      final Set<Login> logins) {
    final ConntrackSettings settings = ConntrackSettings.read(namespace);
    final Map<Long, ProcessPlace> places = new HashMap<>();
    final Crontabs crontabs = new Crontabs(Path.of("/"));
    for (final Suspect suspect :
        diagnosis.attribution().suspects().stream().limit(MOST_SUSPECTS).toList()) {
      final ProcessPlace place = place(suspect, crontabs);
      if (place != null) {
        places.put(suspect.pid(), place);
      }
    }
    return new ThisHost(
        places,
        Timeouts.ofSysctls(settings.values()),
        settings.maximum().orElse(0),
        limit,
        logins.stream().map(login -> login.remote().toString()).collect(Collectors.toSet()),
        packages());
  }

  private static Packages packages() {
    if (Files.isDirectory(Path.of("/var/lib/dpkg"))) {
      return Packages.DEBIAN;
    }
    return Files.isDirectory(Path.of("/var/lib/rpm"))
            || Files.isDirectory(Path.of("/usr/lib/sysimage/rpm"))
        ? Packages.RPM
        : Packages.OTHER;
  }

  private static @Nullable ProcessPlace place(final Suspect suspect, final Crontabs crontabs) {
    try {
      final RunningProcess process = RunningProcess.find(suspect.pid());
      if (process == null || !isSame(suspect, process)) {
        return null;
      }
      return new ProcessPlace(
          process.startTicks(),
          groupApart(group(suspect.pid())),
          controlGroup(suspect.pid()),
          crontabs.naming(suspect.executable()));
    } catch (final IOException | NumberFormatException e) {
      // It ended while it was looked at: then there is nothing to stop.
      return null;
    }
  }

  // A script's children are in its group: who started the suspect by hand would end with it.
  private static long groupApart(final long group) throws IOException {
    for (final long own : OwnLogins.ancestors()) {
      if (group(own) == group) {
        return 0;
      }
    }
    return group;
  }

  private static long group(final long pid) throws IOException {
    return Long.parseLong(fields(pid)[GROUP_FIELD]);
  }

  private static String[] fields(final long pid) throws IOException {
    final String stat = Files.readString(PROC.resolve(pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  // The number may have gone to another process since the diagnosis.
  private static boolean isSame(final Suspect suspect, final RunningProcess process)
      throws IOException {
    if (suspect.startedMillis() == 0) {
      return true;
    }
    try (var lines = Files.lines(PROC.resolve("stat"))) {
      final long bootSeconds =
          lines
              .filter(line -> line.startsWith("btime "))
              .mapToLong(line -> Long.parseLong(line.substring("btime ".length()).strip()))
              .findFirst()
              .orElse(0);
      final long started = bootSeconds * 1000 + process.startTicks() * 1000 / TICKS_A_SECOND;
      return bootSeconds == 0 || Math.abs(started - suspect.startedMillis()) <= SAME_START_MILLIS;
    }
  }

  private static @Nullable String controlGroup(final long pid) throws IOException {
    final String path = ControlGroup.pathOf(pid);
    final ControlGroup group = path == null ? null : ControlGroup.find(path);
    if (group == null) {
      return null;
    }
    final List<Long> ancestors = OwnLogins.ancestors();
    for (final long own : ancestors) {
      if (group.holds(own)) {
        return null;
      }
    }
    return path;
  }
}
