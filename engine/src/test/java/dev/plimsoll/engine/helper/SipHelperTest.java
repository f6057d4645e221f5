package dev.plimsoll.engine.helper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Status;
import dev.plimsoll.session.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Linux 6.18 printed the same texts, and dropped the same packets, for the same messages. */
class SipHelperTest {
  private static final String WHOLE =
      " mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535";
  private static final String MASTER =
      " master-src=10.0.0.2 master-dst=10.1.0.2 sport=5060 dport=5060 ";
  private static final String VIA = "Via: SIP/2.0/UDP 10.0.0.2:5060;branch=z9";
  private static final String CONTACT = "Contact: <sip:a@10.0.0.2:5070>";

  private final HelperScene scene = new HelperScene();
  private final HelperScene.Talk talk = scene.udp("10.0.0.2", 5060, "10.1.0.2", 5060);

  private static String message(final String first, final String body, final String... headers) {
    final List<String> lines = new ArrayList<>(List.of(first, VIA));
    lines.add("From: <sip:a@10.0.0.2>;tag=1");
    lines.add("To: <sip:b@10.1.0.2>");
    lines.add("Call-ID: x@10.0.0.2");
    lines.addAll(List.of(headers));
    lines.add("Content-Length: " + body.length());
    return String.join("\r\n", lines) + "\r\n\r\n" + body;
  }

  private static String invite(final String body) {
    return message("INVITE sip:b@10.1.0.2 SIP/2.0", body, "CSeq: 1 INVITE", CONTACT);
  }

  private static String ok(final String body) {
    return message("SIP/2.0 200 OK", body, "CSeq: 1 INVITE");
  }

  private static String sdp(final String address, final int port) {
    return sdp("c=IN IP4 " + address, "m=audio " + port + " RTP/AVP 0");
  }

  private static String sdp(final String... lines) {
    return "v=0\r\no=u 1 1 IN IP4 10.0.0.2\r\ns=-\r\n" + String.join("\r\n", lines) + "\r\n";
  }

  private static String toClient(final int port, final int mediaClass) {
    return "proto=17 src=10.1.0.2 dst=10.0.0.2 sport=0 dport="
        + port
        + WHOLE
        + MASTER
        + "class="
        + mediaClass
        + " helper=sip";
  }

  private static String toServer(final int port) {
    return "proto=17 src=10.0.0.2 dst=10.1.0.2 sport=0 dport="
        + port
        + WHOLE
        + MASTER
        + "class=1 helper=sip";
  }

  private static String call(final int port, final String flags) {
    return "proto=17 src=10.1.0.2 dst=10.0.0.2 sport=0 dport="
        + port
        + WHOLE
        + MASTER
        + flags
        + " class=0 helper=sip";
  }

  @Test
  void anInviteAnnouncesMediaAndTheirControl() {
    assertThat(talk.client(invite(sdp("10.0.0.2", 4000)))).isTrue();
    assertThat(scene.expected()).containsExactly(toClient(4000, 1), toClient(4001, 1));
    assertThat(talk.row.deadlineMillis()).isEqualTo(HelperScene.START + 3_600_000);
  }

  @Test
  void theAnswerAnnouncesThoseOfTheOtherSideFromAnEvenPort() {
    talk.client(invite(sdp("10.0.0.2", 4000)));
    talk.server(ok(sdp("10.1.0.2", 6001)));
    assertThat(scene.expected())
        .containsExactly(toServer(6000), toServer(6001), toClient(4000, 1), toClient(4001, 1));
  }

