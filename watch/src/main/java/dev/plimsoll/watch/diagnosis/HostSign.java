package dev.plimsoll.watch.diagnosis;

/**
 * Evidence that a process does not belong on the host. Some is weak: many a usual program bears it
 * too, so it never counts alone, nor with another weak one.
 */
public enum HostSign {
  DELETED_EXECUTABLE("its program file was deleted while it runs"),
  TEMPORARY_DIRECTORY("its program lies where only temporary files belong"),
  RANDOM_NAME("its name is made of random letters"),
  RESPAWNING("it ends and is started anew under other names"),
  /** Counts only beside another: so are many programs of one's own. */
  RELATIVE_START("a user who is not root started it as ./name"),
  /** Weak: so are the programs that Go and Rust make. */
  STATIC_PROGRAM("its program brings its own libraries"),
  PRELOADED_LIBRARY("a library is pushed into it (LD_PRELOAD or /etc/ld.so.preload)"),
  WEB_USER_LOGS_IN("a web server's user connects to log-in or mail ports"),
  /** Weak: so has every pool of connections. */
  MANY_TO_ONE_REMOTE("it has five or more connections to one remote at once");

  private final String words;

  HostSign(final String words) {
    this.words = words;
  }

  /** Whether it counts only beside one that is not weak. */
  public boolean isWeak() {
    return this == STATIC_PROGRAM || this == MANY_TO_ONE_REMOTE;
  }

  /** Plain English, to follow the process' name. */
  public String words() {
    return words;
  }
}
