package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.KernelFilter.Bits;
import dev.plimsoll.kernel.KernelFilter.TupleParts;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The attributes by which a filter is given to the kernel. */
class KernelFilterTest {
  private static final TupleParts TO_WEB =
      new TupleParts(IpAddress.of("192.0.2.1"), null, Protocol.TCP, null, 443);

  @Test
  void theFilterForAllSaysNothing() {
    assertThat(attributes(KernelFilter.ALL)).isEmpty();
  }

  @Test
  void bitsHaveAValueAndAMask() {
    final KernelFilter filter =
        new KernelFilter(
            0, new Bits(4, 6), new Bits(0x80, 0xff), null, TupleParts.ANY, TupleParts.ANY);

    assertThat(attributes(filter))
        .isEqualTo(
            "08000800"
                + "00000080"
                + "08001500"
                + "000000ff"
                + "08000300"
                + "00000004"
                + "08001a00"
                + "00000006");
  }

  @Test
  void theDefaultZoneIsAZoneToo() {
    final KernelFilter filter = new KernelFilter(0, null, null, 0, TupleParts.ANY, TupleParts.ANY);

    assertThat(attributes(filter)).isEqualTo("0600120000000000");
  }

  @Test
  void partsOfATupleComeWithFlagsThatNameThem() {
    final KernelFilter filter =
        new KernelFilter(Family.IPV4, null, null, null, TO_WEB, TupleParts.ANY);

    assertThat(attributes(filter))
        .isEqualTo(
            // The tuple: the source, then protocol and destination port.
            "24000180"
                + "0c000180"
                + "08000100c0000201"
                + "14000280"
                + "0500010006000000"
                + "0600030001bb0000"
                // Source, protocol and destination port: bits 0, 3 and 5, in the host's order.
                + "14001980"
                + "0800010029000000"
                + "0800020000000000");
  }

  @Test
  void theReplyHasFlagsOfItsOwn() {
    final TupleParts from = new TupleParts(null, IpAddress.of("10.0.0.1"), null, null, null);
    final KernelFilter filter =
        new KernelFilter(Family.IPV4, null, null, null, TupleParts.ANY, from);

    assertThat(attributes(filter))
        .isEqualTo(
            "10000280"
                + "0c000180"
                + "080002000a000001"
                + "14001980"
                + "0800010000000000"
                + "0800020002000000");
  }

  private static String attributes(final KernelFilter filter) {
    final NetlinkRequest request = new NetlinkRequest().begin(Ct.MSG_GET, 0, 0);
    filter.appendTo(request);
    request.end();
    return HexFormat.of().formatHex(request.bytes(), NetlinkMessages.HEADER, request.length());
  }
}
