package dev.plimsoll.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SctpTrackerTest {
  private static final String NO_TAG = "00000000";
  private static final String TAG_A = "aaaaaaaa";
  private static final String TAG_B = "bbbbbbbb";
  private static final String INIT_A = "01000014" + TAG_A + "00010000000a000a00000001";
  private static final String INIT_B = "01000014" + TAG_B + "00010000000a000a00000001";
  private static final String INIT_ACK_B = "02000014" + TAG_B + "00010000000a000a00000001";
  private static final String INIT_ACK_C = "02000014" + "cccccccc" + "00010000000a000a00000001";
  private static final String COOKIE_ECHO = "0a000004";
  private static final String COOKIE_ACK = "0b000004";
  private static final String DATA = "00000004";
  private static final String HEARTBEAT = "04000004";
  private static final String HEARTBEAT_ACK = "05000004";
  private static final String SHUTDOWN = "07000004";
  private static final String SHUTDOWN_ACK = "08000004";
  private static final String SHUTDOWN_COMPLETE = "0e000004";

  private final TrackedSctp session = new TrackedSctp(TrackerSettings.DEFAULT);

  @Test
  void anAssociationIsAssuredWhenTheCookieIsAcknowledged() {
    assertThat(session.packet(0, NO_TAG, INIT_A)).isEqualTo("NEW CLOSED 10 1 0 -");
    assertThat(session.packet(1, TAG_A, INIT_ACK_B)).isEqualTo("REP COOKIE_WAIT 3 1 1 -");
    assertThat(session.packet(0, TAG_B, COOKIE_ECHO)).isEqualTo("EST COOKIE_ECHOED 3 2 1 -");
    assertThat(session.packet(1, TAG_A, COOKIE_ACK)).isEqualTo("REP ESTABLISHED 210 2 2 assured");
  }

  @Test
  void aShutdownEndsInClosed() {
    establish();
    assertThat(session.packet(1, TAG_A, SHUTDOWN)).isEqualTo("REP SHUTDOWN_RECD 3 2 3 assured");
    assertThat(session.packet(0, TAG_B, SHUTDOWN_ACK))
        .isEqualTo("EST SHUTDOWN_ACK_SENT 3 3 3 assured");
    assertThat(session.packet(1, TAG_A, SHUTDOWN_COMPLETE)).isEqualTo("REP CLOSED 10 3 4 assured");
  }

  @Test
  void dataWithAWrongTagIsInvalidAndSaysWhichTagIsRight() {
    establish();
    final Packet packet = TrackedSctp.decoded(TAG_A, DATA);
    assertThat(session.track(0, packet)).isEqualTo("INV ESTABLISHED 210 2 2 assured");
    assertThat(packet.why())
        .isEqualTo("its SCTP verification tag is 0xaaaaaaaa, the session's is 0xbbbbbbbb");
  }

  @Test
  void aRepeatedInitPassesButIsNotCountedAndDoesNotRefresh() {
    session.packet(0, NO_TAG, INIT_A);
    assertThat(session.packet(0, NO_TAG, INIT_A)).isEqualTo("NEW CLOSED 10 1 0 -");
  }

  @Test
  void anInitWithATagIsInvalid() {
    assertThat(session.packet(0, TAG_A, INIT_A)).isEqualTo("INV none");
  }

  @Test
  void noSessionBeginsWithAnAbort() {
    assertThat(session.packet(0, TAG_A, "06000004")).isEqualTo("INV none");
  }

  @Test
  void noSessionBeginsWithData() {
    final Packet packet = TrackedSctp.decoded(TAG_A, DATA);
    assertThat(session.track(0, packet)).isEqualTo("INV none");
    assertThat(packet.reason()).isEqualTo(Reason.NO_BEGINNING);
  }

  @Test
  void anAbortMayCarryTheSendersTagIfItSaysSo() {
    establish();
    assertThat(session.packet(0, TAG_A, "06000004")).startsWith("INV");
    assertThat(session.packet(0, TAG_A, "06010004")).isEqualTo("EST CLOSED 10 3 2 assured");
  }

  @Test
  void aHeartbeatBeginsASessionOnASecondPath() {
    assertThat(session.packet(0, TAG_B, HEARTBEAT)).isEqualTo("NEW HEARTBEAT_SENT 30 1 0 -");
    assertThat(session.packet(1, TAG_A, HEARTBEAT_ACK))
        .isEqualTo("REP ESTABLISHED 210 1 1 assured");
  }

  @Test
  void aHeartbeatWithANewTagCountsOnceItIsAcknowledged() {
    establish();
    assertThat(session.packet(0, "cccccccc", HEARTBEAT))
        .isEqualTo("EST ESTABLISHED 210 2 2 assured");
    assertThat(session.packet(1, "dddddddd", HEARTBEAT_ACK))
        .isEqualTo("REP ESTABLISHED 210 2 3 assured");
    assertThat(session.packet(1, "dddddddd", DATA)).startsWith("REP ESTABLISHED");
  }

  @Test
  void whenBothSidesSentAnInitAnAnswerMustKeepItsTag() {
    session.packet(0, NO_TAG, INIT_A);
    session.packet(1, NO_TAG, INIT_B);
    assertThat(session.packet(1, TAG_A, INIT_ACK_C)).startsWith("INV");
    assertThat(session.packet(1, TAG_A, INIT_ACK_B)).startsWith("REP COOKIE_WAIT");
  }

  @Test
  void anInitMustBeAlone() {
    final Packet packet = TrackedSctp.decoded(NO_TAG, DATA + INIT_A);
    assertThat(session.track(0, packet)).isEqualTo("INV none");
    assertThat(packet.reason()).isEqualTo(Reason.BAD_CHUNKS);
  }

  @Test
  void aChunkWithoutLengthIsInvalid() {
    assertThat(session.packet(0, NO_TAG, "01000000")).isEqualTo("INV none");
  }

  @Test
  void aPacketWithoutChunksIsInvalid() {
    assertThat(session.packet(0, TAG_A, "-")).isEqualTo("INV none");
  }

  private void establish() {
    session.packet(0, NO_TAG, INIT_A);
    session.packet(1, TAG_A, INIT_ACK_B);
    session.packet(0, TAG_B, COOKIE_ECHO);
    session.packet(1, TAG_A, COOKIE_ACK);
  }
}
