package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.HostAddresses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever happens in the kernel, and in whatever order we hear of it: the mirror comes right. */
class MirrorModelTest {
  private static final int SEEDS = 300;
  private static final int STEPS = 600;

  /** Sessions outlive the test, so no look at one that is due can mend what is wrong. */
  private static final int NEVER_DUE = 100_000;

  @Test
  void afterLossesOldEntriesFlushesAndSkippingDumpsTheNextRoutineDumpMakesItEqual()
      throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      final Run run = new Run(seed, 2_000, 10_000);
      run.kernel.listening = false;
      run.happen(50, false);
      run.kernel.listening = true;
      run.kernel.skipped = 0.05;
      run.happen(STEPS, true);
      run.kernel.skipped = 0;
      run.settle();
      run.assertEqual();
    }
  }

  @Test
  void aLossIsMendedByTheResynchronisationAlone() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      final Run run = new Run(seed, 1_000_000_000, 10_000);
      run.kernel.listening = true;
      run.kernel.timeoutFactor = NEVER_DUE;
      run.happen(STEPS, false);
      run.comeToRest();
      run.assertEqual();
    }
  }

  @Test
  void withMoreDoubtsThanLooksADumpIsBelievedAndTheMirrorStillEqualsIt() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      final Run run = new Run(seed, 2_000, 3);
      run.kernel.listening = random(seed);
      run.happen(STEPS, true);
      run.settle();
      run.assertEqual();
    }
  }

  @Test
  void withoutLossesOneDumpIsEnough() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      final Run run = new Run(seed, 1_000_000_000, 10_000);
      run.kernel.queueCapacity = Integer.MAX_VALUE;
      run.kernel.listening = true;
      run.kernel.timeoutFactor = NEVER_DUE;
      run.happen(STEPS, false);
      run.comeToRest();
      run.assertEqual();
      assertThat(run.kernel.dumpsStarted).as("seed %d", seed).isOne();
    }
  }

  @Test
  void whatIsHeardAndWhatIsToldAsMissedAddUpToTheTableEachTimeThatItIsRightAgain()
      throws Exception {
    int resynchronisations = 0;
    int missed = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      // With routine dumps or without, with looks at all in doubt or dumps that are believed.
      final Run run =
          new Run(seed, seed % 3 == 0 ? 2_000 : 1_000_000_000, seed % 5 == 0 ? 3 : 10_000);
      if (random(seed)) {
        run.replay.allowLateEnds();
      } else {
        run.kernel.timeoutFactor = NEVER_DUE;
      }
      run.kernel.queueCapacity = run.kernel.random.nextInt(3, 30);
      run.kernel.listening = true;
      run.fill();
      run.comeToRest();
      run.replay.begin(run.mirror.published());
      for (int i = 0; i < 3; i++) {
        run.happen(STEPS, true);
        run.comeToRest();
        run.replay.assertEquals(run.mirror.published());
      }
      resynchronisations += run.replay.resynchronisations;
      missed += run.replay.missed;
    }
    assertThat(resynchronisations).isGreaterThan(3 * SEEDS);
    assertThat(missed).isGreaterThan(10 * SEEDS);
  }

  @Test
  void withoutLossesNothingIsToldAsMissed() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      final Run run = new Run(seed, 2_000, 10_000);
      run.kernel.queueCapacity = Integer.MAX_VALUE;
      run.kernel.listening = true;
      run.fill();
      run.comeToRest();
      run.replay.begin(run.mirror.published());
      run.happen(STEPS, true);
      run.comeToRest();
      run.replay.assertEquals(run.mirror.published());
      assertThat(run.replay.missed).as("seed %d", seed).isZero();
    }
  }

  @Test
  void whatWasLostBeforeTheTableWasRightForTheFirstTimeIsNotTold() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      final Run run = new Run(seed, 1_000_000_000, 10_000);
      run.kernel.listening = true;
      run.kernel.queueCapacity = 10;
      run.fill();
      run.comeToRest();
      assertThat(run.mirror.published().statistics().overruns()).as("seed %d", seed).isPositive();
      assertThat(run.replay.missed).as("seed %d", seed).isZero();
    }
  }

  @Test
  void aDumpUnderWhichTheHashTableChangedItsSizeIsMadeAgain() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      final Run run = new Run(seed, 1_000_000_000, 10_000);
      run.kernel.timeoutFactor = NEVER_DUE;
      run.fill();
      run.pass(40);
      run.kernel.resize();
      run.comeToRest();
      run.assertEqual();
    }
  }

  @Test
  void whileTheHashTableKeepsChangingDumpsAreRareAndTheMirrorSaysThatItIsNotRight()
      throws Exception {
    final Run run = new Run(1, 1_000_000_000, 10_000);
    run.kernel.timeoutFactor = NEVER_DUE;
    run.fill();
    for (int i = 0; i < 1_000; i++) {
      run.kernel.resize();
      run.pass(100);
      assertThat(run.mirror.isSynchronised()).isFalse();
    }
    assertThat(run.kernel.dumpsStarted).isBetween(20, 100);
    assertThat(run.mirror.published().statistics().resyncs())
        .isBetween(run.kernel.dumpsStarted - 2L, run.kernel.dumpsStarted - 1L);
  }

  @Test
  void aSessionWhoseLookTheKernelRefusedIsAskedForAgain() throws Exception {
    final Run run = new Run(1, 1_000_000_000, 10_000);
    run.fill();
    run.comeToRest();
    final int expiring = run.mirror.published().sessions().size();
    run.kernel.nowMillis += 100_000;
    assertThat(run.refused(100)).isGreaterThan(expiring).isGreaterThan(10);
    run.pass(5_000);
    assertThat(run.mirror.published().sessions().size()).isZero();
    assertThat(run.kernel.dumpsStarted).isOne();
  }

  @Test
  void aLossIsMendedOnlyOnceTheSocketWasFoundEmpty() throws Exception {
    final Run run = new Run(1, 1_000_000_000, 10_000);
    run.kernel.timeoutFactor = NEVER_DUE;
    run.fill();
    run.comeToRest();
    run.mirror.overrun();
    for (int i = 0; i < 200; i++) {
      run.kernel.nowMillis += 20;
      run.mirror.work(false);
    }
    assertThat(run.kernel.dumpsStarted).isOne();
    run.comeToRest();
    assertThat(run.kernel.dumpsStarted).isEqualTo(2);
  }

  @Test
  void failuresAreCountedThroughQuietTurnsUntilADumpHasFinished() throws Exception {
    final Run run = new Run(1, 1_000_000_000, 10_000);
    final int refused = run.refused(200);
    // A dump is tried once a second, and this was four seconds.
    assertThat(refused).isBetween(3, 5);
    assertThat(run.mirror.failures()).isEqualTo(refused);
    run.pass(2_000);
    run.comeToRest();
    assertThat(run.mirror.failures()).isZero();
  }

  private static boolean random(final long seed) {
    return seed % 2 == 0;
  }

  /** One mirror on one model. */
  private static final class Run {
    final long seed;
    final ModelKernel kernel;
    final NamespaceMirror mirror;
    final Replay replay;
    boolean caughtUp;

    Run(final long seed, final long dumpMillis, final int looksAtMost) {
      this.seed = seed;
      kernel = new ModelKernel(seed);
      replay = new Replay(seed);
      mirror =
          new NamespaceMirror(
              new NetworkNamespace("model", Path.of("/model"), 1),
              kernel,
              HostAddresses.UNKNOWN,
              new MirrorSettings(4096, dumpMillis, 300, 1000, 1000, looksAtMost),
              kernel.clock,
              new DumpBudget(),
              kernel,
              replay);
    }

    /** What is there before the mirror looks. */
    void fill() {
      for (int i = 0; i < 100; i++) {
        kernel.change();
      }
    }

    void happen(final int steps, final boolean flushes) throws Exception {
      for (int i = 0; i < steps; i++) {
        switch (kernel.random.nextInt(20)) {
          case 0, 1, 2 -> caughtUp = kernel.deliver(kernel.random.nextInt(1, 30), mirror);
          case 3, 4, 5, 6 -> {
            if (kernel.random.nextBoolean()) {
              caughtUp = kernel.deliver(1000, mirror);
            }
            mirror.work(caughtUp);
            // A look may have made the kernel collect a session, and tell that.
            caughtUp = false;
          }
          case 7, 8, 9 -> kernel.makeBlock();
          case 10 -> kernel.nowMillis += kernel.random.nextInt(300);
          case 11 -> {
            if (flushes && kernel.random.nextInt(10) == 0) {
              kernel.flush();
            } else {
              kernel.collect();
            }
            caughtUp = false;
          }
          default -> {
            kernel.change();
            caughtUp = false;
          }
        }
      }
    }

    /** So many turns in which the kernel refuses; how many of them failed. */
    int refused(final int turns) {
      kernel.refusing = true;
      int count = 0;
      for (int i = 0; i < turns; i++) {
        kernel.nowMillis += 20;
        try {
          mirror.work(false);
        } catch (final IOException e) {
          count++;
        }
      }
      kernel.refusing = false;
      return count;
    }

    /** Nothing happens any more; time passes until a dump was made since. */
    void settle() throws Exception {
      kernel.refreshAll();
      // A dump that was on its way when all came to rest may have been wrong in places.
      final int wanted = kernel.dumpsStarted + 2;
      pass(2_000);
      while (kernel.dumpsStarted < wanted) {
        pass(20);
        assertThat(kernel.nowMillis).as("seed %d", seed).isLessThan(10_000_000);
      }
      comeToRest();
    }

    /** Nothing happens any more; the mirror works until it is right and has told all. */
    void comeToRest() throws Exception {
      pass(20);
      while (!mirror.isSynchronised() || mirror.isDumping() || !mirror.hasToldAll() || !caughtUp) {
        pass(20);
        assertThat(kernel.nowMillis).as("seed %d", seed).isLessThan(10_000_000);
      }
      // What the last looks made the kernel tell.
      caughtUp = kernel.deliver(1000, mirror);
    }

    private void pass(final long millis) throws Exception {
      for (long passed = 0; passed < millis; passed += 20) {
        kernel.nowMillis += 20;
        caughtUp = kernel.deliver(1000, mirror);
        kernel.makeBlock();
        mirror.work(caughtUp);
      }
    }

    void assertEqual() {
      final List<String> ours = new ArrayList<>();
      mirror.published().sessions().forEach(session -> ours.add(ModelKernel.text(session)));
      Collections.sort(ours);
      assertThat(ours).as("seed %d", seed).isEqualTo(kernel.live());
    }
  }
}
