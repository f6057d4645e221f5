package dev.plimsoll.engine;

/** Told what the tracker says of each packet. */
public interface VerdictSink {
  /** Takes no interest. */
  VerdictSink NONE = (packet, verdict) -> {};

  /**
   * Takes one verdict.
   *
   * @param packet valid during the call
   */
  void verdict(Packet packet, Verdict verdict);
}
