package dev.plimsoll.app.diagnose;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.Ownership;
import dev.plimsoll.kernel.SessionOwner;
import dev.plimsoll.kernel.SocketOwners;
import dev.plimsoll.kernel.process.ProcessFacts;
import dev.plimsoll.kernel.process.ProcessSign;
import dev.plimsoll.session.Session;
import dev.plimsoll.watch.diagnosis.Attribution;
import dev.plimsoll.watch.diagnosis.HostSign;
import dev.plimsoll.watch.diagnosis.SessionOwners;
import dev.plimsoll.watch.diagnosis.Suspect;
import java.util.List;

/**
 * The processes of this host as owners of one namespace's sessions. It remembers what it saw, so
 * one is kept as long as the namespace is watched.
 */
public final class ProcessOwners implements SessionOwners {
  private final SocketOwners owners;

  public ProcessOwners(final NetworkNamespace namespace) {
    owners = new SocketOwners(namespace);
  }

  @Override
  public Attribution of(final List<Session> sessions) {
    final Ownership found = owners.of(sessions);
    return new Attribution(
        found.owners().stream().map(ProcessOwners::suspect).toList(),
        found.sessions(),
        found.certain(),
        found.likely(),
        found.gaps());
  }

  static Suspect suspect(final SessionOwner owner) {
    final ProcessFacts process = owner.process();
    return new Suspect(
        process.id().pid(),
        process.name(),
        process.executable(),
        process.commandLine(),
        process.user(),
        process.startedMillis(),
        process.controlGroup().unit(),
        process.container(),
        owner.sessions(),
        owner.cpuShare(),
        owner.signs().stream().sorted().map(ProcessOwners::sign).toList());
  }

  private static HostSign sign(final ProcessSign sign) {
    return switch (sign) {
      case DELETED_EXECUTABLE -> HostSign.DELETED_EXECUTABLE;
      case TEMPORARY_DIRECTORY -> HostSign.TEMPORARY_DIRECTORY;
      case RANDOM_NAME -> HostSign.RANDOM_NAME;
      case RESPAWNING -> HostSign.RESPAWNING;
      case RELATIVE_START -> HostSign.RELATIVE_START;
      case STATIC_PROGRAM -> HostSign.STATIC_PROGRAM;
      case PRELOADED_LIBRARY -> HostSign.PRELOADED_LIBRARY;
      case WEB_USER_LOGS_IN -> HostSign.WEB_USER_LOGS_IN;
      case MANY_TO_ONE_REMOTE -> HostSign.MANY_TO_ONE_REMOTE;
    };
  }
}
