package dev.plimsoll.engine;

import java.io.IOException;

/** Where frames come from: capture files or an interface. Not thread safe. */
public interface FrameSource extends AutoCloseable {
  /**
   * Fills frames in the order in which they were captured. What they point at stays as it is until
   * the next call, and for {@link #lasting} more.
   *
   * @param frames to be filled from the first on; at least one
   * @return how many were filled, at least one; 0 when there are no more (a live source that has
   *     none yet returns 0 too, and says by its own methods whether it has ended)
   * @throws IOException with one sentence that names the source and the place; the frames of calls
   *     before are good
   */
  int read(Frame[] frames) throws IOException;

  /**
   * For how many further calls of {@link #read} what frames point at stays as it is. Where it is
   * more than 0, the source can be read ahead.
   */
  default int lasting() {
    return 0;
  }

  @Override
  void close() throws IOException;
}
