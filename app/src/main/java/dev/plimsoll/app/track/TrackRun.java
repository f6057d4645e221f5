package dev.plimsoll.app.track;

import dev.plimsoll.engine.Checksums;
import dev.plimsoll.engine.CountListener;
import dev.plimsoll.engine.FrameSource;
import dev.plimsoll.engine.PacketPipeline;
import dev.plimsoll.engine.ReadAhead;
import dev.plimsoll.engine.Tracker;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.VerdictSink;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.LimitRule;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tracks the frames of a source, and keeps what is to be shown of it afterwards. */
public final class TrackRun {
  /** How often the count is looked at, in milliseconds of the packets' time. */
  public static final long INTERVAL_MILLIS = 1_000;

  private final Tracker tracker;
  private final PacketPipeline pipeline;
  private final CountCurve curve = new CountCurve();
  private final CurveJudgement judgement;

  /**
   * Prepares a run.
   *
   * @param events told of each change, or null
   */
  public TrackRun(
      final TrackerSettings settings,
      final Checksums checksums,
      final HostAddresses host,
      final LimitRule rule,
      final VerdictSink verdicts,
      final @Nullable Consumer<SessionEvent> events) {
    tracker = new Tracker(settings, SessionTable.ofTracker(host), events);
    judgement = new CurveJudgement(rule, INTERVAL_MILLIS);
    final CountListener counts =
        (timeMillis, sessions, most) -> {
          curve.count(timeMillis, sessions, most);
          judgement.count(timeMillis, sessions, most);
        };
    pipeline = new PacketPipeline(settings, checksums, tracker, verdicts, counts, INTERVAL_MILLIS);
  }

  /**
   * Tracks frames until there are none left, or nobody wants more. They are read ahead.
   *
   * @param goesOn asked before each batch
   */
  public void run(final FrameSource source, final BooleanSupplier goesOn) throws IOException {
    try (ReadAhead ahead = pipeline.readAhead(source)) {
      while (goesOn.getAsBoolean() && pipeline.take(ahead) > 0) {
        // Each batch is its own work.
      }
    }
  }

  public Tracker tracker() {
    return tracker;
  }

  public PacketPipeline pipeline() {
    return pipeline;
  }

  public CountCurve curve() {
    return curve;
  }

  public CurveJudgement judgement() {
    return judgement;
  }
}
