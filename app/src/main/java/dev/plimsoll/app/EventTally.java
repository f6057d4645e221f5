package dev.plimsoll.app;

import dev.plimsoll.session.SessionEvent;

/** Counts the events of one namespace: written by the mirror's thread, read by any. */
public final class EventTally {
  private volatile long begun;
  private volatile long ended;

  /** Counts one event; for the mirror's thread. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  public void count(final SessionEvent event) {
    switch (event.type()) {
      case NEW -> begun++;
      case DESTROY -> ended++;
      case UPDATE -> {}
    }
  }

  /** Sessions that began. */
  public long begun() {
    return begun;
  }

  /** Sessions that ended. */
  public long ended() {
    return ended;
  }
}
