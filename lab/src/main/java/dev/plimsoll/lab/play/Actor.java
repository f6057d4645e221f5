package dev.plimsoll.lab.play;

import dev.plimsoll.watch.diagnosis.HostSign;
import dev.plimsoll.watch.diagnosis.Suspect;
import java.util.List;

/** Who owns a session on the played host. */
enum Actor {
  /** The web server. */
  SERVICE("nginx", "/usr/sbin/nginx", "www-data"),
  /** An honest program as there are many: it brings its own libraries and keeps a pool. */
  PROGRAM("fetcher", "/opt/fetcher/fetcher", "fetcher"),
  /** What does not belong there. */
  CULPRIT("kqzjxwvb", "/tmp/.x/kqzjxwvb (deleted)", "www-data"),
  /** Nobody any more: the socket was closed long ago. */
  GONE("", "", "");

  private final String program;
  private final String executable;
  private final String user;

  Actor(final String program, final String executable, final String user) {
    this.program = program;
    this.executable = executable;
    this.user = user;
  }

  private List<HostSign> signs() {
    return switch (this) {
      case SERVICE, GONE -> List.of();
      case PROGRAM -> List.of(HostSign.STATIC_PROGRAM, HostSign.MANY_TO_ONE_REMOTE);
      case CULPRIT ->
          List.of(HostSign.DELETED_EXECUTABLE, HostSign.TEMPORARY_DIRECTORY, HostSign.RANDOM_NAME);
    };
  }

  /** As an adapter of the kernel would tell it. */
  Suspect suspect(final long sessions) {
    return new Suspect(
        4_711,
        program,
        executable,
        List.of(executable),
        user,
        Stage.START_MILLIS,
        null,
        null,
        sessions,
        Double.NaN,
        signs());
  }
}
