package dev.plimsoll.engine;

/** Told how many sessions there are, at regular moments of the packets' time. */
public interface CountListener {
  /**
   * Takes the count at one moment.
   *
   * @param timeMillis a multiple of the interval, in milliseconds since 1970
   * @param sessions how many there are then
   * @param most how many there were at most since the moment before
   */
  void count(long timeMillis, int sessions, int most);
}
