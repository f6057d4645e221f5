package dev.plimsoll.bench;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.watch.diagnosis.FeatureLimits;
import dev.plimsoll.watch.diagnosis.Features;
import dev.plimsoll.watch.diagnosis.Recent;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an event costs the features at 100,000 events a second: sessions begin, are answered,
 * completed and closed, and end two seconds later, four events of each in turn with those of
 * others.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m"})
public class FeaturesBenchmark {
  private static final long OWN = 0x0a00_0001L;
  private static final int EVENTS_A_SESSION = 4;
  private static final int SESSIONS_ALIVE = 50_000;
  private static final long NANOS_AN_EVENT = 10_000;

  /** How many remote addresses there are; all is one for each session. */
  @Param({"1000", "100000", "100000000"})
  public int remotes;

  /** Who begins the sessions. */
  @Param({"out", "in"})
  public String direction = "out";

  private final Features features =
      new Features(
          HostAddresses.of(Set.of(new IpAddress(Family.IPV4, 0, OWN))), FeatureLimits.LARGE);
  private final SessionEvent event = new SessionEvent();
  private long next;
  private long nanos = 1_700_000_000_000_000_000L;

  /** Fills the tables. */
  @Setup
  public void fill() {
    for (int i = 0; i < 1_000_000; i++) {
      events();
    }
  }

  /** All events of a session's life, of sessions of different ages. */
  @Benchmark
  @OperationsPerInvocation(EVENTS_A_SESSION)
  public void events() {
    next++;
    tell(SessionEvent.Type.NEW, next, TcpState.SYN_SENT, 0);
    tell(SessionEvent.Type.UPDATE, next, TcpState.SYN_RECV, Status.SEEN_REPLY);
    final int completed = Status.SEEN_REPLY | Status.ASSURED;
    tell(SessionEvent.Type.UPDATE, next - SESSIONS_ALIVE / 2, TcpState.TIME_WAIT, completed);
    tell(SessionEvent.Type.DESTROY, next - SESSIONS_ALIVE, TcpState.TIME_WAIT, completed);
  }

  /** A look at full tables. */
  @Benchmark
  public Recent look() {
    return features.look(nanos / 1_000_000);
  }

  private void tell(
      final SessionEvent.Type type, final long number, final TcpState state, final int status) {
    final Session session = event.session();
    final long remote = 0x1000_0000L + number * 7919 % remotes;
    final boolean out = direction.equals("out");
    session.original().protocol(Protocol.TCP);
    session.original().source(Family.IPV4, 0, out ? OWN : remote);
    session.original().destination(Family.IPV4, 0, out ? remote : OWN);
    session.original().sourcePort((int) (1_024 + number % 60_000));
    session.original().destinationPort(443);
    session.reply().setInverse(session.original());
    session.status(status);
    session.state(state.number());
    nanos += NANOS_AN_EVENT;
    event.type(type);
    event.timeNanos(nanos);
    features.event(event);
  }
}
