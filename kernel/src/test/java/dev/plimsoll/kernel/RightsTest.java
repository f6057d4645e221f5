package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RightsTest {
  @Test
  void theEffectiveUserAndSetAreRead() {
    assertThat(Rights.parse(status("1000\t1001\t1000\t1000", "0000000000201000")))
        .isEqualTo(new Rights(1001, 0x20_1000));
  }

  @Test
  void rootWithoutNetAdminLacksIt() {
    final Rights rights = new Rights(0, 1L << 21);
    assertThat(rights.isRoot()).isTrue();
    assertThat(rights.has(Capability.SYS_ADMIN)).isTrue();
    assertThat(rights.missing())
        .startsWith(Capability.NET_ADMIN)
        .doesNotContain(Capability.SYS_ADMIN);
  }

  @Test
  void nothingIsMissingWithAllBits() {
    assertThat(new Rights(0, 0x1ff_feff_ffffL).missing()).isEmpty();
  }

  @Test
  void anotherFileGivesNoRights() {
    assertThat(Rights.parse(List.of("Name:\tjava", "Uid:\t0"))).isNull();
    assertThat(Rights.parse(status("root", "zz"))).isNull();
  }

  private static List<String> status(final String users, final String effective) {
    return List.of("Name:\tjava", "Uid:\t" + users, "CapPrm:\t0", "CapEff:\t" + effective);
  }
}
