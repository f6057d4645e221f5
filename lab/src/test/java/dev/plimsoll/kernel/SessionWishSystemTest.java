package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.kernel.SessionWish.Translation;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SctpState;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a wish makes, held against what conntrack(8) makes of the same words. */
@KernelTest
@Timeout(60)
class SessionWishSystemTest {
  private static final String TCP = "-p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 10 --dport 20";

  @AutoClose private LabNamespace theirs;
  @AutoClose private LabNamespace ours;
  @AutoClose private SessionWriter writer;
  @AutoClose private Ctnetlink table;

  @BeforeEach
  void makeNamespaces() throws IOException {
    theirs = LabNamespace.create();
    ours = LabNamespace.create();
    writer = SessionWriter.open(ours.networkNamespace());
    table = Ctnetlink.open(ours.networkNamespace());
  }

  /** Words of conntrack, and the same as a wish. */
  record Case(String words, Consumer<SessionWish> wish) {
    @Override
    public String toString() {
      return words;
    }

    SessionWish wished() {
      final SessionWish wanted = new SessionWish();
      wish.accept(wanted);
      return wanted;
    }
  }

  static List<Case> created() {
    return List.of(
        new Case(TCP + " -t 100 --state ESTABLISHED", w -> tcp(w, TcpState.ESTABLISHED)),
        new Case(TCP + " -t 100 --state TIME_WAIT", w -> tcp(w, TcpState.TIME_WAIT)),
        new Case(
            TCP + " -t 100 --state ESTABLISHED -u SEEN_REPLY,ASSURED -m 7 -w 5",
            w -> {
              tcp(w, TcpState.ESTABLISHED);
              w.status(Status.SEEN_REPLY | Status.ASSURED);
              w.mark(7, -1);
              w.session().zone(5);
            }),
        new Case(
            TCP + " -t 100 --state SYN_SENT -u FIXED_TIMEOUT --orig-zone 5",
            w -> {
              tcp(w, TcpState.SYN_SENT);
              w.status(Status.FIXED_TIMEOUT);
              w.session().originalZone(5);
            }),
        new Case(
            TCP + " -t 100 --state SYN_SENT --reply-zone 6",
            w -> {
              tcp(w, TcpState.SYN_SENT);
              w.session().replyZone(6);
            }),
        new Case(
            TCP + " -t 100 --state SYN_SENT -n 203.0.113.3:77",
            w -> {
              tcp(w, TcpState.SYN_SENT);
              w.source(new Translation(IpAddress.parse("203.0.113.3"), 77));
            }),
        new Case(
            TCP + " -t 100 --state SYN_SENT -g 203.0.113.3",
            w -> {
              tcp(w, TcpState.SYN_SENT);
              w.destination(new Translation(IpAddress.parse("203.0.113.3"), Session.ABSENT));
            }),
        new Case(
            "-p udp -s 2001:db8::1 -d 2001:db8::2 --sport 10 --dport 53 -t 100 -u UNSET"
                + " -g 2001:db8::3",
            w -> {
              tuples(w, Protocol.UDP, "2001:db8::1", 10, "2001:db8::2", 53);
              w.status(0);
              w.destination(new Translation(IpAddress.parse("2001:db8::3"), Session.ABSENT));
            }),
        new Case(
            "-p sctp -s 192.0.2.1 -d 198.51.100.2 --sport 10 --dport 20 -t 100"
                // The same in either order: conntrack hands the kernel the host's.
                + " --state ESTABLISHED --orig-vtag 83886085 --reply-vtag 100663302",
            w -> {
              tuples(w, Protocol.SCTP, "192.0.2.1", 10, "198.51.100.2", 20);
              w.session().state(SctpState.ESTABLISHED.number());
              w.session().tags(0x0500_0005, 0x0600_0006);
            }),
        new Case(
            "-p dccp -s 192.0.2.1 -d 198.51.100.2 --sport 10 --dport 20 -t 100"
                + " --state OPEN --role server",
            w -> {
              tuples(w, Protocol.DCCP, "192.0.2.1", 10, "198.51.100.2", 20);
              w.session().state(4);
              w.role(1);
            }));
  }

