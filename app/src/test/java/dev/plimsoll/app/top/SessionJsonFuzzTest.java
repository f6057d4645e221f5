package dev.plimsoll.app.top;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever a program at the other end sends is read, or is an error that says why. */
final class SessionJsonFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void neverFailsButByAnIoException(final byte[] bytes) {
    try {
      final Json json = Json.read(new ByteArrayInputStream(bytes));
      SessionJson.read(json, TopSample.NOW);
      DaemonHeadings.headline(json);
    } catch (final IOException e) {
      // The answer to bytes that are no session.
    }
  }
}
