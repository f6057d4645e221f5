package dev.plimsoll.engine.helper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Tuple;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * TFTP, IRC, SANE, Amanda and NetBIOS. The texts are those that Linux 6.18 printed for the same
 * packets.
 */
class SmallHelpersTest {
  private static final String WHOLE =
      " mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535";

  private final HelperScene scene = new HelperScene();

  @Test
  void tftpAnswersFromAnyPort() {
    final HelperScene.Talk talk = scene.udp("10.0.0.2", 4000, "10.1.0.2", 69);
    assertThat(talk.client("\0\1file\0octet\0")).isTrue();
    assertThat(talk.client("\0\2file\0octet\0")).as("the same again").isTrue();
    assertThat(scene.expected())
        .containsExactly(
            "proto=17 src=10.1.0.2 dst=10.0.0.2 sport=0 dport=4000"
                + WHOLE
                + " master-src=10.0.0.2 master-dst=10.1.0.2 sport=4000 dport=69"
                + " class=0 helper=tftp");
    assertThat(scene.take(HelperScene.tuple(17, "10.1.0.2", 5555, "10.0.0.2", 4000))).isNotNull();
  }

  @Test
  void tftpDataAnnouncesNothing() {
    final HelperScene.Talk talk = scene.udp("10.0.0.2", 4000, "10.1.0.2", 69);
    talk.client("\0\3\0\1abc");
    talk.client("\0");
    talk.client("");
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void aFullTableDropsTheRequest() {
    final HelperScene small = new HelperScene(1, List.of());
    assertThat(small.udp("10.0.0.2", 4000, "10.1.0.2", 69).client("\0\1f")).isTrue();
    assertThat(small.udp("10.0.0.2", 4001, "10.1.0.2", 69).client("\0\1f")).isFalse();
  }

  @Test
  void ircConnectsFromAnywhere() {
    final HelperScene.Talk talk = scene.tcp("10.0.0.2", 40_001, "10.1.0.2", 6667);
    talk.client("PRIVMSG bob :\1DCC SEND file 167772162 1234 99\1\n");
    talk.client("PRIVMSG bob :\1DCC CHAT chat 167772162 1235\1\r\n");
    final String rest =
        " mask-src=0.0.0.0 mask-dst=255.255.255.255 sport=0 dport=65535"
            + " master-src=10.0.0.2 master-dst=10.1.0.2 sport=40001 dport=6667"
            + " class=0 helper=irc";
    assertThat(scene.expected())
        .containsExactly(
            "proto=6 src=0.0.0.0 dst=10.0.0.2 sport=0 dport=1234" + rest,
            "proto=6 src=0.0.0.0 dst=10.0.0.2 sport=0 dport=1235" + rest);
    assertThat(scene.take(HelperScene.tuple(6, "10.1.0.7", 3, "10.0.0.2", 1235))).isNotNull();
  }

  @Test
  void ircHeedsNoForeignAddressAndNoOtherCommand() {
    final HelperScene.Talk talk = scene.tcp("10.0.0.2", 40_001, "10.1.0.2", 6667);
    assertThat(talk.client("PRIVMSG bob :\1DCC SEND file 167772169 1236\1\r\n")).isTrue();
    assertThat(talk.client("NOTICE bob :\1DCC SEND file 167772162 1237\1\r\n")).isTrue();
    assertThat(talk.client("PRIVMSG bob :\1DCC SEND file 167772162 1238\1")).isTrue();
    assertThat(talk.server("PRIVMSG bob :\1DCC SEND file 167772162 1239\1\r\n")).isTrue();
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void theFirstIrcCommandOfAPacketDecides() {
    final HelperScene.Talk talk = scene.tcp("10.0.0.2", 40_001, "10.1.0.2", 6667);
    final String good = "PRIVMSG b :\1DCC SEND f 167772162 1235 9\1\n";
    talk.client("PRIVMSG b :\1DCC SEND f 167772169 1230 9\1\n" + good);
    assertThat(scene.expected()).isEmpty();
    talk.client("PRIVMSG b :\1DCC FOO f 167772169 1230 9\1\n" + good);
    assertThat(scene.expected()).hasSize(1);
  }

  private static byte[] saneReply(final int status, final int port) {
    return ByteBuffer.allocate(12)
        .putInt(status)
        .putShort((short) 0)
        .putShort((short) port)
        .array();
  }

  @Test
  void saneConnectsToThePortThatAnswersNetStart() {
    final HelperScene.Talk talk = scene.tcp("10.0.0.2", 40_002, "10.1.0.2", 6566);
    talk.say(0, ByteBuffer.allocate(8).putInt(7).array());
    talk.say(1, saneReply(0, 39_999));
    assertThat(scene.expected())
        .containsExactly(
            "proto=6 src=10.0.0.2 dst=10.1.0.2 sport=0 dport=39999"
                + WHOLE
                + " master-src=10.0.0.2 master-dst=10.1.0.2 sport=40002 dport=6566"
                + " class=0 helper=sane");
  }

  @Test
  void saneAnswersToOtherRequestsAnnounceNothing() {
    final HelperScene.Talk talk = scene.tcp("10.0.0.2", 40_002, "10.1.0.2", 6566);
    talk.say(1, saneReply(0, 39_999));
    talk.say(0, ByteBuffer.allocate(8).putInt(7).array());
    talk.say(1, saneReply(1, 39_999));
    talk.say(1, saneReply(0, 39_999));
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void whatAnotherSessionExpectsAlreadyDropsTheAnswer() {
    for (int port = 41_000; port < 41_002; port++) {
      final HelperScene.Talk talk = scene.tcp("10.0.0.2", port, "10.1.0.2", 6566);
      talk.say(0, ByteBuffer.allocate(8).putInt(7).array());
      assertThat(talk.say(1, saneReply(0, 39_999))).isEqualTo(port == 41_000);
    }
  }

  @Test
  void amandaConnectsToThePortsOfTheAnswer() {
    final HelperScene.Talk talk = scene.udp("10.0.0.2", 890, "10.1.0.2", 10_080);
    talk.client("Amanda 2.4 REQ\nSERVICE sendbackup\n");
    talk.server(
        "Amanda 2.4 REP HANDLE 000-1 SEQ 1\nCONNECT DATA 1234 MESG 1235 INDEX 1236\nOPTIONS ;\n");
    final String rest =
        WHOLE
            + " master-src=10.0.0.2 master-dst=10.1.0.2 sport=890 dport=10080"
            + " class=0 helper=amanda";
    assertThat(scene.expected())
        .containsExactly(
            "proto=6 src=10.0.0.2 dst=10.1.0.2 sport=0 dport=1234" + rest,
            "proto=6 src=10.0.0.2 dst=10.1.0.2 sport=0 dport=1235" + rest,
            "proto=6 src=10.0.0.2 dst=10.1.0.2 sport=0 dport=1236" + rest);
    assertThat(talk.row.deadlineMillis()).isEqualTo(HelperScene.START + 300_000);
  }

  @Test
  void netbiosIsAnsweredFromTheNetworkForThreeSeconds() {
    final HelperScene host =
        new HelperScene(10, List.of(new OwnAddress(IpAddress.of("10.0.0.1"), 24)));
    final HelperScene.Talk talk = host.udp("10.0.0.1", 137, "10.0.0.255", 137);
    talk.client("x".repeat(50));
    assertThat(host.expected())
        .containsExactly(
            "proto=17 src=10.0.0.255 dst=10.0.0.1 sport=137 dport=137"
                + " mask-src=255.255.255.0 mask-dst=255.255.255.255 sport=65535 dport=65535"
                + " master-src=10.0.0.1 master-dst=10.0.0.255 sport=137 dport=137"
                + " PERMANENT class=0 helper=netbios-ns");
    assertThat(talk.row.deadlineMillis()).isEqualTo(HelperScene.START + 3000);
    final Tuple answer = HelperScene.tuple(17, "10.0.0.7", 137, "10.0.0.1", 137);
    assertThat(host.take(answer)).isNotNull();
    assertThat(host.take(answer)).isNotNull();
    host.helpers.expectations().advance(HelperScene.START + 3000);
    assertThat(host.take(answer)).isNull();
  }

  @Test
  void netbiosOfOtherHostsIsNotExpected() {
    final HelperScene host =
        new HelperScene(10, List.of(new OwnAddress(IpAddress.of("10.0.0.1"), 24)));
    host.udp("10.0.0.9", 137, "10.0.0.255", 137).client("x");
    host.udp("10.0.0.1", 137, "10.0.0.7", 137).client("x");
    assertThat(host.expected()).isEmpty();
  }
}
