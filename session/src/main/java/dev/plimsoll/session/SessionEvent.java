package dev.plimsoll.session;

/**
 * A change in a table. A source fills one event again and again; it is valid during the call that
 * hands it out.
 *
 * <p>Which fields of the session are there depends on the type: an update tells the TCP state only
 * if it changed, counters come with {@link Type#DESTROY} only, a start time too ({@code
 * ctnetlink_conntrack_event}, nf_conntrack_netlink.c). Not thread safe.
 */
public final class SessionEvent {

  /** What happened to the session. */
  public enum Type {
    NEW,
    UPDATE,
    DESTROY;

    /** The word used in JSON and CSV. */
    public String word() {
      return switch (this) {
        case NEW -> "new";
        case UPDATE -> "update";
        case DESTROY -> "destroy";
      };
    }
  }

  private final Session session = new Session();
  private Type type = Type.NEW;
  private long timeNanos;
  private int portId;
  private boolean missed;

  public Type type() {
    return type;
  }

  public void type(final Type kind) {
    type = kind;
  }

  public Session session() {
    return session;
  }

  /** When it happened as far as the source can tell, in nanoseconds since 1970. */
  public long timeNanos() {
    return timeNanos;
  }

  public void timeNanos(final long nanos) {
    timeNanos = nanos;
  }

  /** The netlink port of the process that made the change, or 0 for traffic. */
  public int portId() {
    return portId;
  }

  public void portId(final int id) {
    portId = id;
  }

  /**
   * Whether nobody heard it when it happened: it was found out afterwards, by a look at the table.
   * Then {@link #timeNanos} is when that was, and the session is as the table shows it, or showed
   * it last: with counters as old as that, and without a stop.
   */
  public boolean isMissed() {
    return missed;
  }

  public void missed(final boolean isMissed) {
    missed = isMissed;
  }
}