  static List<Case> createdWithoutState() {
    return List.of(
        new Case(
            "-p icmp -s 192.0.2.1 -d 198.51.100.2 --icmp-type 8 --icmp-code 0 --icmp-id 9 -t 100",
            w -> tuples(w, Protocol.ICMP, "192.0.2.1", 9, "198.51.100.2", 8 << 8)),
        new Case(
            "-p gre -s 192.0.2.1 -d 198.51.100.2 --srckey 1 --dstkey 2 -t 100",
            w -> tuples(w, Protocol.GRE, "192.0.2.1", 1, "198.51.100.2", 2)),
        new Case(
            "-p 50 -s 192.0.2.1 -d 198.51.100.2 -t 100",
            w -> tuples(w, 50, "192.0.2.1", 0, "198.51.100.2", 0)));
  }

  @ParameterizedTest
  @MethodSource({"created", "createdWithoutState"})
  void aCreatedSessionIsWhatConntrackWouldMake(final Case made) throws IOException {
    theirs.run(("conntrack -I " + made.words()).split(" "));

    writer.create(made.wished(), true);
    writer.perform();

    assertThat(RawEntries.of(ours.networkNamespace()))
        .isEqualTo(RawEntries.of(theirs.networkNamespace()));
  }

  static List<Case> changes() {
    return List.of(
        new Case("-u ASSURED", w -> w.status(Status.ASSURED)),
        new Case(
            "-u UNSET -m 0x5",
            w -> {
              w.status(0);
              w.mark(5, -1);
            }),
        new Case("-m 0x50/0xf0", w -> w.mark(0x50, 0xf0)),
        new Case("--state CLOSE", w -> w.session().state(TcpState.CLOSE.number())),
        new Case(
            "-u FIXED_TIMEOUT -t 77",
            w -> {
              w.status(Status.FIXED_TIMEOUT);
              w.session().timeoutMillis(77_000);
            }));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangedSessionIsWhatConntrackWouldMake(final Case change) throws IOException {
    final String session =
        "conntrack -I " + TCP + " -t 100 --state ESTABLISHED -u SEEN_REPLY -m 0x101";
    theirs.run(session.split(" "));
    ours.run(session.split(" "));
    theirs.run(("conntrack -U -p tcp -f ipv4 -s 192.0.2.1 " + change.words()).split(" "));

    writer.change(only(), change.wished());
    writer.perform();

    assertThat(RawEntries.of(ours.networkNamespace()))
        .isEqualTo(RawEntries.of(theirs.networkNamespace()));
  }

  @Test
  void labelsOutsideOfTheMaskStay() throws IOException {
    ours.nft(
        "table inet t { chain o { type filter hook output priority 0; ct label 3 counter; }; }");
    final SessionWish first = established();
    first.labels(1L << 63, 1L << 3, 0, 0);
    writer.create(first, true);
    writer.perform();

    final SessionWish change = new SessionWish();
    change.labels(0, 1L << 7, 1L << 63, 1L << 7);
    writer.change(only(), change);
    writer.perform();

    assertThat(only().labelsHigh()).isZero();
    assertThat(only().labelsLow()).isEqualTo(1L << 3 | 1L << 7);
  }

  @Test
  void aSessionOfAMasterIsExpected() throws IOException {
    final SessionWish master = established();
    writer.create(master, true);
    final SessionWish child = new SessionWish();
    tuples(child, Protocol.UDP, "192.0.2.9", 1, "198.51.100.2", 2);
    child.session().master(Tuple.copyOf(master.session().original()));
    writer.create(child, true);
    writer.perform();

    final Session read = new Session();
    assertThat(table.get(child.session().original(), 0, read)).isTrue();
    assertThat(read.status() & Status.EXPECTED).isNotZero();
    assertThat(read.master()).isEqualTo(Tuple.copyOf(master.session().original()));
  }

  @Test
  void aSecondOneIsRefusedIfTheFirstIsToStay() throws IOException {
    writer.create(established(), true);
    writer.perform();
    writer.create(established(), true);

    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(writer::perform)
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
  }

  @Test
  void aSecondOneChangesTheFirstIfItNeedNotStay() throws IOException {
    writer.create(established(), true);
    final SessionWish second = established();
    second.mark(9, -1);
    writer.create(second, false);
    writer.perform();

    assertThat(only().mark()).isEqualTo(9);
  }

  @Test
  void aRefusalIsToldOnceOnly() throws IOException {
    writer.delete(established().session().original(), 0);
    assertThatExceptionOfType(KernelException.class).isThrownBy(writer::perform);

    writer.create(established(), true);
    writer.perform();

    assertThat(writer.refused()).isEqualTo(1);
  }

  @Test
  void aChangeOfWhatIsGoneIsNotFound() throws IOException {
    final SessionWish gone = established();
    writer.change(gone.session(), gone);

    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(writer::perform)
        .matches(KernelException::isNotFound);
  }

  @Test
  void aSessionWithAnotherIdIsNotDeleted() throws IOException {
    writer.create(established(), true);
    writer.perform();
    final Session first = only();

    writer.delete(first.original(), 0, first.id() + 1);
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(writer::perform)
        .matches(KernelException::isNotFound);
    writer.delete(first.original(), 0, first.id());
    writer.perform();

    assertThat(table.statistics().entries()).isZero();
  }

  @Test
  void aSessionIsFoundInTheZoneOfItsFirstDirection() throws IOException {
    for (final Consumer<Session> zone :
        List.<Consumer<Session>>of(s -> s.zone(3), s -> s.originalZone(4), s -> s.replyZone(5))) {
      final SessionWish wish = established();
      zone.accept(wish.session());
      writer.create(wish, true);
      writer.perform();
      final SessionWish change = new SessionWish();
      change.mark(6, -1);
      writer.change(only(), change);
      writer.perform();
      assertThat(only().mark()).isEqualTo(6);
      table.flush(0);
    }
  }

  @Test
  void aFlushOfOneFamilyLeavesTheOther() throws IOException {
    writer.create(established(), true);
    final SessionWish other = new SessionWish();
    tuples(other, Protocol.UDP, "2001:db8::1", 1, "2001:db8::2", 2);
    writer.create(other, true);
    writer.perform();

    table.flush(Family.IPV6);
    assertThat(only().family()).isEqualTo(Family.IPV4);
    table.flush(0);
    assertThat(table.statistics().entries()).isZero();
  }

  private Session only() throws IOException {
    final Session[] found = new Session[1];
    table.dump(
        SessionFilter.ALL,
        session -> {
          assertThat(found[0]).isNull();
          found[0] = session.copy();
        });
    assertThat(found[0]).isNotNull();
    return found[0];
  }

  private static SessionWish established() {
    final SessionWish wish = new SessionWish();
    tcp(wish, TcpState.ESTABLISHED);
    return wish;
  }

  private static void tcp(final SessionWish wish, final TcpState state) {
    tuples(wish, Protocol.TCP, "192.0.2.1", 10, "198.51.100.2", 20);
    wish.session().state(state.number());
  }

  private static void tuples(
      final SessionWish wish,
      final int protocol,
      final String source,
      final int sourcePort,
      final String destination,
      final int destinationPort) {
    final Session session = wish.session();
    session
        .original()
        .set(
            Tuple.of(
                protocol,
                IpAddress.of(source),
                sourcePort,
                IpAddress.of(destination),
                destinationPort));
    session.reply().setInverse(session.original());
    session.timeoutMillis(100_000);
  }
}
