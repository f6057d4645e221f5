package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SysctlTextTest {
  private final SysctlText text = new SysctlText();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp_timeout=7",
        "nf_conntrack_udp_timeout = 7",
        "net.netfilter.nf_conntrack_udp_timeout=7",
        "net/netfilter/nf_conntrack_udp_timeout=7"
      })
  void aSettingHasAllTheNamesThatPeopleGiveIt(final String assignment) {
    text.read(assignment);
    assertThat(text.settings().value(Sysctl.UDP_TIMEOUT)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"udp_timeout", "=3", "udp_timeout=-1", "udp_timeout=x", "tcp_loose=2", "speed=1"})
  void whatIsNoSettingIsRefused(final String assignment) {
    assertThatThrownBy(() -> text.read(assignment)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatOnlySteersTheKernelsMemoryIsPassedOver() {
    text.read("nf_conntrack_buckets=65536");
    assertThat(text.settings()).isEqualTo(TrackerSettings.DEFAULT);
  }

  @Test
  void aFileMayHoldSettingsOfTheWholeKernel() {
    text.readFile(
        "sysctl.conf",
        """
        # comment
        ; another
        kernel.panic = 3

        -net.netfilter.nf_conntrack_tcp_loose = 0
        net.netfilter.nf_conntrack_unheard_of = 1
        """);
    assertThat(text.settings().value(Sysctl.TCP_LOOSE)).isZero();
  }
}
