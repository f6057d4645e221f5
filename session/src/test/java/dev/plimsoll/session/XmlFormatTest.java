package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class XmlFormatTest {
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<conntrack>\n";
  private static final String TCP =
      "tcp 6 49 ESTABLISHED src=1.1.1.1 dst=2.2.2.2 sport=10 dport=20 packets=1 bytes=52"
          + " src=2.2.2.2 dst=1.1.1.1 sport=20 dport=10 packets=0 bytes=0 [ASSURED] mark=7 zone=5"
          + " helper=ftp use=1 id=2722309745";
  private static final String TCP_BEGIN =
      "<meta direction=\"original\"><layer3 protonum=\"2\" protoname=\"ipv4\"><src>1.1.1.1</src>"
          + "<dst>2.2.2.2</dst></layer3><layer4 protonum=\"6\" protoname=\"tcp\"><sport>10</sport>"
          + "<dport>20</dport></layer4><counters><packets>1</packets><bytes>52</bytes></counters>"
          + "</meta><meta direction=\"reply\"><layer3 protonum=\"2\" protoname=\"ipv4\">"
          + "<src>2.2.2.2</src><dst>1.1.1.1</dst></layer3><layer4 protonum=\"6\" protoname=\"tcp\">"
          + "<sport>20</sport><dport>10</dport></layer4><counters><packets>0</packets>"
          + "<bytes>0</bytes></counters></meta><meta direction=\"independent\">"
          + "<state>ESTABLISHED</state><timeout>49</timeout><mark>7</mark>";
  private static final String TCP_END = "<zone>5</zone><use>1</use><id>2722309745</id><assured/>";

  @Test
  void aFlowIsConntracks() {
    assertThat(Lines.write(XmlFormat.elements(), Lines.read(TCP)))
        .isEqualTo("<flow>" + TCP_BEGIN + TCP_END + "</meta><helper>ftp</helper></flow>");
  }

  @Test
  void theDocumentBeginsWithItsFirstFlow() {
    final XmlFormat format = XmlFormat.document();
    final LineBuffer line = new LineBuffer(1);
    format.beginSessions(line);
    assertThat(line.length()).isZero();
    format.write(Lines.read(TCP), line);
    format.write(Lines.read(TCP), line);
    format.endSessions(line);
    assertThat(line.toString())
        .startsWith(HEAD + "<flow>")
        .endsWith("</flow>\n</conntrack>\n")
        .containsOnlyOnce("<?xml");
  }

  @Test
  void withoutAFlowThereIsNothing() {
    final XmlFormat format = XmlFormat.document();
    final LineBuffer line = new LineBuffer(1);
    format.endSessions(line);
    format.endEvents(line);
    assertThat(line.length()).isZero();
  }

  @Test
  void elementsHaveNoRoot() {
    final LineBuffer line = new LineBuffer(1);
    final XmlFormat format = XmlFormat.elements();
    format.write(Lines.read(TCP), line);
    format.endSessions(line);
    assertThat(line.toString()).startsWith("<flow>").endsWith("</flow>\n");
  }

  @Test
  void labelsAreElements() {
    final Session session = Lines.read(TCP);
    session.labels(0, 9);
    final XmlFormat format = XmlFormat.elements().withLabels(LabelNames.parse("0 a\n3 b c"));
    assertThat(Lines.write(format, session))
        .contains("<mark>7</mark><labels><label>a</label><label>b c</label></labels><zone>");
    session.labels(0, 2);
    assertThat(Lines.write(format, session)).contains("<mark>7</mark><labels></labels><zone>");
    assertThat(Lines.write(XmlFormat.elements().withLabels(LabelNames.NONE), session))
        .contains("<mark>7</mark><zone>");
  }

  @Test
  void kernelTimesAreNanoseconds() {
    final Session session = Lines.read(TCP);
    session.startNanos(1_795_546_019_227_992_722L);
    session.stopNanos(1_795_546_021_100_000_000L);
    assertThat(Lines.write(XmlFormat.elements().withKernelTimes(), session))
        .contains(
            "<assured/><timestamp><start>1795546019227992722</start>"
                + "<stop>1795546021100000000</stop></timestamp><deltatime>1</deltatime></meta>");
    assertThat(Lines.write(XmlFormat.elements(), session))
        .contains("<assured/><deltatime>1</deltatime></meta>");
  }

  @Test
  void eventsTellTheirTypeTimeAndOrigin() {
    final SessionEvent event = new SessionEvent();
    event.type(SessionEvent.Type.UPDATE);
    event.timeNanos(1_795_500_009_000_000_000L);
    event.portId(-1);
    event.session().set(Lines.read(TCP));
    final XmlFormat format =
        XmlFormat.elements().withReceiveTime(ZoneOffset.UTC).withPrograms(portId -> "<a&b>");
    assertThat(Lines.write(format, event))
        .startsWith("<flow type=\"update\"><meta direction=\"original\">")
        .endsWith(
            "</meta><when><hour>6</hour><min>00</min><sec>09</sec><wday>3</wday><day>24</day>"
                + "<month>11</month><year>2026</year></when><helper>ftp</helper></flow>"
                + " [USERSPACE] portid=4294967295 progname=&lt;a&amp;b&gt;");
  }

  @Test
  void theStateOfSctpIsItsOwnUnlikeConntracks() {
    final Session session =
        Lines.read(
            "sctp 132 49 ESTABLISHED src=::1 dst=::2 sport=1 dport=2 [UNREPLIED] src=::2 dst=::1"
                + " sport=2 dport=1 zone-reply=4 mark=0 use=1");
    assertThat(Lines.write(XmlFormat.elements(), session))
        .contains(
            "<layer3 protonum=\"10\" protoname=\"ipv6\"><src>::1</src>",
            "</layer4><zone>4</zone></meta><meta direction=\"independent\"><state>ESTABLISHED</state>")
        .endsWith("<use>1</use><unreplied/></meta></flow>");
  }

  @Test
  void keysAreHexadecimalAndIcmpHasNone() {
    assertThat(
            Lines.write(
                XmlFormat.elements(),
                Lines.read(
                    "gre 47 49 src=1.1.1.1 dst=2.2.2.2 srckey=0x1 dstkey=0x20 [UNREPLIED]"
                        + " src=2.2.2.2 dst=1.1.1.1 srckey=0x20 dstkey=0x1 mark=0 use=1")))
        .contains("protoname=\"gre\"><srckey>0x1</srckey><dstkey>0x20</dstkey></layer4>");
    assertThat(
            Lines.write(
                XmlFormat.elements(),
                Lines.read(
                    "icmp 1 49 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=5 [UNREPLIED] src=2.2.2.2"
                        + " dst=1.1.1.1 type=0 code=0 id=5 mark=0 use=1")))
        .contains("<layer4 protonum=\"1\" protoname=\"icmp\"></layer4>");
  }

  @Test
  void anyDocumentIsWellFormed() throws Exception {
    final XmlFormat format =
        XmlFormat.document().withKernelTimes().withLabels(LabelNames.parse("0 a\n3 b"));
    final LineBuffer line = new LineBuffer(4096);
    final SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      final Session session = FormatSamples.fullSession(random);
      // XML has no place for control characters, and the kernel's contexts have none.
      session.securityContext("system_u:object_r:<t>&amp;");
      format.write(session, line);
    }
    format.endSessions(line);
    final var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(line.toString().getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("flow").getLength()).isEqualTo(1000);
  }
}
