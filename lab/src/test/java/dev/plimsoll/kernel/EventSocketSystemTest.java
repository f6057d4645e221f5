package dev.plimsoll.kernel;

import static dev.plimsoll.session.SessionEvent.Type.DESTROY;
import static dev.plimsoll.session.SessionEvent.Type.NEW;
import static dev.plimsoll.session.SessionEvent.Type.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.LabTraffic;
import dev.plimsoll.lab.SessionFlood;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TcpState;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events of the real kernel. */
@KernelTest
@Timeout(60)
class EventSocketSystemTest {
  private static final int LARGE_BYTES = 4 << 20;
  private static final int TINY_BYTES = 8 << 10;

  private final HeardEvents heard = new HeardEvents();
  @AutoClose private LabNamespace namespace;
  @AutoClose private LabTraffic traffic;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create();
    traffic = new LabTraffic(namespace);
    namespace.enableTracking();
  }

  @Test
  void anAnsweredDatagramIsNewAndThenUpdated() throws IOException {
    final int port = traffic.serveUdp("127.0.0.1", 0);
    try (EventSocket socket = open(LARGE_BYTES)) {
      traffic.exchangeUdp("127.0.0.1", port, 1);
      heard.takeAll(socket);
    }

    assertThat(heard.types()).containsExactly(NEW, UPDATE);
    assertThat(heard.events.getFirst().session().isReplied()).isFalse();
    assertThat(heard.events.getLast().session().isReplied()).isTrue();
    assertThat(heard.events.getLast().portId()).isZero();
  }

  @Test
  void aTcpSessionTellsItsStates() throws IOException {
    final int port = traffic.serveTcp("127.0.0.1", 0);
    try (EventSocket socket = open(LARGE_BYTES)) {
      traffic.connectAndClose("127.0.0.1", port, 1);
      heard.takeAll(socket);
    }

    assertThat(heard.types().getFirst()).isEqualTo(NEW);
    assertThat(heard.events.stream().map(e -> e.session().stateName()).distinct())
        .startsWith("SYN_SENT", "SYN_RECV", "ESTABLISHED")
        .endsWith(TcpState.TIME_WAIT.name());
  }

  @Test
  void whatAProcessDeletesIsDestroyedInItsName() throws IOException {
    try (EventSocket socket = open(LARGE_BYTES)) {
      traffic.sendUdp("127.0.0.1", 9, 1);
      namespace.run("conntrack", "-D", "-p", "udp", "--dport", "9");
      heard.takeAll(socket);
    }

    assertThat(heard.types()).containsExactly(NEW, DESTROY);
    assertThat(heard.events.getLast().portId()).isNotZero();
  }

  @Test
  void noEventIsLostInALargeBuffer() throws IOException {
    try (EventSocket socket = open(LARGE_BYTES)) {
      flood(2000);
      heard.takeAll(socket);
    }

    assertThat(heard.types()).hasSize(2000).containsOnly(NEW);
    assertThat(heard.overruns).isZero();
  }

  @Test
  void anOverrunIsToldAndTheSocketGoesOn() throws IOException {
    try (EventSocket socket = open(TINY_BYTES)) {
      flood(2000);
      heard.takeAll(socket);
      assertThat(heard.overruns).isPositive();
      assertThat(heard.events).hasSizeLessThan(2000);

      heard.events.clear();
      traffic.sendUdp("127.0.0.1", 9, 1);
      heard.takeAll(socket);
      assertThat(heard.types()).containsExactly(NEW);
    }
  }

  @Test
  void oneSocketHearsOtherNamespacesByTheirId() throws IOException {
    try (EventSocket socket =
        EventSocket.open(NetworkNamespace.own(), LARGE_BYTES, true, new CtnetlinkDecoder())) {
      assertThat(Rtnetlink.idOf(namespace.networkNamespace())).isEmpty();
      namespace.assignId();
      final int id = Rtnetlink.idOf(namespace.networkNamespace()).orElseThrow();

      traffic.sendUdp("127.0.0.1", 9, 1);
      heard.takeAll(socket);

      assertThat(heard.events.stream().filter(e -> e.namespaceId() == id).map(e -> e.type()))
          .containsExactly(NEW);
    }
  }

  @Test
  void anEventHoldsTheWholeSession() throws IOException {
    try (EventSocket socket = open(LARGE_BYTES);
        SessionWriter writer = SessionWriter.open(namespace.networkNamespace())) {
      writer.create(SampleSessions.sourceNat());
      writer.create(SampleSessions.inZone());
      writer.send();
      heard.takeAll(socket);
    }

    final Session translated = heard.events.getFirst().session();
    assertThat(translated.isSourceNat()).isTrue();
    assertThat(translated.state()).isEqualTo(TcpState.ESTABLISHED.number());
    assertThat(translated.hasId()).isTrue();
    assertThat(heard.events.getLast().session().zone()).isEqualTo(65_535);
  }

  private EventSocket open(final int bufferBytes) throws IOException {
    return EventSocket.open(
        namespace.networkNamespace(), bufferBytes, false, new CtnetlinkDecoder());
  }

  private void flood(final int count) throws IOException {
    try (SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      flood.add(count);
      flood.requireNoRefusal();
    }
  }
}
