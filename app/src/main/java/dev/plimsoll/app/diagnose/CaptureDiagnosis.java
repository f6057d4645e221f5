package dev.plimsoll.app.diagnose;

import dev.plimsoll.app.track.CountCurve;
import dev.plimsoll.engine.Checksums;
import dev.plimsoll.engine.FrameSource;
import dev.plimsoll.engine.PacketPipeline;
import dev.plimsoll.engine.ReadAhead;
import dev.plimsoll.engine.Tracker;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.VerdictSink;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Circumstances;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Diagnostician;
import dev.plimsoll.watch.diagnosis.FeatureLimits;
import dev.plimsoll.watch.diagnosis.Features;
import dev.plimsoll.watch.diagnosis.SessionOwners;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Diagnoses a capture in its own time: it is looked at every ten seconds of that time, and the
 * gravest diagnosis is the capture's. What lasts for a minute of a day would not be seen at its
 * end.
 */
public final class CaptureDiagnosis {
  private static final long STEP_MILLIS = 1_000;
  private static final long LOOK_EVERY_MILLIS = 10_000;

  // However long the capture is, looking takes at most about as long as tracking it.
  private static final int MOST_SHARE = 1;

  private static final List<CauseClass> GRAVEST_FIRST =
      List.of(
          CauseClass.COMPROMISED,
          CauseClass.ATTACKED,
          CauseClass.MISCONFIGURED,
          CauseClass.BUSY,
          CauseClass.UNKNOWN);

  private static final Comparator<Diagnosis> GRAVITY =
      Comparator.comparingInt((Diagnosis d) -> -GRAVEST_FIRST.indexOf(d.causeClass()))
          .thenComparingDouble(CaptureDiagnosis::strongest)
          .thenComparingLong(Diagnosis::sessions);

  private final String name;
  private final Diagnostician diagnostician;
  private final Features features;
  private final SessionTable table;
  private final PacketPipeline pipeline;
  private final CountCurve curve = new CountCurve();
  private Diagnosis gravest;
  private long nextLookMillis = Long.MIN_VALUE;
  private final long startNanos = System.nanoTime();
  private long looksNanos;

  /**
   * Prepares a diagnosis.
   *
   * @param name what the capture is called
   * @param host whose capture it is
   */
  public CaptureDiagnosis(
      final String name,
      final HostAddresses host,
      final TrackerSettings settings,
      final Checksums checksums,
      final Diagnostician diagnostician) {
    this.name = name;
    this.diagnostician = diagnostician;
    features = new Features(host, FeatureLimits.LARGE);
    table = SessionTable.ofTracker(host);
    final Tracker tracker = new Tracker(settings, table, features::event);
    pipeline =
        new PacketPipeline(
            settings, checksums, tracker, VerdictSink.NONE, this::count, STEP_MILLIS);
    gravest = look(0);
  }

  private void count(final long timeMillis, final int sessions, final int most) {
    curve.count(timeMillis, sessions, most);
    if (nextLookMillis == Long.MIN_VALUE) {
      nextLookMillis = timeMillis + LOOK_EVERY_MILLIS;
    } else if (timeMillis >= nextLookMillis && hasTimeToLook()) {
      keepGravest(timeMillis);
    }
  }

  private boolean hasTimeToLook() {
    return looksNanos <= (System.nanoTime() - startNanos - looksNanos) * MOST_SHARE;
  }

  private void keepGravest(final long timeMillis) {
    nextLookMillis = timeMillis + LOOK_EVERY_MILLIS;
    final long began = System.nanoTime();
    final Diagnosis now = look(timeMillis);
    looksNanos += System.nanoTime() - began;
    if (isGraver(now, gravest)) {
      gravest = now;
    }
  }

  private static boolean isGraver(final Diagnosis now, final Diagnosis before) {
    return GRAVITY.compare(now, before) >= 0;
  }

  private static double strongest(final Diagnosis diagnosis) {
    return diagnosis.findings().isEmpty() ? 0 : diagnosis.findings().getFirst().confidence();
  }

  private Diagnosis look(final long timeMillis) {
    return diagnostician.look(
        name, features, table, Circumstances.ofCapture(), SessionOwners.NOBODY, timeMillis);
  }

  /**
   * Reads the capture to its end.
   *
   * @param goesOn asked before each batch
   */
  public void run(final FrameSource source, final BooleanSupplier goesOn) throws IOException {
    try (ReadAhead ahead = pipeline.readAhead(source)) {
      while (goesOn.getAsBoolean() && pipeline.take(ahead) > 0) {
        // Each batch is its own work.
      }
    } finally {
      if (pipeline.lastMillis() != PacketPipeline.NEVER) {
        keepGravest(pipeline.lastMillis());
      }
    }
  }

  /** The gravest diagnosis; that of an empty table before anything was read. */
  public Diagnosis diagnosis() {
    return gravest;
  }

  public PacketPipeline pipeline() {
    return pipeline;
  }

  /** The sessions as they are at the end. */
  public SessionTable table() {
    return table;
  }

  public CountCurve curve() {
    return curve;
  }
}
