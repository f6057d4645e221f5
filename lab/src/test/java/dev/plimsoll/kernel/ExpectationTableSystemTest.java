package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.session.Expectation;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Expectations of the real kernel, held against what conntrack(8) shows of them. */
@KernelTest
@Timeout(60)
class ExpectationTableSystemTest {
  private static final Tuple MASTER = tuple("192.0.2.1", 10, "198.51.100.2", 21);
  private static final Tuple EXPECTED = tuple("203.0.113.3", 0, "203.0.113.4", 77);
  private static final Tuple MASK = tuple("255.255.255.255", 0, "255.255.255.255", 65_535);

  @AutoClose private LabNamespace namespace;
  @AutoClose private ExpectationTable table;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create();
    table = ExpectationTable.open(namespace.networkNamespace());
    make(MASTER, "ftp");
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    table.create(wish(EXPECTED));

    final Expectation read = Objects.requireNonNull(table.get(wish(EXPECTED)));
    assertThat(read.tuple()).isEqualTo(EXPECTED);
    assertThat(read.mask()).isEqualTo(MASK);
    assertThat(read.master()).isEqualTo(MASTER);
    assertThat(read.helper()).isEqualTo("ftp");
    assertThat(read.zone()).isZero();
    // The helper's own time, whatever was wished.
    assertThat(read.timeoutSeconds()).isBetween(290, 300);
    assertThat(read.natDirection()).isEqualTo(Session.ABSENT);
  }

  @Test
  void conntrackSeesIt() throws IOException {
    table.create(wish(EXPECTED));

    assertThat(namespace.run("conntrack", "-L", "expect"))
        .contains(
            "proto=6 src=203.0.113.3 dst=203.0.113.4 sport=0 dport=77"
                + " mask-src=255.255.255.255 mask-dst=255.255.255.255 sport=0 dport=65535"
                + " master-src=192.0.2.1 master-dst=198.51.100.2 sport=10 dport=21"
                + " class=0 helper=ftp");
  }

  @Test
  void whatConntrackMadeIsHandedOutAndCounted() throws IOException {
    namespace.run(
        ("conntrack -I expect -p tcp -s 192.0.2.1 -d 198.51.100.2 --sport 10 --dport 21"
                + " --tuple-src 203.0.113.3 --tuple-dst 203.0.113.4"
                + " --mask-src 255.255.255.255 --mask-dst 255.255.255.255"
                + " --tuple-port-src 0 --tuple-port-dst 77 --mask-port-src 0"
                + " --mask-port-dst 65535 -t 100")
            .split(" "));

    final List<Expectation> all = new ArrayList<>();
    table.dump(0, all::add);
    assertThat(all).extracting(Expectation::master).containsExactly(MASTER);
    assertThat(table.count(Family.IPV4)).isEqualTo(1);
    assertThat(table.count(Family.IPV6)).isZero();
  }

  @Test
  void aPermanentOneIsFoundInItsZoneOnly() throws IOException {
    final Session master = new Session();
    master.zone(7);
    make(MASTER, "ftp", master);
    final ExpectationWish inZone =
        new ExpectationWish(EXPECTED, MASK, MASTER, 100, Expectation.PERMANENT, 7, null);
    table.create(inZone);

    final Expectation read = Objects.requireNonNull(table.get(inZone));
    assertThat(read.flags() & Expectation.PERMANENT).isNotZero();
    assertThat(table.get(wish(EXPECTED))).isNull();
  }

  @Test
  void aDeletedOneIsGone() throws IOException {
    table.create(wish(EXPECTED));
    table.delete(wish(EXPECTED));

    assertThat(table.get(wish(EXPECTED))).isNull();
    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> table.delete(wish(EXPECTED)))
        .matches(KernelException::isNotFound);
  }

  @Test
  void aFlushLeavesNone() throws IOException {
    table.create(wish(EXPECTED));
    table.flush();

    assertThat(table.count(0)).isZero();
  }

  @Test
  void aSecondOneIsRefused() throws IOException {
    table.create(wish(EXPECTED));

    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> table.create(wish(EXPECTED)))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
  }

  @Test
  void withoutAHelperOfItsMasterItIsRefused() throws IOException {
    final Tuple plain = tuple("192.0.2.1", 11, "198.51.100.2", 21);
    make(plain, null);

    assertThatExceptionOfType(KernelException.class)
        .isThrownBy(() -> table.create(new ExpectationWish(EXPECTED, MASK, plain, 100, 0, 0, null)))
        .matches(KernelException::isNotSupported);
  }

  @Test
  void theCountersOfEachCpuAreWhatConntrackShows() throws IOException {
    table.create(wish(EXPECTED));

    final StringBuilder ours = new StringBuilder();
    for (final CpuCounters counters : table.countersOfEachCpu()) {
      ours.append("cpu=%-4d\t".formatted(counters.cpu()));
      counters.values().forEach((name, value) -> ours.append(name + "=" + value + " "));
      ours.append('\n');
    }
    assertThat(ours).hasToString(namespace.run("conntrack", "-S", "expect"));
  }

  @Test
  void itsBeginningAndItsEndAreHeard() throws IOException {
    final Ears ears = new Ears();
    try (ExpectationStream stream =
        ExpectationStream.open(
            namespace.networkNamespace(), EnumSet.allOf(SessionEvent.Type.class), 1 << 20, ears)) {
      final Tuple heard = tuple("192.0.2.1", 12, "198.51.100.2", 21);
      make(heard, "ftp");
      table.create(new ExpectationWish(EXPECTED, MASK, heard, 100, 0, 0, null));
      table.delete(wish(EXPECTED));
      while (stream.await(200)) {
        stream.receive();
      }
    }

    assertThat(ears.types).containsExactly(SessionEvent.Type.NEW, SessionEvent.Type.DESTROY);
    assertThat(ears.expectations).extracting(Expectation::tuple).containsOnly(EXPECTED);
  }

  private static final class Ears implements ExpectationStream.Listener {
    private final List<SessionEvent.Type> types = new ArrayList<>();
    private final List<Expectation> expectations = new ArrayList<>();

    @Override
    public void event(
        final SessionEvent.Type type, final Expectation expectation, final int portId) {
      types.add(type);
      expectations.add(expectation);
    }

    @Override
    public void overrun() {
      throw new IllegalStateException("events were lost");
    }
  }

  private void make(final Tuple tuple, final @Nullable String helper) throws IOException {
    make(tuple, helper, new Session());
  }

  private void make(final Tuple tuple, final @Nullable String helper, final Session session)
      throws IOException {
    session.original().set(tuple);
    session.reply().setInverse(tuple);
    session.timeoutMillis(600_000);
    session.state(TcpState.ESTABLISHED.number());
    session.helper(helper);
    try (SessionWriter writer = SessionWriter.open(namespace.networkNamespace())) {
      writer.create(session);
      writer.perform();
    }
  }

  private static ExpectationWish wish(final Tuple tuple) {
    return new ExpectationWish(tuple, MASK, MASTER, 100, 0, 0, null);
  }

  private static Tuple tuple(
      final String source, final int sourcePort, final String destination, final int port) {
    return Tuple.of(Protocol.TCP, address(source), sourcePort, address(destination), port);
  }

  private static IpAddress address(final String text) {
    return Objects.requireNonNull(IpAddress.parse(text));
  }
}
