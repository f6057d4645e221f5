package dev.plimsoll.watch.diagnosis;

/** What can be done at the press of a key. All texts come from this host and are harmless. */
public sealed interface Action {
  /**
   * Deletes the sessions that a filter shows, the caller's own log-in excepted.
   *
   * @param filter in the filter language
   */
  record DeleteSessions(String filter) implements Action {}

  /** Drops what goes to and comes from an address. */
  record BlockRemote(String address) implements Action {}

  /**
   * Drops what this host begins to a port.
   *
   * @param protocol {@code tcp} or {@code udp}
   */
  record BlockPort(String protocol, int port) implements Action {}

  /** Stops all processes of a unit or container where they are, by its control group. */
  record FreezeUnit(String controlGroup) implements Action {}

  /** Stops one process where it is, told from others by its start. */
  record StopProcess(long pid, long startTicks) implements Action {}
}
