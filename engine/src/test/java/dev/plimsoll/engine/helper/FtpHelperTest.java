package dev.plimsoll.engine.helper;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The texts of the IPv4 expectations are those that Linux 6.18 printed for the same lines. */
class FtpHelperTest {
  private static final String REST =
      " mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535"
          + " master-src=10.0.0.2 master-dst=10.1.0.2 sport=40000 dport=21 class=0 helper=ftp";

  private final HelperScene scene = new HelperScene();
  private final HelperScene.Talk talk = scene.tcp("10.0.0.2", 40_000, "10.1.0.2", 21);

  private static String active(final int port) {
    return "proto=6 src=10.1.0.2 dst=10.0.0.2 sport=0 dport=" + port + REST;
  }

  private static String passive(final int port) {
    return "proto=6 src=10.0.0.2 dst=10.1.0.2 sport=0 dport=" + port + REST;
  }

  @BeforeEach
  void logIn() {
    talk.server("220 hi\r\n");
    talk.client("USER x\r\n");
    talk.server("331 pw\r\n");
  }

  @Test
  void readsPort() {
    assertThat(talk.client("PORT 10,0,0,2,4,1\r\n")).isTrue();
    assertThat(scene.expected()).containsExactly(active(1025));
    assertThat(scene.take(HelperScene.tuple(6, "10.1.0.2", 20, "10.0.0.2", 1025))).isNotNull();
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void readsSmallLetters() {
    talk.client("port 10,0,0,2,4,1\r\n");
    assertThat(scene.expected()).containsExactly(active(1025));
  }

  @Test
  void readsExtendedPort() {
    talk.client("EPRT |1|10.0.0.2|5282|\r\n");
    assertThat(scene.expected()).containsExactly(active(5282));
  }

  @Test
  void readsPassive() {
    talk.server("227 Entering Passive Mode (10,1,0,2,195,80)\r\n");
    assertThat(scene.expected()).containsExactly(passive(50_000));
  }

  @Test
  void readsPassiveWithoutBrackets() {
    talk.server("227 =10,1,0,2,195,81\r\n");
    assertThat(scene.expected()).containsExactly(passive(50_001));
  }

  @Test
  void readsExtendedPassive() {
    talk.server("229 Entering Extended Passive Mode (|||6446|)\r\n");
    assertThat(scene.expected()).containsExactly(passive(6446));
  }

  @Test
  void theLastCommandCounts() {
    talk.client("PORT 10,0,0,2,4,1\r\n");
    talk.client("PORT 10,0,0,2,5,1\r\n");
    assertThat(scene.expected()).containsExactly(active(1281));
  }

  @Test
  void anotherAddressThanTheSpeakersIsNotExpected() {
    assertThat(talk.client("PORT 10,0,0,9,4,1\r\n")).isTrue();
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void aCommandThatIsCutIsDroppedAndMayComeAgain() {
    assertThat(talk.client("POR")).isFalse();
    assertThat(talk.client("PORT 10,0,0")).isFalse();
    assertThat(talk.client("PORT 10,0,0,2,4,1\r\n")).isTrue();
    assertThat(scene.expected()).containsExactly(active(1025));
  }

  @Test
  void aCommandCountsOnlyAtTheBeginningOfALine() {
    talk.client("RETR a");
    talk.client("PORT 10,0,0,2,6,1\r\n");
    assertThat(scene.expected()).isEmpty();
    talk.client("PORT 10,0,0,2,6,2\r\n");
    assertThat(scene.expected()).containsExactly(active(1538));
  }

  @Test
  void nothingIsReadBeforeBothSidesHaveSpoken() {
    final HelperScene.Talk first = scene.udp("10.0.0.2", 1, "10.1.0.2", 69);
    assertThat(first.client("PORT 10,0,0,2,4,1\r\n")).isTrue();
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void theFirstLineOfASessionIsNotRead() {
    final HelperScene.Talk other = scene.tcp("10.0.0.3", 40_000, "10.1.0.2", 21);
    other.client("PORT 10,0,0,3,4,1\r\n");
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void readsIpv6() {
    final HelperScene.Talk six = scene.tcp("fd00::2", 40_000, "fd01::2", 21);
    six.client("USER x\r\n");
    six.client("EPRT |2|fd00::2|5282|\r\n");
    assertThat(scene.expected())
        .containsExactly(
            "proto=6 src=fd01::2 dst=fd00::2 sport=0 dport=5282"
                + " mask-src=ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                + " mask-dst=ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff sport=0 dport=65535"
                + " master-src=fd00::2 master-dst=fd01::2 sport=40000 dport=21"
                + " class=0 helper=ftp");
  }

  @Test
  void aSnappedPacketAnnouncesNothing() {
    final byte[] command = "PORT 10,0,0,2,4,1\r\n".getBytes(US_ASCII);
    assertThat(talk.say(0, command, 10)).isTrue();
    assertThat(talk.say(0, command, 0)).isTrue();
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void whatIsExpectedEndsWithTheSession() {
    talk.client("PORT 10,0,0,2,4,1\r\n");
    talk.end();
    assertThat(scene.expected()).isEmpty();
  }
}
