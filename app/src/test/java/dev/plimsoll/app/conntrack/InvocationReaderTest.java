package dev.plimsoll.app.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.kernel.ExpectationWish;
import dev.plimsoll.kernel.SessionWish;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InvocationReaderTest {
  private static final String UDP = " -p udp -t 30 -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 53";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -L | any
          -L -s 10.0.0.1 | family:ipv4 src:10.0.0.1
          -L -s 10.0.0.1/8 | family:ipv4 src:10.0.0.0/8
          -L -d 10.0.0.9 --mask-dst 255.255.255.0 | family:ipv4 dst:10.0.0.0/24
          -L -r 10.0.0.1 -q 10.0.0.2 | family:ipv4 reply-src:10.0.0.1 reply-dst:10.0.0.2
          -L -f ipv6 | family:ipv6
          -L -p tcp --sport 1 --dport 443 | proto:tcp sport:1 dport:443
          -L -p udp --reply-port-src 2 --reply-port-dst 3 | proto:udp reply-sport:2 reply-dport:3
          -L -p tcp --dport 65979 | proto:tcp dport:443
          -L -p tcp --state LISTEN | proto:tcp state:SYN_SENT2
          -L -p sctp --state COOKIE_WAIT | proto:sctp state:COOKIE_WAIT
          -L -p icmp --icmp-type 8 --icmp-code 0 | proto:icmp type:8 code:0
          -L -p 50 | proto:esp
          -L -p sctp --orig-vtag 1 --state CLOSED -p udp | proto:udp
          -L -m 0x10/0xf0 | mark:0x10/0xf0
          -L -m -1 | mark:4294967295
          -L -u ass | is:assured
          -L -u UNREPLIED | not is:replied
          -D -u !ASSURED | not is:assured
          -D -u SEEN_REPLY,!SEEN_REPLY | is:replied
          -D -i 0x10 | id:16
          -E -l foo,last | label:0 label:127
          -U -m 5 -p udp | proto:udp
          -U -p tcp --state CLOSE -u ASSURED -t 5 | proto:tcp
          -L --src-nat 10.0.0.9:80 | family:ipv4 reply-dst:10.0.0.9 reply-dport:80
          -L --dst-nat 10.0.0.9 | family:ipv4 reply-src:10.0.0.9
          -D --filter dport:8000-8999 -p tcp | proto:tcp dport:8000-8999
          """)
  void selects(final String line, final String filter) throws ConntrackUsageException {
    assertThat(CommandLines.read(line).selection().filter()).hasToString(filter);
  }

  @Test
  void comparesExactlyWhatTheFilterCannotSay() throws ConntrackUsageException {
    final Session session = session();
    session.zone(5);
    session.status(Status.SRC_NAT_DONE);
    session.reply().destination(Family.IPV4, 0, 0x0909_0909);

    assertThat(CommandLines.read("-L -w 5").selection().matches(session)).isTrue();
    assertThat(CommandLines.read("-L -w 0").selection().matches(session)).isFalse();
    assertThat(CommandLines.read("-L --orig-zone 5").selection().matches(session)).isFalse();
    assertThat(CommandLines.read("-L -n 9.9.9.9").selection().matches(session)).isTrue();
    assertThat(CommandLines.read("-L -j 9.9.9.8").selection().matches(session)).isFalse();
    assertThat(CommandLines.read("-L -g").selection().matches(session)).isFalse();
    assertThat(matches("-L -s 10.9.0.1 --mask-src 255.0.255.255", session)).isTrue();
    assertThat(matches("-L -s 10.9.0.2 --mask-src 255.0.255.255", session)).isFalse();
  }

  @Test
  void neverSelectsByAMarkOutsideOfItsMask() throws ConntrackUsageException {
    assertThat(matches("-D -m 3/1", session())).isFalse();
  }

  @Test
  void comparesTheTranslatedAddressInIpv6Too() throws ConntrackUsageException {
    final Session session = new Session();
    final Tuple original = Tuple.of(Protocol.UDP, IpAddress.of("::1"), 1, IpAddress.of("::2"), 2);
    session.original().set(original);
    session.reply().set(Tuple.of(Protocol.UDP, IpAddress.of("::2"), 2, IpAddress.of("::7"), 1));
    session.status(Status.SRC_NAT_DONE);

    assertThat(matches("-L --src-nat ::7", session)).isTrue();
    assertThat(matches("-L --src-nat ::8", session)).isFalse();
    assertThat(matches("-L --src-nat=::8", session)).isFalse();
  }

  @Test
  void tellsWhetherTheFilterSaysItAll() throws ConntrackUsageException {
    assertThat(CommandLines.read("-D -s 10.0.0.1").selection().isFilterAlone()).isTrue();
    assertThat(CommandLines.read("-D -n").selection().isFilterAlone()).isFalse();
  }

  @Test
  void mirrorsTheReplyOfASessionToCreate() throws ConntrackUsageException {
    final Session session = CommandLines.read("-I" + UDP).wish().session();

    assertThat(Tuple.copyOf(session.original())).isEqualTo(original());
    assertThat(Tuple.copyOf(session.reply())).isEqualTo(original().inverse());
    assertThat(session.timeoutMillis()).isEqualTo(30_000);
    assertThat(session.hasMark()).isFalse();
  }

  @Test
  void mirrorsTheOriginalOfASessionToldByItsAnswers() throws ConntrackUsageException {
    final String line =
        "-A -p udp -t 30 -r 10.0.0.2 -q 10.0.0.1 --reply-port-src 53 --reply-port-dst 1";

    final Session session = CommandLines.read(line).wish().session();

    assertThat(Tuple.copyOf(session.original())).isEqualTo(original());
  }

  @Test
  void takesTheReplyAsTold() throws ConntrackUsageException {
    final String line =
        "-I" + UDP + " -r 10.0.0.3 -q 10.0.0.4 --reply-port-src 5 --reply-port-dst 6";

    assertThat(Tuple.copyOf(CommandLines.read(line).wish().session().reply()))
        .isEqualTo(
            Tuple.of(Protocol.UDP, IpAddress.of("10.0.0.3"), 5, IpAddress.of("10.0.0.4"), 6));
  }

  @Test
  void readsWhatASessionToCreateBeginsWith() throws ConntrackUsageException {
    final SessionWish wish =
        CommandLines.read(
                "-I -p tcp -t 60 -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 --state ESTABLISHED"
                    + " -u SEEN_REPLY,ASSURED -m 7 -w 9 -n 10.0.0.9:80 --label-add bar")
            .wish();

    assertThat(wish.session().state()).isEqualTo(TcpState.ESTABLISHED.number());
    assertThat(wish.session().status()).isEqualTo(Status.SEEN_REPLY | Status.ASSURED);
    assertThat(wish.session().mark()).isEqualTo(7);
    assertThat(wish.session().zone()).isEqualTo(9);
    assertThat(wish.session().labelsLow()).isEqualTo(2);
    assertThat(wish.source()).isEqualTo(new SessionWish.Translation(IpAddress.of("10.0.0.9"), 80));
    assertThat(wish.destination()).isNull();
  }

  @Test
  void readsIcmpByTypeCodeAndId() throws ConntrackUsageException {
    final Session session =
        CommandLines.read(
                "-I -p icmp -t 30 -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7")
            .wish()
            .session();

    assertThat(session.original().icmpType()).isEqualTo(8);
    assertThat(session.original().icmpId()).isEqualTo(7);
    assertThat(session.reply().icmpType()).isZero();
  }

  @Test
  void looksUpByEitherTuple() throws ConntrackUsageException {
    final SessionWish byOriginal =
        CommandLines.read("-G -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 53").wish();
    final SessionWish byReply =
        CommandLines.read(
                "-G -p udp -r 10.0.0.2 -q 10.0.0.1 --reply-port-src 53 --reply-port-dst 1")
            .wish();

    assertThat(Tuple.copyOf(byOriginal.session().original())).isEqualTo(original());
    assertThat(byOriginal.session().reply().family()).isZero();
    assertThat(Tuple.copyOf(byReply.session().reply())).isEqualTo(original().inverse());
    assertThat(byReply.session().original().family()).isZero();
  }

  @Test
  void readsWhatToChange() throws ConntrackUsageException {
    final SessionWish wish = CommandLines.read("-U -m 0xff/0xf0 -t 5 -u UNSET --label-del").wish();

    assertThat(wish.session().mark()).isEqualTo(0xff);
    assertThat(wish.markMask()).isEqualTo(0xf0);
    assertThat(wish.session().timeoutMillis()).isEqualTo(5_000);
    assertThat(wish.hasStatus()).isTrue();
    assertThat(wish.labelMaskHigh()).isEqualTo(-1);
    assertThat(wish.session().labelsLow()).isZero();
  }

  @Test
  void readsAnExpectation() throws ConntrackUsageException {
    final Invocation invocation =
        CommandLines.read(
            "-I expect -p tcp -t 5 -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 21"
                + " --tuple-src 10.0.0.3 --tuple-dst 10.0.0.4/24 --mask-src 255.255.255.255"
                + " --tuple-port-src 0 --tuple-port-dst 20 --mask-port-src 0 --mask-port-dst 65535");

    final ExpectationWish wish = Objects.requireNonNull(invocation.expectation());
    assertThat(wish.tuple().destination()).isEqualTo(IpAddress.of("10.0.0.4"));
    assertThat(Objects.requireNonNull(wish.mask()).destination())
        .isEqualTo(IpAddress.of("255.255.255.0"));
    assertThat(Objects.requireNonNull(wish.master()).destinationPort()).isEqualTo(21);
    assertThat(wish.timeoutSeconds()).isEqualTo(5);
  }

  @Test
  void readsOutputEventsAndPlimsollsOwn() throws ConntrackUsageException {
    final Invocation list = CommandLines.read("-L -o ext,id -o LAB --netns web");
    final Invocation events = CommandLines.read("-E -e NEW,DESTROY -o json -b 1000000");

    assertThat(list.output())
        .isEqualTo(new Output(Output.Format.LINE, true, true, false, false, true));
    assertThat(list.netns()).isEqualTo("web");
    assertThat(events.events()).isEqualTo(Set.of(SessionEvent.Type.NEW, SessionEvent.Type.DESTROY));
    assertThat(events.output().format()).isEqualTo(Output.Format.JSON);
    assertThat(events.bufferBytes()).isEqualTo(1_000_000);
    assertThat(CommandLines.read("-D --dry-run").dryRun()).isTrue();
  }

  @Test
  void showsTheUsageWithoutACommand() throws ConntrackUsageException {
    assertThat(CommandLines.read("").verb()).isEqualTo(Verb.HELP);
    assertThat(CommandLines.read("").hasVerb()).isFalse();
  }

  @Test
  void warnsOfWordsThatItIgnores() throws ConntrackUsageException {
    final CommandLines lines = new CommandLines();

    lines.reader().read(List.of("-L", "-u", "DST_NAT,ASSURED", "-a", "1.2.3.4"));

    assertThat(lines.warnings)
        .containsExactly(
            "WARNING: ignoring DST_NAT, use --dst-nat instead",
            "WARNING: ignoring -a, deprecated option.");
  }

  @Test
  void refusesToDeleteByAStatusWithoutABit() {
    assertThatThrownBy(() -> CommandLines.read("-D -u SRC_NAT"))
        .isInstanceOf(ConntrackUsageException.class)
        .hasMessage("Operation failed: invalid parameters");
  }

  @Test
  void pointsIntoAFilterThatIsWrong() {
    assertThatThrownBy(() -> CommandLines.read("-L --filter dprt:5"))
        .isInstanceOf(ConntrackUsageException.class)
        .hasMessageStartingWith("--filter: unknown word");
  }

  private static boolean matches(final String line, final Session session)
      throws ConntrackUsageException {
    return CommandLines.read(line).selection().matches(session);
  }

  private static Tuple original() {
    return Tuple.of(Protocol.UDP, IpAddress.of("10.0.0.1"), 1, IpAddress.of("10.0.0.2"), 53);
  }

  private static Session session() {
    final Session session = new Session();
    session.original().set(original());
    session.reply().set(original().inverse());
    session.mark(3);
    return session;
  }
}
