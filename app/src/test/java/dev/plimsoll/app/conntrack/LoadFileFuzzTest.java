package dev.plimsoll.app.conntrack;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever stands in a file of commands is understood, or is an error that says why. */
final class LoadFileFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void neverFailsButByAUsageException(final byte[] bytes) throws IOException {
    try {
      new LoadFile("-", null).read(new CommandLines().reader(), new ByteArrayInputStream(bytes));
    } catch (final ConntrackUsageException e) {
      // The answer to bytes that are no commands.
    }
  }
}
