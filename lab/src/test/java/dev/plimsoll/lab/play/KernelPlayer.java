package dev.plimsoll.lab.play;

import dev.plimsoll.engine.Sysctl;
import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorSettings;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.TapBridge;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.diagnosis.Diagnostician;
import dev.plimsoll.watch.diagnosis.FeatureLimits;
import dev.plimsoll.watch.diagnosis.Features;
import dev.plimsoll.watch.diagnosis.Thresholds;
import dev.plimsoll.watch.diagnosis.card.Cards;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Plays a scene to the real kernel, whose events a mirror follows.
 *
 * <p>Time runs faster than it is, and the kernel's timeouts are as much shorter, at least a second.
 * Events are told at the time of the packet that made them, and a table's time left is stretched
 * again: so a diagnosis sees the scene's own time.
 */
final class KernelPlayer implements MirrorListener, AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final MirrorSettings SETTINGS =
      MirrorSettings.defaults().withDumpMillis(300).withCheckMillis(200);
  private static final int TO_SERVER = 2;
  private static final int LOWEST_OF_MAC = 5;

  private final Scene scene;
  private final Stage stage;
  private final int faster;
  private final Features features = new Features(Stage.ADDRESSES, FeatureLimits.SMALL);
  private final Diagnostician diagnostician;
  private final TapBridge bridge;
  private final Mirror mirror;
  private final SessionEvent told = new SessionEvent();
  private volatile long playedMicros = Stage.START_MILLIS * 1_000;
  private long startNanos;

  private KernelPlayer(
      final Scene scene, final long seed, final int faster, final LabNamespace namespace)
      throws IOException {
    this.scene = scene;
    this.faster = faster;
    stage = scene.stage(seed);
    diagnostician = new Diagnostician(Cards.ALL, Thresholds.STANDARD, scene.roles());
    bridge = TapBridge.lay(namespace);
    namespace.enableTracking();
    namespace.sysctl("net.netfilter.nf_conntrack_events", "1");
    namespace.sysctl("net.netfilter.nf_conntrack_acct", "1");
    for (final Sysctl sysctl : Sysctl.values()) {
      if (isTimeout(sysctl)) {
        namespace.sysctl(
            "net.netfilter.nf_conntrack_" + sysctl.word(),
            Long.toString(Math.ceilDiv(sysctl.byDefault(), faster)));
      }
    }
    mirror = Mirror.open(List.of(namespace.networkNamespace()), SETTINGS, this).start();
  }

  private static boolean isTimeout(final Sysctl sysctl) {
    return sysctl.kind() == Sysctl.Kind.SECONDS
        && (sysctl.word().startsWith("tcp_") || sysctl.word().startsWith("udp_"));
  }

  /**
   * Plays a scene.
   *
   * @param faster by how much time runs faster
   */
  static Run play(final Scene scene, final long seed, final int faster)
      throws IOException, InterruptedException {
    try (LabNamespace namespace = LabNamespace.create("play");
        KernelPlayer player = new KernelPlayer(scene, seed, faster, namespace)) {
      return player.play(seed);
    }
  }

  private Run play(final long seed) throws IOException, InterruptedException {
    if (!mirror.awaitSynchronised(SOON)) {
      throw new IOException("the mirror does not follow");
    }
    final Looks looks = new Looks(scene);
    startNanos = System.nanoTime();
    for (int at = scene.lookSeconds(); at <= scene.lastsSeconds(); at += scene.lookSeconds()) {
      final long untilMicros = (Stage.START_MILLIS + at * 1_000L) * 1_000;
      while (stage.next(untilMicros)) {
        await(stage.timeMicros());
        write();
      }
      await(untilMicros);
      looks.add(
          diagnostician.look(
              scene.label().name(),
              features,
              stretched(untilMicros),
              scene.circumstances(mirrored().size(), 0),
              scene.owners(stage),
              untilMicros / 1_000));
    }
    return looks.run(seed);
  }

  private void write() throws IOException {
    final byte[] frame = Arrays.copyOf(stage.bytes(), stage.length());
    (frame[LOWEST_OF_MAC] == TO_SERVER ? bridge.near() : bridge.far()).write(frame);
  }

  // What is too late is played at once: the times of events are the packets' all the same.
  private void await(final long micros) throws InterruptedException {
    playedMicros = micros;
    final long dueNanos = (micros - Stage.START_MILLIS * 1_000) * 1_000 / faster;
    final long earlyNanos = dueNanos - (System.nanoTime() - startNanos);
    if (earlyNanos > 1_000_000) {
      Thread.sleep(Duration.ofNanos(earlyNanos));
    }
  }

  private SessionTable mirrored() {
    return mirror.tables().getFirst().sessions();
  }

  private SessionTable stretched(final long nowMicros) {
    final SessionTable table = new SessionTable(null, Stage.ADDRESSES);
    mirrored()
        .forEach(
            System.currentTimeMillis(),
            session -> {
              final Session copy = session.copy();
              copy.timeoutMillis(session.timeoutMillis() * faster);
              copy.observedNanos(nowMicros * 1_000);
              table.put(copy);
            });
    return table;
  }

  @Override
  public void event(final MirroredTable table, final SessionEvent event) {
    told.type(event.type());
    told.portId(event.portId());
    told.session().set(event.session());
    told.timeNanos(playedMicros * 1_000);
    features.event(told);
  }

  @Override
  public void close() {
    mirror.close();
    bridge.close();
  }
}
