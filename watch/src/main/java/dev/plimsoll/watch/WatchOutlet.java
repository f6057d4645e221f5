package dev.plimsoll.watch;

/**
 * Where what a {@link Watcher} sees goes: history, the page, alerts. Called on the sampling thread,
 * so it must be quick; what takes long goes into a queue.
 */
public interface WatchOutlet {
  /** Takes a reading. */
  void reading(Reading reading);

  /** Takes a time over the limit that began, became sustained, rose or ended. */
  void overload(Overload overload);

  /** A server is gone or no longer to be watched; it may be one of an earlier watch. */
  void vanished(String namespace, long timeMillis);
}
