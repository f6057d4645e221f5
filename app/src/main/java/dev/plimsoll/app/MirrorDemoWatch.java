package dev.plimsoll.app;

import dev.plimsoll.app.demo.DemoWatch;
import dev.plimsoll.kernel.Mirror;
import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorSettings;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.LimitJudge;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Totals;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A watch without a page: counts the sessions of one namespace by a mirror, and judges them. */
final class MirrorDemoWatch implements DemoWatch {
  private static final Duration FIRST_DUMP = Duration.ofSeconds(10);

  private final Mirror mirror;
  private final LimitJudge judge;
  private final long everyMillis;
  private final Thread thread;
  private LimitState state = LimitState.START;
  private volatile @Nullable Reading newest;

  private MirrorDemoWatch(final Mirror mirror, final LimitRule rule, final Duration every) {
    this.mirror = mirror;
    judge = new LimitJudge(rule);
    everyMillis = every.toMillis();
    thread = Thread.ofPlatform().daemon().name("plimsoll-demo-watch").unstarted(this::watch);
  }

  static DemoWatch open(
      final NetworkNamespace namespace, final LimitRule rule, final Duration every)
      throws IOException {
    final Mirror mirror =
        Mirror.open(List.of(namespace), MirrorSettings.defaults(), MirrorListener.NONE).start();
    try {
      mirror.awaitSynchronised(FIRST_DUMP);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    final MirrorDemoWatch watch = new MirrorDemoWatch(mirror, rule, every);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (true) {
        for (final MirroredTable table : mirror.tables()) {
          newest = reading(table);
        }
        Thread.sleep(everyMillis);
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reading reading(final MirroredTable table) {
    final long sessions = table.sessions().size();
    final Sample sample = Sample.ofSessions(System.currentTimeMillis(), everyMillis, sessions);
    state = judge.judge(state, sample);
    return new Reading(
        table.namespace().displayName(),
        sample,
        judge.rule(),
        judge.verdict(state),
        new Ceiling(sessions, 0, 0),
        Totals.NONE,
        Totals.NONE,
        everyMillis,
        true,
        null);
  }

  @Override
  public @Nullable Reading reading() {
    return newest;
  }

  @Override
  public @Nullable String address() {
    return null;
  }

  @Override
  public void close() {
    thread.interrupt();
    mirror.close();
  }
}