  @Test
  void theEndOfTheCallIsTheEndOfWhatItExpected() {
    talk.client(invite(sdp("10.0.0.2", 4000)));
    talk.client(message("BYE sip:b@10.1.0.2 SIP/2.0", "", "CSeq: 2 BYE"));
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void aRefusalIsTheEndOfWhatTheInviteExpected() {
    talk.client(invite(sdp("10.0.0.2", 4000)));
    talk.server(message("SIP/2.0 486 Busy", "", "CSeq: 1 INVITE"));
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void eachMediumHasAClassAndMayHaveAnAddressOfItsOwn() {
    talk.client(
        invite(
            sdp(
                "m=audio 4000 RTP/AVP 0",
                "c=IN IP4 10.0.0.2",
                "m=video 4010 RTP/AVP 0",
                "c=IN IP4 10.0.0.9",
                "m=image 4020 udptl t38",
                "c=IN IP4 10.0.0.2")));
    assertThat(scene.expected())
        .containsExactly(
            toClient(4000, 1), toClient(4001, 1), toClient(4020, 3), toClient(4021, 3));
  }

  @Test
  void aMediumThatIsOffIsPassedOver() {
    talk.client(invite(sdp("c=IN IP4 10.0.0.2", "m=audio 0 RTP/AVP 0", "m=video 4010 RTP/AVP 0")));
    assertThat(scene.expected()).containsExactly(toClient(4010, 2), toClient(4011, 2));
  }

  @Test
  void aPortBelow1024DropsTheMessage() {
    assertThat(talk.client(invite(sdp("10.0.0.2", 80)))).isFalse();
  }

  @Test
  void aMediumWithoutAddressDropsTheMessage() {
    assertThat(talk.client(invite(sdp("m=audio 4000 RTP/AVP 0")))).isFalse();
  }

  @Test
  void aRequestWithoutSequenceIsDropped() {
    assertThat(talk.client(message("INVITE sip:b@10.1.0.2 SIP/2.0", sdp("10.0.0.2", 4000))))
        .isFalse();
  }

  @Test
  void aResponseWithoutCodeIsDropped() {
    talk.client(invite(sdp("10.0.0.2", 4000)));
    assertThat(talk.server(message("SIP/2.0 abc", "", "CSeq: 1 INVITE"))).isFalse();
  }

  @Test
  void aMethodInSmallLettersIsRead() {
    talk.client(invite(sdp("10.0.0.2", 4000)).replace("INVITE", "invite"));
    assertThat(scene.expected()).hasSize(2);
  }

  private static String register(final String expires, final String... contacts) {
    final List<String> headers = new ArrayList<>(List.of("CSeq: 1 REGISTER"));
    headers.addAll(List.of(contacts));
    if (!expires.isEmpty()) {
      headers.add("Expires: " + expires);
    }
    return message("REGISTER sip:10.1.0.2 SIP/2.0", "", headers.toArray(String[]::new));
  }

  private static String registered(final String... contacts) {
    final List<String> headers = new ArrayList<>(List.of("CSeq: 1 REGISTER"));
    headers.addAll(List.of(contacts));
    return message("SIP/2.0 200 OK", "", headers.toArray(String[]::new));
  }

  @Test
  void aRegistrationIsInactiveUntilItIsConfirmed() {
    talk.client(register("3600", CONTACT));
    assertThat(scene.expected()).containsExactly(call(5070, "PERMANENT,INACTIVE"));
    final Tuple first = HelperScene.tuple(17, "10.1.0.2", 5060, "10.0.0.2", 5070);
    assertThat(scene.take(first)).isNull();
    talk.server(registered(CONTACT + ";expires=1800"));
    assertThat(scene.expected()).containsExactly(call(5070, "PERMANENT"));
    scene.helpers.expectations().advance(HelperScene.START + 1_799_999);
    assertThat(scene.take(first)).isNotNull();
    scene.helpers.expectations().advance(HelperScene.START + 1_800_000);
    assertThat(scene.take(first)).isNull();
  }

  @Test
  void aCallThatWasExpectedHasTheHelperTooAndDoesNotRegister() {
    talk.client(register("3600", CONTACT));
    talk.server(registered(CONTACT + ";expires=1800"));
    final HelperScene.Talk call =
        scene.begin(HelperScene.tuple(17, "10.1.0.2", 5060, "10.0.0.2", 5070));
    assertThat(call.row.status()).isEqualTo(Status.EXPECTED);
    call.client(message("OPTIONS sip:a@10.0.0.2 SIP/2.0", "", "CSeq: 1 OPTIONS"));
    assertThat(call.row.deadlineMillis()).isEqualTo(HelperScene.START + 3_600_000);
    call.server(register("3600", "Contact: <sip:a@10.0.0.2:5071>"));
    assertThat(scene.expected()).containsExactly(call(5070, "PERMANENT"));
  }

  @Test
  void theEndOfARegistrationIsTheEndOfItsExpectation() {
    talk.client(register("3600", CONTACT));
    talk.server(registered(CONTACT + ";expires=1800"));
    talk.client(register("0", CONTACT));
    assertThat(scene.expected()).hasSize(1);
    talk.server(registered());
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void aContactThatCannotBeReadIsPassedOver() {
    talk.client(register("60", "Contact: <sip:a@10.0.0.2:80>", "Contact: <sip:a@10.0.0.2:5071>"));
    assertThat(scene.expected()).containsExactly(call(5071, "PERMANENT,INACTIVE"));
  }

  @Test
  void aContactWithAHostsNameIsPassedOver() {
    talk.client(register("60", "Contact: <sip:a@pc.example>", "Contact: <sip:a@10.0.0.2:5075>"));
    assertThat(scene.expected()).containsExactly(call(5075, "PERMANENT,INACTIVE"));
  }

  @Test
  void aContactWithoutPortIsAt5060() {
    talk.client(register("60", "Contact: <sip:a@10.0.0.2>"));
    assertThat(scene.expected()).containsExactly(call(5060, "PERMANENT,INACTIVE"));
  }

  @Test
  void aHeaderMayGoOnInTheNextLine() {
    talk.client(register("60", "Contact:\r\n  <sip:a@10.0.0.2:5076>"));
    assertThat(scene.expected()).containsExactly(call(5076, "PERMANENT,INACTIVE"));
  }

  @Test
  void nothingIsExpectedForAnotherHostsContact() {
    talk.client(register("60", "m: <sip:a@10.0.0.9:5072>, <sip:a@10.0.0.2:5073>;expires=010"));
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void nothingIsExpectedOverAnotherTransport() {
    talk.client(register("60", "Contact: <sip:a@10.0.0.2:5074;transport=tcp>"));
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void aTimeInHexadecimalIsNone() {
    assertThat(talk.client(register("", "Contact: <sip:a@10.0.0.2:5074>;expires=0x10"))).isTrue();
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void aTimeThatIsNoNumberDropsTheMessage() {
    assertThat(talk.client(register("", "Contact: <sip:a@10.0.0.2:5074>;expires=x"))).isFalse();
  }

  @Test
  void anAddressAtTheVeryEndIsNotRead() {
    talk.client(
        "REGISTER sip:10.1.0.2 SIP/2.0\r\nCSeq: 1 REGISTER\r\nExpires: 100\r\n"
            + "Contact: sip:10.0.0.2:5077");
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void severalMessagesInATcpPacketAreRead() {
    final HelperScene.Talk tcp = scene.tcp("10.0.0.2", 5062, "10.1.0.2", 5060);
    tcp.client(
        message("OPTIONS sip:b@10.1.0.2 SIP/2.0", "", "CSeq: 2 OPTIONS")
            + invite(sdp("10.0.0.2", 4200)));
    final String rest = " master-src=10.0.0.2 master-dst=10.1.0.2 sport=5062 dport=5060 ";
    assertThat(scene.expected())
        .containsExactly(
            toClient(4200, 1).replace(MASTER, rest), toClient(4201, 1).replace(MASTER, rest));
    assertThat(tcp.row.deadlineMillis()).isEqualTo(HelperScene.START + 3_600_000);
  }

  @Test
  void aMessageThatIsSplitOverTcpPacketsIsNotRead() {
    final HelperScene.Talk tcp = scene.tcp("10.0.0.2", 5062, "10.1.0.2", 5060);
    final String whole = invite(sdp("10.0.0.2", 4200));
    tcp.client(whole.substring(0, 200));
    tcp.client(whole.substring(200));
    assertThat(scene.expected()).isEmpty();
  }

  @Test
  void readsIpv6() {
    final HelperScene.Talk six = scene.udp("fd00::2", 5060, "fd01::2", 5060);
    six.client(
        message(
            "REGISTER sip:[fd01::2] SIP/2.0",
            "",
            "CSeq: 1 REGISTER",
            "Contact: <sip:a@[fd00::2]:5070>",
            "Expires: 60"));
    six.client(
        invite("v=0\r\no=u 1 1 IN IP6 fd00::2\r\nc=IN IP6 fd00::2\r\nm=audio 4000 RTP/AVP 0\r\n"));
    assertThat(scene.expected())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("dst=fd00::2 sport=0 dport=5070"))
        .anySatisfy(line -> assertThat(line).contains("dst=fd00::2 sport=0 dport=4000"));
  }
}
