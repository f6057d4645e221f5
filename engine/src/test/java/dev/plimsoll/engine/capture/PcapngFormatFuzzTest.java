package dev.plimsoll.engine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class PcapngFormatFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void anyBytesAreReadTheSameWhateverPiecesTheyComeIn(final byte[] capture) {
    if (!Arbitrary.isCompressed(capture)) {
      assertThat(Arbitrary.readInPieces(capture)).isEqualTo(Arbitrary.read(capture));
    }
  }
}
