package dev.plimsoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaveFormatTest {
  private static final String UDP =
      "udp 17 49 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 sport=2"
          + " dport=1 mark=0 use=1";
  private static final String SAVED_UDP =
      " -t 49 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p udp --sport 1 --dport 2"
          + " --reply-port-src 2 --reply-port-dst 1";

  @ParameterizedTest
  @CsvSource({
    "tcp 6 49 ESTABLISHED src=1.1.1.1 dst=2.2.2.2 sport=10 dport=20 src=2.2.2.2 dst=1.1.1.1 sport=20"
        + " dport=10 [ASSURED] mark=0 use=1,"
        + "'-A -t 49 -u SEEN_REPLY,ASSURED -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p tcp"
        + " --sport 10 --dport 20 --reply-port-src 20 --reply-port-dst 10 --state ESTABLISHED'",
    "tcp 6 49 SYN_SENT2 src=1.1.1.1 dst=2.2.2.2 sport=12 dport=20 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1"
        + " sport=20 dport=12 mark=0 zone=5 use=1,"
        + "-A -t 49 -u UNSET -w 5 -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p tcp --sport 12"
        + " --dport 20 --reply-port-src 20 --reply-port-dst 12 --state SYN_SENT2",
    "udp 17 49 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 zone-orig=3 [UNREPLIED] src=2.2.2.2"
        + " dst=1.1.1.1 sport=2 dport=1 mark=0 use=1,"
        + "-A -t 49 -u UNSET --orig-zone 3 -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p udp --sport 1"
        + " --dport 2 --reply-port-src 2 --reply-port-dst 1",
    "udplite 136 49 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1"
        + " sport=2 dport=1 zone-reply=4 mark=0 use=1,"
        + "-A -t 49 -u UNSET --reply-zone 4 -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p udplite"
        + " --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 1",
    "icmp 1 49 src=1.1.1.1 dst=2.2.2.2 type=8 code=0 id=5 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 type=0"
        + " code=0 id=5 mark=0 use=1,"
        + "-A -t 49 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p icmp --icmp-type 8"
        + " --icmp-code 0 --icmp-id 5",
    "icmpv6 58 49 src=2001:db8::1 dst=2001:db8::2 type=128 code=0 id=77 [UNREPLIED] src=2001:db8::2"
        + " dst=2001:db8::1 type=129 code=0 id=77 mark=0 use=1,"
        + "-A -t 49 -u UNSET -s 2001:db8::1 -d 2001:db8::2 -r 2001:db8::2 -q 2001:db8::1 -p icmpv6"
        + " --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 77",
    "gre 47 49 src=1.1.1.1 dst=2.2.2.2 srckey=0x1 dstkey=0x20 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1"
        + " srckey=0x20 dstkey=0x1 mark=0 use=1,"
        + "-A -t 49 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p gre --srckey 1 --dstkey 32"
        + " --reply-key-src 32 --reply-key-dst 1",
    "unknown 99 49 src=1.1.1.1 dst=2.2.2.2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1 mark=0 use=1,"
        + "-A -t 49 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -r 2.2.2.2 -q 1.1.1.1 -p 99",
  })
  void theLineIsConntracks(final String session, final String saved) {
    assertThat(Lines.write(SaveFormat.additions(), Lines.read(session))).isEqualTo(saved);
  }

  @Test
  void theTagsOfSctpAreUnsigned() {
    final Session session =
        Lines.read(
            "sctp 132 49 ESTABLISHED src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2"
                + " dst=1.1.1.1 sport=2 dport=1 mark=0 use=1");
    session.tags(1, -1);
    assertThat(Lines.write(SaveFormat.additions(), session))
        .endsWith(" --state ESTABLISHED --orig-vtag 1 --reply-vtag 4294967295");
  }

  @Test
  void aMarkIsSavedUnlikeConntracks() {
    assertThat(save("mark=4294967280")).isEqualTo("-A" + SAVED_UDP + " -m 4294967280");
  }

  @Test
  void labelsAreSavedUnlikeConntracks() {
    final Session session = Lines.read(UDP);
    session.labels(1L << 63, 1);
    final SaveFormat format =
        SaveFormat.additions().withLabels(LabelNames.parse("0 first\n1 other\n127 last"));
    assertThat(Lines.write(format, session))
        .isEqualTo("-A" + SAVED_UDP + " --label-add first,last");
  }

  @Test
  void namesWithSpacesAreQuoted() {
    final Session session = Lines.read(UDP);
    session.labels(0, 3);
    final SaveFormat format = SaveFormat.additions().withLabels(LabelNames.parse("0 a b\n1 c"));
    assertThat(Lines.write(format, session)).endsWith(" --label-add \"a b,c\"");
  }

  @Test
  void labelsWithoutANameAreLeftOut() {
    final Session session = Lines.read(UDP);
    session.labels(0, 2);
    final SaveFormat format = SaveFormat.additions().withLabels(LabelNames.parse("0 a"));
    assertThat(Lines.write(format, session)).isEqualTo("-A" + SAVED_UDP);
  }

  @Test
  void aHelperIsSavedOnlyWhereAllIs() {
    final Session session = Lines.read(UDP);
    session.helper("tftp");
    assertThat(Lines.write(SaveFormat.additions(), session)).isEqualTo("-A" + SAVED_UDP);
    assertThat(Lines.write(SaveFormat.additions().complete(), session))
        .isEqualTo("-A" + SAVED_UDP + " --helper tftp");
  }

  @Test
  void translatedAddressesReplaceThoseOfTheReply() {
    final Session session =
        Lines.read(
            "udp 17 49 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=4.4.4.4 dst=3.3.3.3"
                + " sport=9 dport=8 mark=0 use=1");
    session.status(Status.SRC_NAT | Status.DST_NAT);
    assertThat(Lines.write(SaveFormat.additions(), session))
        .isEqualTo(
            "-A -t 49 -u UNSET -s 1.1.1.1 -d 2.2.2.2 -g 4.4.4.4 -n 3.3.3.3 -p udp --sport 1 --dport 2"
                + " --reply-port-src 9 --reply-port-dst 8");
  }

  @Test
  void aTranslatedPortAloneIsATranslationUnlikeConntracks() {
    final Session session =
        Lines.read(
            "udp 17 49 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1"
                + " sport=2 dport=99 mark=0 use=1");
    session.status(Status.SRC_NAT);
    assertThat(Lines.write(SaveFormat.additions(), session)).contains(" -r 2.2.2.2 -n 1.1.1.1 ");
  }

  @Test
  void aStatusThatTheKernelRefusesIsLeftOutUnlikeConntracks() {
    final Session session = Lines.read(UDP);
    session.status(Status.EXPECTED | Status.SEEN_REPLY | Status.FIXED_TIMEOUT | Status.CONFIRMED);
    assertThat(Lines.write(SaveFormat.additions(), session))
        .startsWith("-A -t 49 -u SEEN_REPLY,FIXED_TIMEOUT -s ");
  }

  @Test
  void dccpCanBeLoadedUnlikeConntracks() {
    final String dccp =
        "dccp 33 49 src=1.1.1.1 dst=2.2.2.2 sport=0 dport=0 [UNREPLIED] src=2.2.2.2 dst=1.1.1.1"
            + " sport=0 dport=0 mark=0 use=1";
    assertThat(Lines.write(SaveFormat.additions(), Lines.read(dccp)))
        .endsWith(
            " -p dccp --sport 0 --dport 0 --reply-port-src 0 --reply-port-dst 0 --state NONE"
                + " --role client");
    assertThat(Lines.write(SaveFormat.deletions(), Lines.read(dccp))).endsWith(" -p dccp");
  }

  @Test
  void aDeletionNamesTheSessionAlone() {
    final Session session = Lines.read(UDP);
    session.mark(7);
    session.labels(0, 1);
    final SaveFormat format = SaveFormat.deletions().withLabels(LabelNames.numbers());
    assertThat(Lines.write(format, session)).isEqualTo("-D" + SAVED_UDP);
  }

  @ParameterizedTest
  @CsvSource({"NEW,-A", "UPDATE,-U", "DESTROY,-D"})
  void anEventIsTheCommandThatDoesItAgain(final SessionEvent.Type type, final String command) {
    final SessionEvent event = new SessionEvent();
    event.type(type);
    event.session().set(Lines.read(UDP));
    event.session().noMark();
    event.portId(31_015);
    assertThat(Lines.write(SaveFormat.deletions().withPrograms(portId -> "nft"), event))
        .isEqualTo(command + SAVED_UDP + " [USERSPACE] portid=31015 progname=nft");
  }

  @Test
  void anUpdateToNoMarkTellsSo() {
    final SessionEvent event = new SessionEvent();
    event.type(SessionEvent.Type.UPDATE);
    event.session().set(Lines.read(UDP));
    assertThat(Lines.write(SaveFormat.additions(), event)).isEqualTo("-U" + SAVED_UDP + " -m 0");
  }

  private static String save(final String mark) {
    return Lines.write(SaveFormat.additions(), Lines.read(UDP.replace("mark=0", mark)));
  }
}
