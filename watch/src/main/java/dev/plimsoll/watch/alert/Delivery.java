package dev.plimsoll.watch.alert;

/**
 * An alert on its way through one channel; what is kept over restarts.
 *
 * @param alert the alert
 * @param channel the channel's name in the configuration
 * @param state how far it has come
 * @param attempts how often it was tried
 * @param nextAttemptMillis when it is tried next, in milliseconds since 1970; 0 when it is done
 * @param outcome what the last attempt brought, in plain English; empty before the first
 */
public record Delivery(
    Alert alert,
    String channel,
    State state,
    int attempts,
    long nextAttemptMillis,
    String outcome) {

  /** How far a delivery has come. */
  public enum State {
    PENDING,
    DELIVERED,
    /** Given up, after the last attempt that the channel's back-off allows. */
    FAILED
  }

  /** Whether it has just been decided. */
  public boolean isUntried() {
    return state == State.PENDING && attempts == 0;
  }
}
