package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ProcLineFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void whatCanBeReadCanBeWrittenAndReadAgain(final byte[] line) {
    final Session session = new Session();
    session.observedNanos(FormatSamples.OBSERVED);
    final ProcLine reader = new ProcLine();
    if (!reader.parse(line, 0, line.length, session)) {
      assertThat(reader.problem()).startsWith("column ");
      return;
    }
    final ProcFormat format = new ProcFormat();
    final String written = Lines.write(format, session);
    assertThat(Lines.write(format, Lines.read(written))).isEqualTo(written);
  }
}
