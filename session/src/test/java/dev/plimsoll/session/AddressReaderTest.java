package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressReaderTest {
  private final AddressReader reader = new AddressReader();

  private boolean read(final String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return reader.read(bytes, 0, bytes.length);
  }

  private IpAddress address() {
    return new IpAddress(reader.family(), reader.high(), reader.low());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "255.255.255.255",
        "::",
        "::1",
        "1::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "fe80::1:0:0:2",
        "2001:0db8:0000:0000:0000:0000:0000:0001",
        "::1.2.3.4",
        "::ffff:1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4",
        "ABCD::ef"
      })
  void anAddressIsReadAsElsewhere(final String text) {
    assertThat(read(text)).isTrue();
    assertThat(address()).isEqualTo(IpAddress.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.256",
        "1.2.3.0004",
        "1..2.3",
        "1.2.3.4 ",
        ":",
        ":1",
        "1:",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3",
        "12345::",
        "g::",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3",
        "1:2:3:4:5:6:7:8::"
      })
  void whatIsNoAddressIsRefused(final String text) {
    assertThat(read(text)).isFalse();
  }

  @Test
  void everyAddressIsReadInBothForms() {
    final SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 5_000; i++) {
      final TupleBuffer tuple = FormatSamples.session(random).original();
      final LineBuffer line = new LineBuffer(64);
      line.putAddress(tuple.family(), tuple.sourceHigh(), tuple.sourceLow());
      assertThat(read(line.toString())).as("%s", line).isTrue();
      assertThat(address()).as("%s", line).isEqualTo(tuple.source());
      line.clear();
      line.putKernelAddress(tuple.family(), tuple.sourceHigh(), tuple.sourceLow());
      assertThat(read(line.toString())).as("%s", line).isTrue();
      assertThat(address()).as("%s", line).isEqualTo(tuple.source());
    }
  }
}
