package dev.plimsoll.engine.capture;

import dev.plimsoll.engine.Frame;

/** How a capture is written. Not thread safe. */
sealed interface CaptureFormat permits PcapFormat, PcapngFormat {
  /**
   * Fills frames with all but their numbers, from one block only.
   *
   * @return how many; 0 at the end
   */
  int read(Frame[] frames) throws CaptureException;
}
