package dev.plimsoll.watch.history;

import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;

/** A sample, with what happened since the one before it. */
record SampleRow(String namespace, Sample sample, long created, long destroyed, long losses)
    implements Row.AtMoment {
  /** No kernel counts further; so the sums of ten years stay within 64 bits. */
  private static final long MOST = 1L << 32;

  static SampleRow of(final Reading reading) {
    final Sample sample = reading.sample();
    return new SampleRow(
        reading.namespace(),
        new Sample(
            sample.timeMillis(),
            sample.intervalMillis(),
            Math.min(sample.count(), MOST),
            sample.measure()),
        Math.clamp(reading.since().created(), 0, MOST),
        Math.clamp(reading.since().destroyed(), 0, MOST),
        Math.clamp(reading.since().losses(), 0, MOST));
  }

  @Override
  public long timeMillis() {
    return sample.timeMillis();
  }
}
