package dev.plimsoll.watch;

/**
 * A sustained overload that has ended.
 *
 * @param sinceMillis when it became sustained, in milliseconds since 1970
 * @param endMillis when it was seen to have ended
 * @param ending how it ended
 */
public record Episode(long sinceMillis, long endMillis, Ending ending) {
  /** How a sustained overload ended. */
  public enum Ending {
    /** The count was clear of the limit for long enough. */
    CLEARED,
    /** The count was at or below the limit for a full window. */
    WITHIN_LIMIT,
    /** The server stopped or vanished; nobody saw its count fall. */
    UNOBSERVED
  }
}
