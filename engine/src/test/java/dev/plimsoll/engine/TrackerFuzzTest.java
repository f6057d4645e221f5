package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.jspecify.annotations.Nullable;

class TrackerFuzzTest {
  /** What the bytes mean stands at {@link FuzzedTraffic}. */
  @FuzzTest(maxDuration = "8s")
  void noTrafficUpsetsTheTable(final byte @Nullable [] input) {
    final FuzzedTraffic traffic = new FuzzedTraffic(input == null ? new byte[0] : input);
    final ObservedTracker inBatches = new ObservedTracker(traffic.settings());
    final ObservedTracker oneByOne = new ObservedTracker(traffic.settings());
    for (List<Frame> frames = traffic.next(); !frames.isEmpty(); frames = traffic.next()) {
      for (final Frame frame : frames) {
        inBatches.take(frame);
        oneByOne.take(frame);
        oneByOne.trackEach();
        if (inBatches.isFull()) {
          inBatches.trackBatch();
        }
      }
    }
    inBatches.trackBatch();
    inBatches.end();
    oneByOne.end();
    if (!oneByOne.wasFull()) {
      assertThat(inBatches.said()).isEqualTo(oneByOne.said());
    }
  }
}
