package dev.plimsoll.engine.helper;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

class HelperFuzzTest {
  private static final int MOST = 8;

  private final HelperScene scene =
      new HelperScene(MOST, List.of(new OwnAddress(IpAddress.of("10.0.0.2"), 8)));

  /**
   * The first byte chooses the helper, and TCP for SIP. Then come packets, with two bytes before
   * each: direction and length.
   */
  @FuzzTest(maxDuration = "8s")
  void noPayloadIsTooMuchForAHelper(final byte @Nullable [] input) {
    if (input == null || input.length == 0) {
      return;
    }
    final HelperScene.Talk talk = talk(input[0]);
    int at = 1;
    while (at + 2 <= input.length) {
      final int head = (input[at] & 0xff) << 8 | input[at + 1] & 0xff;
      final int end = Math.min(at + 2 + (head & 0xfff), input.length);
      final byte[] packet = Arrays.copyOfRange(input, at + 2, end);
      talk.say(head >>> 15, packet, packet.length / 2);
      talk.say(head >>> 15, packet);
      at = end;
    }
    final int size = scene.expected().size();
    assertThat(size).isLessThanOrEqualTo(MOST);
    assertThat(scene.helpers.expectations().size()).isEqualTo(size);
    talk.end();
    assertThat(scene.helpers.expectations().isEmpty()).isTrue();
    assertThat(scene.helpers.greKeys().isEmpty()).isTrue();
  }

  private HelperScene.Talk talk(final int choice) {
    final HelperKind[] kinds = HelperKind.values();
    final HelperKind kind = kinds[(choice & 0x7f) % kinds.length];
    final boolean tcp = kind.protocol() == Protocol.TCP || kind == HelperKind.SIP && choice < 0;
    return tcp
        ? scene.tcp("10.0.0.2", 40_000, "10.1.0.2", kind.port())
        : scene.udp("10.0.0.2", 40_000, "10.1.0.2", kind.port());
  }
}
