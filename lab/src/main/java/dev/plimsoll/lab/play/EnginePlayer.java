package dev.plimsoll.lab.play;

import dev.plimsoll.engine.Checksums;
import dev.plimsoll.engine.Frame;
import dev.plimsoll.engine.FrameSource;
import dev.plimsoll.engine.LinkType;
import dev.plimsoll.engine.PacketPipeline;
import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.engine.Tracker;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.VerdictSink;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.diagnosis.Diagnostician;
import dev.plimsoll.watch.diagnosis.FeatureLimits;
import dev.plimsoll.watch.diagnosis.Features;
import dev.plimsoll.watch.diagnosis.Thresholds;
import dev.plimsoll.watch.diagnosis.card.Cards;
import java.io.IOException;
import java.util.Map;

/**
 * Plays a scene through the engine: its packets become sessions and events, and every ten seconds
 * of the packets' time somebody looks, as the daemon does. One thread each.
 */
public final class EnginePlayer {
  private final Scene scene;
  private final Stage stage;
  private final Looks looks;
  private final Features features = new Features(Stage.ADDRESSES, FeatureLimits.SMALL);
  private final SessionTable table = SessionTable.ofTracker(Stage.ADDRESSES);
  private final Tracker tracker;
  private final Diagnostician diagnostician;
  private final PacketPipeline pipeline;
  private long lossesBefore;

  private EnginePlayer(final Scene scene, final long seed) {
    this.scene = scene;
    stage = scene.stage(seed);
    looks = new Looks(scene);
    final TrackerSettings settings =
        new TrackerSettings(Map.of(Sysctl.MAX, (long) scene.maximum()));
    tracker = new Tracker(settings, table, features::event);
    diagnostician = new Diagnostician(Cards.ALL, Thresholds.STANDARD, scene.roles());
    pipeline =
        new PacketPipeline(
            settings,
            Checksums.ALL,
            tracker,
            VerdictSink.NONE,
            (timeMillis, sessions, most) -> look(timeMillis, sessions),
            scene.lookSeconds() * 1_000L);
  }

  /** Plays a scene. */
  public static Run play(final Scene scene, final long seed) throws IOException {
    return new EnginePlayer(scene, seed).play(seed);
  }

  private Run play(final long seed) throws IOException {
    final long endMillis = Stage.START_MILLIS + scene.lastsSeconds() * 1_000L;
    try (Played source = new Played(stage, endMillis * 1_000)) {
      while (pipeline.take(source) > 0) {
        // Until the scene is over.
      }
    }
    pipeline.advance(endMillis);
    return looks.run(seed);
  }

  private void look(final long timeMillis, final int sessions) {
    final long losses = tracker.statistics().dropped() + tracker.statistics().earlyDropped();
    looks.add(
        diagnostician.look(
            scene.label().name(),
            features,
            table,
            scene.circumstances(sessions, losses - lossesBefore),
            scene.owners(stage),
            timeMillis));
    lossesBefore = losses;
  }

  /** The frames of a stage. */
  private static final class Played implements FrameSource {
    private final Stage stage;
    private final long untilMicros;
    private byte[] room = {};

    Played(final Stage stage, final long untilMicros) {
      this.stage = stage;
      this.untilMicros = untilMicros;
    }

    @Override
    public int read(final Frame[] frames) {
      final int most = stage.bytes().length;
      if (room.length < frames.length * most) {
        room = new byte[frames.length * most];
      }
      int count = 0;
      while (count < frames.length && stage.next(untilMicros)) {
        System.arraycopy(stage.bytes(), 0, room, count * most, stage.length());
        final Frame frame = frames[count];
        frame.bytes(room, count * most, stage.length());
        frame.length(stage.length());
        frame.linkType(LinkType.ETHERNET);
        frame.timeNanos(stage.timeMicros() * 1_000);
        count++;
      }
      return count;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
