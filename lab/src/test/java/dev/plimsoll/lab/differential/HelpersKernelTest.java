package dev.plimsoll.lab.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.helper.HelperKind;
import dev.plimsoll.engine.helper.HelperRule;
import dev.plimsoll.engine.helper.HelperSettings;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Sessions that helpers announce, in random talks, over IPv4 and, where the helper knows it, over
 * IPv6. FTP has a test of its own.
 */
@KernelTest
class HelpersKernelTest {
  private static final int TALKS = 400;

  /** How many of the talks must have had an announced session for the test to be one. */
  private static final int LEAST_ANNOUNCED = 20;

  private static String rules(final HelperRule rule) {
    final String protocol = rule.protocol() == Protocol.TCP ? "tcp" : "udp";
    return """
    table inet helpers {
      ct helper usual { type "%s" protocol %s; }
      chain prerouting {
        type filter hook prerouting priority -160
        %s dport %d ct helper set "usual"
      }
    }
    """
        .formatted(rule.helper().word(), protocol, protocol, rule.port());
  }

  private static long announced(final HelperRule rule, final Function<RandomHelped, Exchange> talk)
      throws Exception {
    final TrackerSettings settings =
        new TrackerSettings(
            DistinctTimeouts.with(Map.of()).changed(),
            new HelperSettings(List.of(rule), List.of()));
    long announced = 0;
    try (Comparison comparison = new Comparison(settings)) {
      comparison.kernel().namespace().nft(rules(rule));
      final boolean knowsIpv6 = rule.helper().reads(rule.protocol(), Family.IPV6);
      for (long seed = 0; seed < TALKS; seed++) {
        final Exchange exchange = talk.apply(new RandomHelped(new Dice(seed), knowsIpv6));
        comparison.assertEqual(exchange, rule.helper().word() + " with seed " + seed);
        announced += comparison.hadRelated() ? 1 : 0;
      }
    }
    return announced;
  }

  @Test
  void tftpsAnswers() throws Exception {
    assertThat(announced(HelperRule.usual(HelperKind.TFTP), RandomHelped::tftp))
        .isGreaterThan(LEAST_ANNOUNCED);
  }

  @Test
  void callsAndMediaOfSip() throws Exception {
    assertThat(
            announced(
                HelperRule.usual(HelperKind.SIP),
                talk -> talk.talk(talk.udp(5060, 5060), Protocol.UDP, new RandomSip(talk)::next)))
        .isGreaterThan(LEAST_ANNOUNCED);
  }

  @Test
  void callsAndMediaOfSipOverTcp() throws Exception {
    assertThat(
            announced(
                new HelperRule(HelperKind.SIP, Protocol.TCP, 5060),
                talk -> talk.talk(talk.tcp(5060), Protocol.UDP, new RandomSip(talk)::next)))
        .isGreaterThan(LEAST_ANNOUNCED);
  }

  @Test
  void ircsFilesAndChats() throws Exception {
    assertThat(announced(HelperRule.usual(HelperKind.IRC), RandomHelped::irc))
        .isGreaterThan(LEAST_ANNOUNCED);
  }

  @Test
  void pptpsTunnels() throws Exception {
    assertThat(announced(HelperRule.usual(HelperKind.PPTP), RandomHelped::pptp))
        .isGreaterThan(LEAST_ANNOUNCED);
  }

  @Test
  void amandasConnections() throws Exception {
    assertThat(announced(HelperRule.usual(HelperKind.AMANDA), RandomHelped::amanda))
        .isGreaterThan(LEAST_ANNOUNCED);
  }

  @Test
  void scannersData() throws Exception {
    assertThat(announced(HelperRule.usual(HelperKind.SANE), RandomHelped::sane))
        .isGreaterThan(LEAST_ANNOUNCED);
  }

  /** The kernel reads only what its own host sends, and nobody does on a bridge. */
  @Test
  void nothingOfNetbios() throws Exception {
    assertThat(announced(HelperRule.usual(HelperKind.NETBIOS_NS), RandomHelped::netbios)).isZero();
  }
}
