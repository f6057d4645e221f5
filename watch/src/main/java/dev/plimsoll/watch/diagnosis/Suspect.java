package dev.plimsoll.watch.diagnosis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process that owns sessions. All texts are as the process chose them and may be hostile: whoever
 * shows them makes them harmless first.
 *
 * @param pid in Plimsoll's own process namespace
 * @param name the kernel's short name of it
 * @param executable its program file, or empty if that may not be read
 * @param commandLine its arguments; empty if they may not be read
 * @param user who runs it: a name, or a number where there is none
 * @param startedMillis when it started, in milliseconds since 1970; 0 if unknown
 * @param unit its systemd unit, or null
 * @param container the container it runs in, such as {@code docker 3f2a… (web)}, or null
 * @param sessions how many of the sessions in question are its own
 * @param cpuShare of one processor that it used lately, or else since its start: 1 is one processor
 *     all the time; NaN if not known
 * @param signs evidence against it
 */
public record Suspect(
    long pid,
    String name,
    String executable,
    List<String> commandLine,
    String user,
    long startedMillis,
    @Nullable String unit,
    @Nullable String container,
    long sessions,
    double cpuShare,
    List<HostSign> signs) {
  public Suspect {
    commandLine = List.copyOf(commandLine);
    signs = List.copyOf(signs);
  }
}
