package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.Verdict;
import dev.plimsoll.session.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets the kernel and the engine see the same exchanges, and finds where their answers differ.
 *
 * <p>Both go by real time: a packet's time is when the kernel gets it. So a pause of two seconds is
 * one for both, and what is read a moment later differs by that moment, which is allowed for.
 */
final class Comparison implements AutoCloseable {
  /** No sysctl gives this: a session that has it has not been refreshed since we gave it. */
  private static final int MARKED_SECONDS = 1_234_567;

  /** The kernel rounds down to whole seconds. */
  private static final long HALF_SECOND = 500;

  /** Enough for a machine that is busy with others, and less than two timeouts are apart. */
  private static final long SLACK_MILLIS = 3000;

  private final TrackerSettings settings;
  private final KernelTracker kernel;
  private final long beganMillis = System.currentTimeMillis();
  private final long beganNanos = System.nanoTime();
  private long packets;
  private boolean hadRelated;
  private int fragmentId;

  Comparison(final TrackerSettings settings) throws IOException {
    this.settings = settings;
    kernel = KernelTracker.create(settings);
  }

  KernelTracker kernel() {
    return kernel;
  }

  /** Packets compared so far. */
  long packets() {
    return packets;
  }

  /** Whether the last exchange had an announced session. */
  boolean hadRelated() {
    return hadRelated;
  }

  private long nowMillis() {
    return beganMillis + (System.nanoTime() - beganNanos) / 1_000_000;
  }

  /**
   * Runs an exchange against empty tables, to its end or the first difference.
   *
   * @param marked whether to give each session another timeout after each packet, so that the next
   *     one shows whether it refreshes the session, even by the same timeout
   * @return null if all answers were equal
   */
  @Nullable Difference run(final List<Exchange.Step> steps, final boolean marked)
      throws IOException {
    final EngineTracker engine = new EngineTracker(settings);
    final BatchedEngine batched = new BatchedEngine(settings);
    kernel.clear();
    hadRelated = false;
    final List<Answer> answers = new ArrayList<>();
    fragmentId += RandomFragments.Fragment.IDS;
    for (final Exchange.Step step : steps) {
      if (step.pauseMillis() > 0) {
        LockSupport.parkNanos(step.pauseMillis() * 1_000_000L);
      }
      final byte[] frame = RandomFragments.Fragment.renumbered(step.frame(), fragmentId);
      final Tuple tuple = FrameText.tuple(frame);
      final long timeMillis = nowMillis();
      final Answer byKernel = kernel.track(frame, tuple);
      final Answer byEngine = engine.track(frame, tuple, timeMillis);
      packets++;
      hadRelated |= byEngine.verdict() == Verdict.RELATED;
      answers.add(byEngine);
      batched.add(frame, timeMillis);
      if (!byKernel.equals(early(byEngine), SLACK_MILLIS + nowMillis() - timeMillis)) {
        return new Difference(steps.subList(0, answers.size()), answers, byKernel.toString());
      }
      if (marked && tuple != null && byKernel.session() != null) {
        kernel.table().timeout(tuple, MARKED_SECONDS);
        engine.timeout(tuple, MARKED_SECONDS * 1000L);
      }
    }
    String difference = compareTables(engine);
    if (difference == null && !marked) {
      difference = compareBatched(engine, batched, answers);
    }
    return difference == null ? null : new Difference(steps, answers, difference);
  }

  private static Answer early(final Answer answer) {
    return new Answer(answer.verdict(), answer.events(), early(answer.session()), answer.reason());
  }

  private static Answer.@Nullable Entry early(final Answer.@Nullable Entry entry) {
    return entry == null ? null : entry.withTimeout(entry.timeoutMillis() - HALF_SECOND);
  }

  /** Every session of the engine is one of the kernel's, and both have equally many. */
  private @Nullable String compareTables(final EngineTracker engine) throws IOException {
    final long timeMillis = engine.table().timeMillis();
    final List<Tuple> tuples = new ArrayList<>();
    engine.table().forEach(session -> tuples.add(Tuple.copyOf(session.original())));
    for (final Tuple tuple : tuples) {
      final Answer.Entry byKernel = kernel.session(tuple);
      final Answer.Entry byEngine = engine.session(tuple);
      final long slack = SLACK_MILLIS + nowMillis() - timeMillis;
      if (!Answer.equals(byKernel, early(byEngine), slack)) {
        return "at the end, of %s the kernel has %s and the engine %s"
            .formatted(tuple, byKernel, byEngine);
      }
    }
    final long size = kernel.table().size();
    return size == tuples.size()
        ? null
        : "at the end the kernel has %d sessions, the engine %d".formatted(size, tuples.size());
  }

  /** The engine says the same where it gets all packets at once. */
  private static @Nullable String compareBatched(
      final EngineTracker engine, final BatchedEngine batched, final List<Answer> answers)
      throws IOException {
    final List<Verdict> byOne =
        answers.stream().map(Answer::verdict).filter(Objects::nonNull).toList();
    if (!batched.verdicts().equals(byOne)) {
      return "(in a batch the engine says %s)".formatted(batched.verdicts());
    }
    final Map<Tuple, Answer.Entry> sessions = BatchedEngine.sessions(batched.table());
    return sessions.equals(BatchedEngine.sessions(engine.table()))
        ? null
        : "(in a batch the engine has at the end %s)".formatted(sessions);
  }

  /**
   * Runs an exchange with and without marks.
   *
   * @throws AssertionError with the shortest story of a difference
   */
  void assertEqual(final Exchange exchange, final String name) throws IOException {
    for (final boolean marked : new boolean[] {false, true}) {
      final Difference found = run(exchange.steps(), marked);
      if (found != null) {
        throw new AssertionError(
            "%s%s: the kernel and the engine differ\n%s"
                .formatted(name, marked ? ", marked" : "", shrink(found, marked)));
      }
    }
  }

  /**
   * The same difference with as few packets as possible: leaves out one after the other as long as
   * there still is one.
   */
  Difference shrink(final Difference found, final boolean marked) throws IOException {
    Difference least = found;
    boolean shorter = true;
    while (shorter) {
      shorter = false;
      for (int i = least.steps().size() - 2; i >= 0; i--) {
        final List<Exchange.Step> fewer = new ArrayList<>(least.steps());
        fewer.remove(i);
        final Difference still = run(fewer, marked);
        if (still != null) {
          least = still;
          shorter = true;
          i = Math.min(i, least.steps().size() - 1);
        }
      }
    }
    return least;
  }

  @Override
  public void close() throws IOException {
    kernel.close();
  }

  /**
   * Where the answers part.
   *
   * @param steps the packets up to there
   * @param answers the engine's to each of them
   * @param kernel what the kernel says to the last
   */
  record Difference(List<Exchange.Step> steps, List<Answer> answers, String kernel) {
    Difference {
      steps = List.copyOf(steps);
      answers = List.copyOf(answers);
    }

    @Override
    public String toString() {
      final StringBuilder story = new StringBuilder();
      for (int i = 0; i < steps.size(); i++) {
        story.append(i + 1).append(". ");
        if (steps.get(i).pauseMillis() > 0) {
          story.append("after ").append(steps.get(i).pauseMillis()).append(" ms: ");
        }
        story.append(FrameText.line(steps.get(i).frame()));
        story.append(i == steps.size() - 1 ? "\n     engine: " : "\n     ");
        story.append(answers.get(i)).append('\n');
      }
      return story + "     kernel: " + kernel + "\n";
    }
  }
}
