package dev.plimsoll.app;

import dev.plimsoll.session.SessionEvent;

/** Counts the events of one namespace: written by the mirror's thread, read by any. */
final class EventTally {
  private volatile long begun;
  private volatile long ended;

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void count(final SessionEvent event) {
    switch (event.type()) {
      case NEW -> begun++;
      case DESTROY -> ended++;
      case UPDATE -> {}
    }
  }

  /** Sessions that began. */
  long begun() {
    return begun;
  }

  /** Sessions that ended. */
  long ended() {
    return ended;
  }
}
