package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Tuple;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NetlinkRequestTest {
  private final NetlinkRequest request = new NetlinkRequest();

  @Test
  void aMessageHasLengthTypeFlagsSequenceAndFamily() {
    request.begin(Ct.MSG_GET, NetlinkRequest.FLAG_DUMP, 0x01020304).netfilterHeader(10).end();

    assertThat(hex())
        .isEqualTo("14000000" + "0101" + "0103" + "04030201" + "00000000" + "0a000000");
  }

  @Test
  void attributesArePaddedToFourBytes() {
    request.begin(0, 0, 0).putByte(1, 0xff).putNetShort(2, 0x1234).putString(3, "ab").end();

    assertThat(payload()).isEqualTo("05000100ff000000" + "0600020012340000" + "0700030061620000");
  }

  @Test
  void numbersAreInTheOrderThatTheirNameSays() {
    request.begin(0, 0, 0).putNetInt(1, 0x01020304).putHostInt(2, 0x01020304).end();

    assertThat(payload()).isEqualTo("0800010001020304" + "0800020004030201");
  }

  @Test
  void anIpv6AddressIsInNetworkOrder() {
    request.begin(0, 0, 0).putIpv6(3, 0x20010db800000000L, 0x0102030405060708L).end();

    assertThat(payload()).isEqualTo("1400030020010db8000000000102030405060708");
  }

  @Test
  void labelsBeginWithTheLowestBit() {
    request.begin(0, 0, 0).putLabels(22, 1L << 63, 1L << 3).end();

    assertThat(payload()).isEqualTo("1400160008000000000000000000000000000080");
  }

  @Test
  void aNestedAttributeSpansWhatIsInIt() {
    request.begin(0, 0, 0);
    final int outer = request.beginNested(1);
    final int inner = request.beginNested(2);
    request.putByte(3, 7).endNested(inner).endNested(outer).end();

    assertThat(payload()).isEqualTo("10000180" + "0c000280" + "0500030007000000");
  }

  @Test
  void aTupleIsWrittenAsTheKernelWritesIt() {
    final IpAddress loopback = IpAddress.of("127.0.0.1");
    request.begin(0, 0, 0);
    TupleAttributes.put(
        request, Ct.TUPLE_ORIG, Tuple.of(Protocol.TCP, loopback, 41_756, loopback, 2121));
    request.end();

    final int from = Captured.TCP_ENTRY + 20;
    assertThat(payload()).isEqualTo(HexFormat.of().formatHex(Captured.DUMP, from, from + 52));
  }

  @Test
  void severalMessagesStandOneAfterTheOther() {
    for (int i = 0; i < 100; i++) {
      request.begin(Ct.MSG_NEW, 0, i).netfilterHeader(2).putByte(1, i).end();
    }

    final NetlinkMessages messages = new NetlinkMessages();
    messages.reset(request.bytes(), request.length());
    int count = 0;
    while (messages.next()) {
      assertThat(messages.sequence()).isEqualTo(count++);
    }
    assertThat(count).isEqualTo(100);
    assertThat(messages.isTruncated()).isFalse();
  }

  @Test
  void afterClearingItIsEmpty() {
    request.begin(1, 0, 0).end();

    assertThat(request.clear().length()).isZero();
  }

  private String hex() {
    return HexFormat.of().formatHex(request.bytes(), 0, request.length());
  }

  private String payload() {
    return hex().substring(2 * NetlinkMessages.HEADER);
  }
}
