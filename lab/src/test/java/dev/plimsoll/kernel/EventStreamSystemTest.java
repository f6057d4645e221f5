package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.SessionFlood;
import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KernelTest
@Timeout(60)
class EventStreamSystemTest {
  private static final int QUIET_MILLIS = 200;

  private final Ears heard = new Ears();
  @AutoClose private LabNamespace namespace;

  @BeforeEach
  void makeNamespace() throws IOException {
    namespace = LabNamespace.create();
  }

  @Test
  void allThatHappensIsHeardInTheNameOfItsCause() throws IOException {
    try (EventStream stream = open(EnumSet.allOf(SessionEvent.Type.class), 1 << 22);
        SessionWriter writer = SessionWriter.open(namespace.networkNamespace())) {
      writer.create(SampleSessions.sourceNat());
      writer.perform();
      final SessionWish change = new SessionWish();
      change.mark(5, -1);
      writer.change(SampleSessions.sourceNat(), change);
      writer.delete(SampleSessions.sourceNat().original(), 0);
      writer.perform();
      takeAll(stream);
      assertThat(heard.ports).hasSize(3).containsOnly(writer.portId());
    }

    assertThat(heard.types)
        .containsExactly(
            SessionEvent.Type.NEW, SessionEvent.Type.UPDATE, SessionEvent.Type.DESTROY);
  }

  @Test
  void onlyTheWantedKindsAreHeard() throws IOException {
    try (EventStream stream = open(Set.of(SessionEvent.Type.DESTROY), 1 << 22)) {
      flood(10);
      takeAll(stream);
    }

    assertThat(heard.types).hasSize(10).containsOnly(SessionEvent.Type.DESTROY);
  }

  @Test
  void anOverrunIsTold() throws IOException {
    try (EventStream stream = open(Set.of(SessionEvent.Type.NEW), 8 << 10)) {
      flood(2000);
      takeAll(stream);
    }

    assertThat(heard.overruns).isPositive();
  }

  private EventStream open(final Set<SessionEvent.Type> types, final int bytes) throws IOException {
    return EventStream.open(namespace.networkNamespace(), types, bytes, heard);
  }

  private static void takeAll(final EventStream stream) throws IOException {
    while (stream.await(QUIET_MILLIS)) {
      stream.receive();
    }
  }

  private void flood(final int count) throws IOException {
    try (SessionFlood flood = SessionFlood.into(namespace.networkNamespace())) {
      flood.add(count);
      flood.delete(count);
    }
  }

  private static final class Ears implements EventStream.Listener {
    private final List<SessionEvent.Type> types = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private int overruns;

    @Override
    public void event(final SessionEvent event) {
      types.add(event.type());
      ports.add(event.portId());
    }

    @Override
    public void overrun() {
      overruns++;
    }
  }
}
