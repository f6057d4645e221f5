package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnLoginsTest {
  private static final Login LOGIN = new Login(IpAddress.of("192.0.2.50"), 51_000, 22);

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.50 51000 198.51.100.1 22", "192.0.2.50 51000 22"})
  void whatSshdLeavesIsRead(final String variable) {
    assertThat(OwnLogins.parse(variable)).isEqualTo(LOGIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "192.0.2.50",
        "host 1 22",
        "192.0.2.50 0 22",
        "192.0.2.50 1 70000",
        "a b c d e"
      })
  void whatIsSomethingElseIsPassedOver(final String variable) {
    assertThat(OwnLogins.parse(variable)).isNull();
  }

  @Test
  void anIpv4SocketIsFoundByItsInode() {
    assertThat(
            OwnLogins.established(
                "  1: 016433C6:0016 320200C0:C738 01 00000000:00000000 02:00 0 0 0 4242 4 00 20",
                Set.of("4242")))
        .isEqualTo(LOGIN);
  }

  @Test
  void anIpv4ConnectionOfAnIpv6SocketIsTheSame() {
    assertThat(
            OwnLogins.established(
                "  1: 0000000000000000FFFF0000016433C6:0016 0000000000000000FFFF0000320200C0:C738 01 0:0 0:0 0 0 0 4242 4",
                Set.of("4242")))
        .isEqualTo(LOGIN);
  }

  @Test
  void anIpv6SocketIsRead() {
    assertThat(
            OwnLogins.established(
                "  1: B80D0120000000000000000001000000:0016 B80D0120000000000000000009000000:C738 01 0:0 0:0 0 0 0 4242 4",
                Set.of("4242")))
        .isEqualTo(new Login(IpAddress.of("2001:db8::9"), 51_000, 22));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
        "  1: 016433C6:0016 320200C0:C738 0A 0:0 0:0 0 0 0 4242 4",
        "  1: 016433C6:0016 320200C0:C738 01 0:0 0:0 0 0 0 4243 4",
        "  1: 01:0016 32:C738 01 0:0 0:0 0 0 0 4242 4",
        "  1: 0164ZZC6 320200C0 01 0:0 0:0 0 0 0 4242 4",
        ""
      })
  void otherLinesAreNoLogIn(final String line) {
    assertThat(OwnLogins.established(line, Set.of("4242"))).isNull();
  }

  @Test
  void aSessionIsTheLogInWhicheverWayRoundItStandsAndAlsoBehindNat() {
    final Session session = new Session();
    session.original().source(LOGIN.remote().family(), 0, LOGIN.remote().low());
    session.original().destination(LOGIN.remote().family(), 0, IpAddress.of("203.0.113.1").low());
    session.original().protocol(Protocol.TCP);
    session.original().sourcePort(51_000);
    session.original().destinationPort(2222);
    session.reply().setInverse(session.original());
    assertThat(LOGIN.isIn(session)).isFalse();
    // Translated from port 2222 to port 22.
    session.reply().sourcePort(22);
    assertThat(LOGIN.isIn(session)).isTrue();
  }

  @Test
  void thisProcessIsItsOwnFirstAncestor() {
    assertThat(OwnLogins.ancestors()).startsWith(ProcessHandle.current().pid()).doesNotContain(1L);
  }

  @Test
  void connectionsOfAnAncestorAreFound() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      assertThat(OwnLogins.find())
          .contains(
              new Login(IpAddress.of("127.0.0.1"), accepted.getPort(), server.getLocalPort()));
      assertThat(client.isConnected()).isTrue();
    }
  }
}
