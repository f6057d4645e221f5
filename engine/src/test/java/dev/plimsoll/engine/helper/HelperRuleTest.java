package dev.plimsoll.engine.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HelperRuleTest {
  @Test
  void aNameAloneMeansTheUsualPort() {
    assertThat(HelperRule.parse("netbios-ns"))
        .isEqualTo(new HelperRule(HelperKind.NETBIOS_NS, 17, 137));
  }

  @Test
  void thePortAndTheProtocolMayBeOthers() {
    assertThat(HelperRule.parse("ftp:2121")).isEqualTo(new HelperRule(HelperKind.FTP, 6, 2121));
    assertThat(HelperRule.parse("sip:tcp:5061")).isEqualTo(new HelperRule(HelperKind.SIP, 6, 5061));
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> HelperRule.parse("h323"))
        .hasMessage(
            "there is no helper \"h323\"; there are ftp, tftp, sip, irc, pptp, amanda,"
                + " netbios-ns, sane");
  }

  @Test
  void whatIsNoPortIsRefused() {
    assertThatThrownBy(() -> HelperRule.parse("ftp:x")).hasMessage("not a port: \"x\"");
    assertThatThrownBy(() -> HelperRule.parse("ftp:70000")).hasMessage("not a port: 70000");
  }

  @Test
  void aProtocolThatTheHelperDoesNotReadIsRefused() {
    assertThatThrownBy(() -> HelperRule.parse("ftp:udp:21"))
        .hasMessage("the helper ftp does not read protocol 17");
  }
}
