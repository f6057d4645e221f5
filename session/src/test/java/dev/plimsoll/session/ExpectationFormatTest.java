package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpectationFormatTest {
  private static final long TIME = 1_795_546_128_229_156_000L;
  private static final String LINE =
      "300 proto=6 src=127.0.0.1 dst=127.0.0.9 sport=0 dport=51211 mask-src=255.255.255.255"
          + " mask-dst=255.255.255.255 sport=0 dport=65535 master-src=127.0.0.2"
          + " master-dst=127.0.0.1 sport=40952 dport=21";
  private static final String ELEMENTS =
      "<layer3 protonum=\"2\" protoname=\"ipv4\"><expected><src>127.0.0.1</src>"
          + "<dst>127.0.0.9</dst></expected><mask><src>255.255.255.255</src>"
          + "<dst>255.255.255.255</dst></mask><master><src>127.0.0.2</src>"
          + "<dst>127.0.0.1</dst></master></layer3><layer4 protonum=\"6\" protoname=\"tcp\">"
          + "<expected><sport>0</sport><dport>51211</dport></expected><mask><sport>0</sport>"
          + "<dport>65535</dport></mask><master><sport>40952</sport><dport>21</dport></master>"
          + "</layer4><meta><helper-name>ftp</helper-name><timeout>300</timeout><class>0</class>";

  @Test
  void aLineIsConntracks() {
    assertThat(list(ExpectationFormat.lines(false), expectation(0, 0, "ftp")))
        .isEqualTo(LINE + " class=0 helper=ftp\n");
  }

  @Test
  void flagsStandBeforeTheClass() {
    assertThat(list(ExpectationFormat.lines(false), expectation(3, 0, "sip")))
        .isEqualTo(LINE + " PERMANENT,INACTIVE class=0 helper=sip\n");
    assertThat(list(ExpectationFormat.lines(false), expectation(4, 0, "sip")))
        .isEqualTo(LINE + " USERSPACE class=0 helper=sip\n");
  }

  @Test
  void aHelperMayBeMissing() {
    assertThat(list(ExpectationFormat.lines(false), expectation(0, 7, null)))
        .isEqualTo(LINE + " zone=7 class=0\n");
  }

  @Test
  void theTimeStandsInFrontOfALookToo() {
    assertThat(list(ExpectationFormat.lines(true), expectation(0, 0, "ftp")))
        .isEqualTo("[1795546128.229156]\t" + LINE + " class=0 helper=ftp\n");
  }

  @Test
  void anEventHasItsTag() {
    assertThat(event(ExpectationFormat.lines(false))).startsWith("[DESTROY] 300 proto=6 ");
    assertThat(event(ExpectationFormat.lines(true)))
        .startsWith("[1795546128.229156]\t[DESTROY] 300 proto=6 ");
  }

  @Test
  void keysOfGreAreHexadecimal() {
    final Tuple tuple =
        Tuple.of(Protocol.GRE, IpAddress.of("1.1.1.1"), 0x10, IpAddress.of("2.2.2.2"), 0x20);
    final Expectation gre =
        new Expectation(tuple, tuple, master(), 1, 0, 0, 0, 0, "pptp", null, Session.ABSENT, null);
    assertThat(list(ExpectationFormat.lines(false), gre))
        .startsWith("1 proto=47 src=1.1.1.1 dst=2.2.2.2 srckey=0x10 dstkey=0x20 mask-src=1.1.1.1");
  }

  @Test
  void xmlIsConntracks() {
    assertThat(list(ExpectationFormat.xml(), expectation(3, 0, "ftp")))
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<expect>\n<flow>"
                + ELEMENTS
                + "<permanent/><inactive/></meta></flow>\n</expect>\n");
  }

  @Test
  void xmlOfAnEventHasTypeAndTime() {
    assertThat(event(ExpectationFormat.xmlWithTime(ZoneOffset.UTC)))
        .endsWith(
            "<flow type=\"destroy\">"
                + ELEMENTS
                + "<when><hour>18</hour><min>48</min><sec>48</sec><wday>3</wday><day>24</day>"
                + "<month>11</month><year>2026</year></when></meta></flow>\n");
  }

  @Test
  void withoutAnExpectationThereIsNoXml() {
    final LineBuffer line = new LineBuffer(1);
    ExpectationFormat.xml().end(line);
    assertThat(line.length()).isZero();
  }

  @Test
  void jsonHasTheWordsOfSessions() {
    final Tuple nat =
        Tuple.of(Protocol.TCP, IpAddress.of("127.0.0.2"), 0, IpAddress.of("0.0.0.0"), 51_211);
    final Expectation expectation =
        new Expectation(
            tuple(), mask(), master(), 300, -1, 7, 5, 2, "ftp", "nat-follow-master", 1, nat);
    assertThat(list(ExpectationFormat.json(), expectation))
        .isEqualTo(
            "{\"proto\":\"tcp\",\"proto_num\":6,\"family\":\"ipv4\","
                + "\"expected\":{\"src\":\"127.0.0.1\",\"dst\":\"127.0.0.9\",\"sport\":0,\"dport\":51211},"
                + "\"mask\":{\"src\":\"255.255.255.255\",\"dst\":\"255.255.255.255\",\"sport\":0,"
                + "\"dport\":65535},\"master\":{\"src\":\"127.0.0.2\",\"dst\":\"127.0.0.1\","
                + "\"sport\":40952,\"dport\":21},\"timeout_s\":300,\"id\":4294967295,\"zone\":7,"
                + "\"flags\":[\"permanent\",\"userspace\"],\"class\":2,\"helper\":\"ftp\","
                + "\"function\":\"nat-follow-master\",\"nat_direction\":\"reply\","
                + "\"nat\":{\"src\":\"127.0.0.2\",\"dst\":\"0.0.0.0\",\"sport\":0,\"dport\":51211}}\n");
  }

  @Test
  void jsonOfAnEventBeginsWithIt() {
    assertThat(event(ExpectationFormat.json()))
        .startsWith(
            "{\"event\":\"destroy\",\"time\":\"2026-11-24T18:48:48.229156000Z\",\"proto\":");
  }

  private static String list(final ExpectationFormat format, final Expectation expectation) {
    final LineBuffer line = new LineBuffer(1);
    format.write(expectation, TIME, line);
    format.end(line);
    return line.toString();
  }

  private static String event(final ExpectationFormat format) {
    final LineBuffer line = new LineBuffer(1);
    format.write(SessionEvent.Type.DESTROY, expectation(0, 0, "ftp"), TIME, line);
    return line.toString();
  }

  private static Expectation expectation(
      final int flags, final int zone, final @Nullable String helper) {
    return new Expectation(
        tuple(), mask(), master(), 300, 1, zone, flags, 0, helper, null, Session.ABSENT, null);
  }

  private static Tuple tuple() {
    return Tuple.of(Protocol.TCP, IpAddress.of("127.0.0.1"), 0, IpAddress.of("127.0.0.9"), 51_211);
  }

  private static Tuple mask() {
    final IpAddress all = IpAddress.of("255.255.255.255");
    return Tuple.of(Protocol.TCP, all, 0, all, 0xffff);
  }

  private static Tuple master() {
    return Tuple.of(Protocol.TCP, IpAddress.of("127.0.0.2"), 40_952, IpAddress.of("127.0.0.1"), 21);
  }
}
