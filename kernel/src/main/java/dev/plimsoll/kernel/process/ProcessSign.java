package dev.plimsoll.kernel.process;

/**
 * Evidence that a process does not belong on the host. What each means is said where it is judged.
 */
public enum ProcessSign {
  DELETED_EXECUTABLE,
  TEMPORARY_DIRECTORY,
  RANDOM_NAME,
  RESPAWNING,
  RELATIVE_START,
  STATIC_PROGRAM,
  PRELOADED_LIBRARY,
  WEB_USER_LOGS_IN,
  MANY_TO_ONE_REMOTE
}
