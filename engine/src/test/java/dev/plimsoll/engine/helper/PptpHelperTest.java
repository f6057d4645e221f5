package dev.plimsoll.engine.helper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Tuple;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The texts are those that Linux 6.18 printed for the same messages. */
class PptpHelperTest {
  private static final String REST =
      " mask-src=255.255.255.255 mask-dst=255.255.255.255 srckey=0xffff dstkey=0xffff"
          + " master-src=10.0.0.2 master-dst=10.1.0.2 sport=40003 dport=1723 class=0 helper=pptp";
  private static final Tuple FROM_CLIENT =
      HelperScene.tuple(47, "10.0.0.2", 0x1111, "10.1.0.2", 0x2222);

  private final HelperScene scene = new HelperScene();
  private final HelperScene.Talk talk = scene.tcp("10.0.0.2", 40_003, "10.1.0.2", 1723);

  private static byte[] message(final int type, final int size, final int... start) {
    final ByteBuffer message = ByteBuffer.allocate(12 + size);
    message.putShort((short) (12 + size)).putShort((short) 1).putInt(0x1a2b3c4d);
    message.putShort((short) type).putShort((short) 0);
    for (final int number : start) {
      message.putShort((short) number);
    }
    return message.array();
  }

  private void call() {
    talk.say(0, message(1, 144, 0x100));
    talk.say(1, message(2, 144, 0x100, 0x100));
    talk.say(0, message(7, 156, 0x1111));
    talk.say(1, message(8, 20, 0x2222, 0x1111, 0x100));
  }

  @Test
  void aCallThatIsAcceptedOpensATunnelFromEitherSide() {
    call();
    assertThat(scene.expected())
        .containsExactly(
            "proto=47 src=10.0.0.2 dst=10.1.0.2 srckey=0x1111 dstkey=0x2222" + REST,
            "proto=47 src=10.1.0.2 dst=10.0.0.2 srckey=0x2222 dstkey=0x1111" + REST);
  }

  @Test
  void theKeysOfBothDirectionsAreKnown() {
    call();
    final GreKeys keys = scene.helpers.greKeys();
    assertThat(keys.sourceKey(HelperScene.tuple(47, "10.0.0.2", 0, "10.1.0.2", 0x2222)))
        .isEqualTo(0x1111);
    assertThat(keys.sourceKey(HelperScene.tuple(47, "10.1.0.2", 0, "10.0.0.2", 0x1111)))
        .isEqualTo(0x2222);
    assertThat(keys.sourceKey(HelperScene.tuple(47, "10.1.0.3", 0, "10.0.0.2", 0x1111))).isZero();
  }

  @Test
  void theFirstPacketTakesBothExpectations() {
    call();
    assertThat(scene.take(FROM_CLIENT)).isNotNull();
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void theTunnelEndsWithTheCall() {
    call();
    scene.begin(FROM_CLIENT);
    talk.say(1, message(13, 136, 0x2222));
    assertThat(scene.ended).containsExactly(FROM_CLIENT);
    assertThat(scene.helpers.greKeys().isEmpty()).isTrue();
  }

  @Test
  void aTunnelThatDidNotBeginIsNoLongerExpectedAfterTheCall() {
    call();
    talk.say(1, message(13, 136, 0x2222));
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void theTunnelEndsWithTheControlSession() {
    call();
    scene.begin(FROM_CLIENT);
    talk.end();
    assertThat(scene.ended).containsExactly(FROM_CLIENT);
    assertThat(scene.helpers.greKeys().isEmpty()).isTrue();
  }

  @Test
  void aSecondCallWithoutTheEndOfTheFirstIsNotExpected() {
    call();
    talk.say(0, message(7, 156, 0x3333));
    talk.say(1, message(8, 20, 0x4444, 0x3333, 0x100));
    assertThat(scene.expected()).allSatisfy(line -> assertThat(line).doesNotContain("0x3333"));
  }

  @Test
  void aCallThatWasNotAskedForIsNotExpected() {
    talk.say(1, message(8, 20, 0x2222, 0x1111, 0x100));
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void aCallThatComesInOpensATunnelOnceItIsConnected() {
    talk.say(0, message(1, 144, 0x100));
    talk.say(1, message(2, 144, 0x100, 0x100));
    talk.say(1, message(9, 208, 0x2222));
    talk.say(0, message(10, 12, 0x1111, 0x2222, 0x100));
    assertThat(scene.expected()).isEmpty();
    talk.say(1, message(11, 16, 0x1111));
    assertThat(scene.expected()).hasSize(2);
  }

  @Test
  void aMessageThatIsTooShortIsNotRead() {
    talk.say(0, message(1, 143, 0x100));
    talk.say(1, message(2, 144, 0x100, 0x100));
    talk.say(0, message(7, 156, 0x1111));
    talk.say(1, message(8, 20, 0x2222, 0x1111, 0x100));
    assertThat(scene.expected()).isEmpty();
  }
}
