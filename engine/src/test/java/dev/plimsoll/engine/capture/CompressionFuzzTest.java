package dev.plimsoll.engine.capture;

import com.code_intelligence.jazzer.junit.FuzzTest;

class CompressionFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void anyBytesAreReadOrRefusedInASentence(final byte[] capture) {
    Arbitrary.read(capture);
  }
}
