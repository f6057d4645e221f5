package dev.plimsoll.lab.play;

import static dev.plimsoll.lab.play.Intensity.AT_THRESHOLD;
import static dev.plimsoll.lab.play.Intensity.FAR_ABOVE;

import dev.plimsoll.watch.diagnosis.Card;
import java.util.List;
import java.util.SplittableRandom;

/** What others do to a host. */
final class InwardScenes {
  private static final int ONSET = Scene.ONSET_SECONDS;
  private static final int ATTACKER = Stage.visitor(50_000);
  private static final int MINUTE = 60;
  private static final int FLOOD_SECONDS = 20;

  private InwardScenes() {}

  static List<Scene> all() {
    return List.of(
        amplified(AT_THRESHOLD, 1.8),
        amplified(FAR_ABOVE, 80),
        synFlood(AT_THRESHOLD, 260),
        synFlood(FAR_ABOVE, 3_000),
        slowSynFlood(AT_THRESHOLD, 9.5),
        slowSynFlood(FAR_ABOVE, 100),
        heldOpen(AT_THRESHOLD, 55),
        heldOpen(FAR_ABOVE, 600),
        requests(AT_THRESHOLD, 105),
        requests(FAR_ABOVE, 1_000),
        scan(AT_THRESHOLD, 16),
        scan(FAR_ABOVE, 2_000),
        guessing(AT_THRESHOLD, 0.55),
        guessing(FAR_ABOVE, 6),
        reflectorOfNames(AT_THRESHOLD, 1.8),
        reflectorOfNames(FAR_ABOVE, 40),
        reflectorOfCache(AT_THRESHOLD, 0.02),
        reflectorOfCache(FAR_ABOVE, 30));
  }

  private static Scene amplified(final Intensity intensity, final double perSecond) {
    return Scene.of(
        Card.AMPLIFIED_IN,
        "",
        intensity,
        MINUTE,
        Setting.USUAL,
        stage -> {
          final int port = new int[] {53, 123, 389, 11_211}[stage.random().nextInt(4)];
          stage.cue(
              ONSET,
              ONSET + MINUTE,
              perSecond,
              n ->
                  stage.talk(
                      stage.inFrom(stage.anyone(), port, stage.random().nextInt(1, 65_536)),
                      Course.udp(stage.random()).question(1_400).question(1_400)));
        });
  }

  private static Scene synFlood(final Intensity intensity, final double perSecond) {
    return Scene.of(
        Card.SYNFLOOD_IN,
        "fast",
        intensity,
        FLOOD_SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + FLOOD_SECONDS,
                perSecond,
                n ->
                    stage.talk(
                        stage.in(stage.anyone(), 443), Course.tcp(stage.random()).halfOpen())));
  }

  // More than 500 half-open ones, which the kernel keeps for a minute each.
  private static Scene slowSynFlood(final Intensity intensity, final double perSecond) {
    return Scene.of(
        Card.SYNFLOOD_IN,
        "many",
        intensity,
        2 * MINUTE,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 2 * MINUTE,
                perSecond,
                n ->
                    stage.talk(
                        stage.in(stage.anyone(), 443), Course.tcp(stage.random()).halfOpen())));
  }

  private static Scene heldOpen(final Intensity intensity, final int connections) {
    final int seconds = 90;
    return Scene.of(
        Card.SLOWLORIS_IN,
        "",
        intensity,
        seconds,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 10,
                connections / 10.0,
                n -> {
                  final Course course = Course.tcp(stage.random()).open().carried(true, 120);
                  for (int i = 0; i < 9; i++) {
                    course.pause(10).carried(true, 12);
                  }
                  stage.talk(stage.in(ATTACKER, 443), course);
                }));
  }

  private static Scene requests(final Intensity intensity, final double perSecond) {
    return Scene.of(
        Card.HTTPFLOOD_IN,
        "",
        intensity,
        FLOOD_SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + FLOOD_SECONDS,
                perSecond,
                n ->
                    stage.talk(
                        stage.in(ATTACKER, 443),
                        Course.tcp(stage.random()).open().asked(300, 1_200).close())));
  }

  private static Scene scan(final Intensity intensity, final int ports) {
    final int seconds = 300;
    return Scene.of(
        Card.SCAN_IN,
        "",
        intensity,
        seconds,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + seconds - 20,
                ports / (seconds - 20.0),
                n ->
                    stage.talk(stage.in(ATTACKER, 100 + n), Course.tcp(stage.random()).refused())));
  }

  private static Scene guessing(final Intensity intensity, final double perSecond) {
    return Scene.of(
        Card.BRUTEFORCE_IN,
        "",
        intensity,
        MINUTE + 10,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + MINUTE + 10,
                perSecond,
                n -> {
                  final SplittableRandom random = stage.random();
                  stage.talk(
                      stage.in(ATTACKER, 22),
                      Course.tcp(random)
                          .open()
                          .asked(1_300, 1_000)
                          .pause(random.nextDouble() * 3)
                          .asked(200, 80)
                          .closedByServer());
                }));
  }

  // The question is forged: the victim's address, and a port at random.
  private static Scene reflectorOfNames(final Intensity intensity, final double perSecond) {
    return Scene.of(
        Card.REFLECTOR,
        "names",
        intensity,
        2 * MINUTE,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 2 * MINUTE,
                perSecond,
                n ->
                    stage.talk(
                        stage.in(ATTACKER, 53),
                        Course.udp(stage.random()).question(36).answer(1_400))));
  }

  private static Scene reflectorOfCache(final Intensity intensity, final double perSecond) {
    return Scene.of(
        Card.REFLECTOR,
        "memcached",
        intensity,
        MINUTE,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + MINUTE,
                perSecond,
                n ->
                    stage.talk(
                        stage.in(ATTACKER, 11_211),
                        Course.udp(stage.random()).question(15).answer(1_400).answer(1_400))));
  }
}
