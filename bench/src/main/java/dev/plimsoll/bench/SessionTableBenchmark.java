package dev.plimsoll.bench;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.TupleBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Look-ups, and inserts with expiries, a second in a {@link SessionTable} that stays at one size.
 * Sessions are looked up in random order, so most of them come from memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
public class SessionTableBenchmark {
  /** How many sessions the table holds. */
  @Param({"10000", "1000000", "10000000"})
  public int sessions;

  private final SessionTable table = new SessionTable();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Session session = new Session();
  private final TupleBuffer original = new TupleBuffer();
  private final TupleBuffer reply = new TupleBuffer();
  private long next;

  /** Fills the table. */
  @Setup
  public void fill() {
    while (next < sessions) {
      put();
    }
  }

  // A session a millisecond; the timeouts let half of them live longer than the other half.
  private void put() {
    final long timeoutMillis = sessions / 2 + random.nextLong(sessions);
    SampleSessions.fill(session, next, SampleSessions.START_MILLIS + next, timeoutMillis);
    table.put(session);
    next++;
  }

  /** The writer finds a session by its original tuple. */
  @Benchmark
  public int findOriginal() {
    SampleSessions.tuple(original, random.nextInt(sessions));
    return table.find(original, 0);
  }

  /** The writer finds a session by its reply tuple. */
  @Benchmark
  public int findReply() {
    SampleSessions.tuple(original, random.nextInt(sessions));
    reply.setInverse(original);
    return table.find(reply, 0);
  }

  /** The writer looks for a session that is not there. */
  @Benchmark
  public int findMissing() {
    SampleSessions.tuple(original, 1_000_000_000L + random.nextInt(sessions));
    return table.find(original, 0);
  }

  /** A reader finds and copies a session. */
  @Benchmark
  public Session get() {
    SampleSessions.tuple(original, random.nextInt(sessions));
    if (!table.get(original, 0, session)) {
      throw new IllegalStateException("a session is missing");
    }
    return session;
  }

  /** A session comes, and on average one expires and goes. */
  @Benchmark
  public int insertAndExpire() {
    put();
    return table.advance(SampleSessions.START_MILLIS + next, table::remove);
  }
}
