package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@KernelTest
@Timeout(60)
class SessionWriterSystemTest {
  private static final int TOLD =
      Status.SEEN_REPLY | Status.ASSURED | Status.SRC_NAT | Status.DST_NAT;

  @AutoClose private LabNamespace namespace;
  @AutoClose private SessionWriter writer;
  @AutoClose private Ctnetlink table;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create();
    writer = SessionWriter.open(namespace.networkNamespace());
    table = Ctnetlink.open(namespace.networkNamespace());
  }

  @ParameterizedTest
  @MethodSource("dev.plimsoll.kernel.SampleSessions#all")
  void whatIsWrittenIsRead(final Session written) throws IOException {
    writer.create(written);
    writer.send();

    assertThat(writer.firstRefusal()).isNull();
    final Session read = new Session();
    final int zone = Math.max(written.zone(), written.originalZone());
    assertThat(table.get(written.original(), zone, read)).isTrue();
    assertThat(describe(read)).isEqualTo(describe(written));
  }

  @Test
  void aSessionIsFoundByItsReplyTuple() throws IOException {
    final Session written = SampleSessions.sourceNat();
    writer.create(written);
    writer.send();

    final Session read = new Session();
    assertThat(table.get(written.reply(), 0, read)).isTrue();
    assertThat(read.original().sameAs(written.original())).isTrue();
  }

  @Test
  void aSessionThatIsNotThereIsNotFound() throws IOException {
    assertThat(table.get(SampleSessions.icmp().original(), 0, new Session())).isFalse();
  }

  @Test
  void aSessionOfAnotherZoneIsNotFound() throws IOException {
    writer.create(SampleSessions.inZone());
    writer.send();

    assertThat(table.get(SampleSessions.inZone().original(), 1, new Session())).isFalse();
  }

  @Test
  void aDeletedSessionIsGone() throws IOException {
    final Session written = SampleSessions.udpOverIpv6();
    writer.create(written);
    writer.delete(written.reply(), 0);
    writer.send();

    assertThat(writer.refused()).isZero();
    assertThat(table.statistics().entries()).isZero();
  }

  @Test
  void aSecondOneOfTheSameTupleIsRefused() throws IOException {
    writer.create(SampleSessions.gre());
    writer.create(SampleSessions.gre());
    writer.send();

    assertThat(writer.refused()).isEqualTo(1);
    assertThat(writer.firstRefusal()).hasMessageContaining("it exists already");
  }

  @Test
  void deletingAllEmptiesTheTable() throws IOException {
    writer.create(SampleSessions.gre());
    writer.create(SampleSessions.udpOverIpv6());
    writer.deleteAll();

    assertThat(table.statistics().entries()).isZero();
  }

  @Test
  void aHelperIsAttached() throws IOException {
    final Session written = SampleSessions.tcp(TcpState.ESTABLISHED, 21);
    written.helper("ftp");
    writer.create(written);
    writer.send();

    final Session read = new Session();
    assertThat(table.get(written.original(), 0, read)).isTrue();
    assertThat(read.helper()).isEqualTo("ftp");
  }

  @Test
  void labelsAreSetWhereARuleUsesLabels() throws IOException {
    namespace.nft(
        "table inet t { chain o { type filter hook output priority 0; ct label 3 counter; }; }");
    final Session written = SampleSessions.icmp();
    written.labels(1L << 63, 1L << 3 | 1L << 40);
    writer.create(written);
    writer.send();

    final Session read = new Session();
    assertThat(table.get(written.original(), 0, read)).isTrue();
    assertThat(read.labelsHigh()).isEqualTo(written.labelsHigh());
    assertThat(read.labelsLow()).isEqualTo(written.labelsLow());
  }

  @Test
  void aSessionWithoutATimeoutIsAMistake() {
    final Session session = SampleSessions.gre();
    session.timeoutMillis(Session.ABSENT);

    assertThatThrownBy(() -> writer.create(session)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String describe(final Session session) {
    int nat = session.isSourceNat() ? Status.SRC_NAT : 0;
    nat |= session.isDestinationNat() ? Status.DST_NAT : 0;
    return "%s mark=%#x replyZone=%d originalZone=%d status=%#x"
        .formatted(
            session.toString().replaceFirst("status=\\S+ ", ""),
            session.mark(),
            session.replyZone(),
            session.originalZone(),
            (session.status() | nat) & TOLD);
  }
}
