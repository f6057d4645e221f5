package dev.plimsoll.app.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.LabelNames;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionFormat;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class OutputFormatTest {
  private static final LabelNames NAMES = LabelNames.parse("0 zero\n");
  private static final Output EVERYTHING =
      new Output(Output.Format.LINE, true, true, true, true, true);

  @Test
  void theDefaultIsThePlainLine() {
    assertThat(list(Output.DEFAULT, Verb.LIST))
        .isEqualTo(
            "udp      17 9 src=1.1.1.1 dst=2.2.2.2 sport=1 dport=2 [UNREPLIED] src=2.2.2.2"
                + " dst=1.1.1.1 sport=2 dport=1 mark=7 delta-time=0\n");
  }

  @Test
  void aLineHasAllThatIsAskedFor() {
    assertThat(list(EVERYTHING, Verb.LIST))
        .startsWith("ipv4     2 udp      17 9 ")
        .endsWith(" delta-time=0 [start=Thu Jan  1 00:00:05 1970] id=6 labels=zero\n");
  }

  @Test
  void aLineOfAnEventHasItsTimeAndProgramToo() {
    assertThat(event(EVERYTHING))
        .startsWith("[8.000000]\t    [NEW] ipv4     2 udp ")
        .endsWith(" labels=zero [USERSPACE] portid=9 progname=p9\n");
  }

  @Test
  void whatIsSavedHasLabelsUnasked() {
    assertThat(list(of(Output.Format.SAVE), Verb.LIST))
        .startsWith("-A -t 9 -u UNSET ")
        .endsWith(" -m 7 --label-add zero\n");
  }

  @Test
  void whatIsSavedOfADeletionDeletes() {
    assertThat(list(of(Output.Format.SAVE), Verb.DELETE)).startsWith("-D -t 9 ");
  }

  @Test
  void whatIsSavedOfAChangeChanges() {
    assertThat(list(of(Output.Format.SAVE), Verb.UPDATE)).startsWith("-U -t 9 ");
  }

  @Test
  void xmlIsADocument() {
    for (final Verb verb : new Verb[] {Verb.LIST, Verb.GET, Verb.EVENT}) {
      assertThat(list(of(Output.Format.XML), verb)).startsWith("<?xml ").endsWith("</conntrack>\n");
    }
  }

  @Test
  void xmlOfDeletionsAndChangesHasNoRoot() {
    for (final Verb verb : new Verb[] {Verb.DELETE, Verb.UPDATE}) {
      assertThat(list(of(Output.Format.XML), verb)).startsWith("<flow>").endsWith("</flow>\n");
    }
  }

  @Test
  void xmlHasAllThatIsAskedFor() {
    final Output everything = new Output(Output.Format.XML, true, true, true, true, true);
    assertThat(event(everything))
        .contains(
            "<label>zero</label>",
            "<timestamp><start>5000000000</start></timestamp>",
            "<when><hour>0</hour><min>00</min><sec>08</sec>",
            " [USERSPACE] portid=9 progname=p9\n");
  }

  @Test
  void jsonIsPlimsollsOwn() {
    assertThat(list(of(Output.Format.JSON), Verb.LIST)).startsWith("{\"proto\":\"udp\"");
  }

  private static Output of(final Output.Format format) {
    return new Output(format, false, false, false, false, false);
  }

  private static SessionFormat format(final Output output, final Verb verb) {
    return OutputFormat.of(output, verb, NAMES, portId -> "p" + portId, ZoneOffset.UTC);
  }

  private static String list(final Output output, final Verb verb) {
    final LineBuffer line = new LineBuffer(64);
    final SessionFormat format = format(output, verb);
    format.beginSessions(line);
    format.write(session(), line);
    format.endSessions(line);
    return line.toString();
  }

  private static String event(final Output output) {
    final SessionEvent event = new SessionEvent();
    event.session().set(session());
    event.timeNanos(8_000_000_000L);
    event.portId(9);
    final LineBuffer line = new LineBuffer(64);
    final SessionFormat format = format(output, Verb.EVENT);
    format.beginEvents(line);
    format.write(event, line);
    return line.toString();
  }

  private static Session session() {
    final Session session = new Session();
    session.original().protocol(17);
    session.original().source(Family.IPV4, 0, 0x0101_0101L);
    session.original().destination(Family.IPV4, 0, 0x0202_0202L);
    session.original().sourcePort(1);
    session.original().destinationPort(2);
    session.reply().setInverse(session.original());
    session.timeoutMillis(9000);
    session.mark(7);
    session.id(6);
    session.labels(0, 1);
    session.startNanos(5_000_000_000L);
    session.observedNanos(5_000_000_000L);
    return session;
  }
}
