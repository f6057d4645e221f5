package dev.plimsoll.lab.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.lab.KernelTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenes on the real kernel: what is said of them is what is said through the engine. */
@KernelTest
class ScenesKernelTest {
  private static final int FASTER = 25;
  private static final int HARDLY_FASTER = 4;
  private static final int MOST_SECONDS = 60;
  private static final long SEED = 2;

  /** Of each class, and of each way to see: events, the table, counters, ages. */
  private static final List<String> FEW =
      List.of(
          "udpflood.out (packets), far above",
          "synflood.out, at threshold",
          "reflector (names), far above",
          "amplified.in, far above",
          "synflood.in (fast), at threshold",
          "slowloris.in, far above",
          "httpflood.in, at threshold",
          "bruteforce.in, far above",
          "unreplied.leak (asymmetric routing), far above",
          "tor, far above",
          "flash crowd, benign",
          "an administrator's nmap, benign");

  static Stream<Scene> few() {
    return all().filter(scene -> FEW.contains(scene.toString()));
  }

  static Stream<Scene> all() {
    return LabelledSet.ALL.stream().filter(scene -> scene.lastsSeconds() < MOST_SECONDS * FASTER);
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("few")
  void someScenesAreDiagnosedAsThroughTheEngine(final Scene scene) throws Exception {
    assertSame(scene);
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("all")
  void allScenesAreDiagnosedAsThroughTheEngine(final Scene scene) throws Exception {
    assertSame(scene);
  }

  private static void assertSame(final Scene scene) throws Exception {
    final Run onKernel = KernelPlayer.play(scene, SEED, faster(scene));
    assertThat(onKernel.found())
        .as(onKernel.toString())
        .isEqualTo(EnginePlayer.play(scene, SEED).found());
  }

  // A mirror's counters are as old as its last dump, which at a threshold is too old for much
  // haste.
  private static int faster(final Scene scene) {
    return scene.toString().equals("udpflood.out (packets), at threshold") ? HARDLY_FASTER : FASTER;
  }
}
