package dev.plimsoll.lab.play;

import static dev.plimsoll.lab.play.Intensity.AT_THRESHOLD;
import static dev.plimsoll.lab.play.Intensity.FAR_ABOVE;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a host does that somebody else uses. */
final class OutwardScenes {
  private static final int ONSET = Scene.ONSET_SECONDS;
  private static final int SCAN_SECONDS = 300;
  private static final int FLOOD_SECONDS = 20;
  private static final int VICTIM = Stage.server(9_999);
  private static final int[] SCANNED = {23, 445, 2323, 6379, 8080};

  private OutwardScenes() {}

  static List<Scene> all() {
    final List<Scene> scenes = new ArrayList<>();
    scenes.addAll(
        List.of(
            scanOfHosts(AT_THRESHOLD, 52),
            scanOfHosts(FAR_ABOVE, 4_000),
            scanOfPorts(AT_THRESHOLD, 16),
            scanOfPorts(FAR_ABOVE, 1_500),
            guessingAtMany(AT_THRESHOLD, 32),
            guessingAtMany(FAR_ABOVE, 500),
            guessingAtOne(AT_THRESHOLD, 65),
            guessingAtOne(FAR_ABOVE, 1_000),
            mail(AT_THRESHOLD, 32),
            mail(FAR_ABOVE, 1_200),
            synFlood(AT_THRESHOLD, 210),
            synFlood(FAR_ABOVE, 2_000),
            udpFlood(AT_THRESHOLD, 310),
            udpFlood(FAR_ABOVE, 2_500),
            udpPackets(AT_THRESHOLD, 5_500),
            udpPackets(FAR_ABOVE, 26_000),
            proxy(AT_THRESHOLD, 2.2),
            proxy(FAR_ABOVE, 30)));
    scenes.addAll(
        List.of(
            chat(AT_THRESHOLD, 1),
            chat(FAR_ABOVE, 4),
            bot(),
            miner(AT_THRESHOLD, 1, 640),
            miner(FAR_ABOVE, 4, 4_200),
            beacon(AT_THRESHOLD, 900, 23_400),
            beacon(FAR_ABOVE, 120, 22_600)));
    scenes.addAll(
        List.of(
            scanOfHosts(FAR_ABOVE, 4_000).unseen(CauseClass.UNKNOWN),
            scanOfPorts(FAR_ABOVE, 1_500).unseen(CauseClass.UNKNOWN),
            guessingAtMany(FAR_ABOVE, 500).unseen(CauseClass.UNKNOWN),
            synFlood(FAR_ABOVE, 2_000).unseen(CauseClass.UNKNOWN)));
    return scenes;
  }

  private static Scene scanOfHosts(final Intensity intensity, final int hosts) {
    return Scene.of(
        Card.SCAN_HORIZONTAL_OUT,
        "",
        intensity,
        SCAN_SECONDS,
        Setting.USUAL,
        stage -> {
          final int port = SCANNED[stage.random().nextInt(SCANNED.length)];
          // All within the window, with some seconds to spare for the last one to fail.
          stage.cue(
              ONSET,
              ONSET + SCAN_SECONDS - 20,
              hosts / (SCAN_SECONDS - 20.0),
              n -> stage.talk(stage.out(stage.anyone(), port), mostlyFailing(stage.random())));
        });
  }

  private static Scene scanOfPorts(final Intensity intensity, final int ports) {
    return Scene.of(
        Card.SCAN_VERTICAL_OUT,
        "",
        intensity,
        SCAN_SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SCAN_SECONDS - 20,
                ports / (SCAN_SECONDS - 20.0),
                n -> stage.talk(stage.out(VICTIM, 20 + n), mostlyFailing(stage.random()))));
  }

  private static Course mostlyFailing(final SplittableRandom random) {
    final int lot = random.nextInt(100);
    if (lot < 60) {
      return Course.tcp(random).silent(1);
    }
    return lot < 92 ? Course.tcp(random).refused() : Course.tcp(random).probed();
  }

  private static Course attempt(final SplittableRandom random) {
    return Course.tcp(random)
        .open()
        .asked(40, 40)
        .asked(1_200, 900)
        .pause(random.nextDouble() * 3)
        .asked(300, 100)
        .closedByServer();
  }

  private static Scene guessingAtMany(final Intensity intensity, final int hosts) {
    return Scene.of(
        Card.BRUTEFORCE_OUT,
        "at many",
        intensity,
        SCAN_SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SCAN_SECONDS - 20,
                hosts / (SCAN_SECONDS - 20.0),
                n -> stage.talk(stage.out(stage.anyone(), 22), attempt(stage.random()))));
  }

  private static Scene guessingAtOne(final Intensity intensity, final int times) {
    return Scene.of(
        Card.BRUTEFORCE_OUT,
        "at one",
        intensity,
        SCAN_SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SCAN_SECONDS - 20,
                times / (SCAN_SECONDS - 20.0),
                n -> stage.talk(stage.out(VICTIM, 3389), attempt(stage.random()))));
  }

  private static Scene mail(final Intensity intensity, final int servers) {
    final int seconds = 600;
    return Scene.of(
        Card.SPAM_OUT,
        "",
        intensity,
        seconds,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + seconds - 20,
                servers / (seconds - 20.0),
                n -> stage.talk(stage.out(stage.anyone(), 25), HarmlessScenes.delivery(stage))));
  }

  private static Scene synFlood(final Intensity intensity, final double perSecond) {
    return Scene.of(
        Card.SYNFLOOD_OUT,
        "",
        intensity,
        FLOOD_SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + FLOOD_SECONDS,
                perSecond,
                n -> {
                  final SplittableRandom random = stage.random();
                  stage.talk(
                      stage.outFrom(random.nextInt(1_024, 65_536), VICTIM, 80),
                      random.nextInt(50) == 0
                          ? Course.tcp(random).halfOpen()
                          : Course.tcp(random).silent(0));
                }));
  }

  private static Scene udpFlood(final Intensity intensity, final double perSecond) {
    return Scene.of(
        Card.UDPFLOOD_OUT,
        "sessions",
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
                        stage.out(VICTIM, stage.random().nextInt(1, 65_536)),
                        Course.udp(stage.random()).question(1_024))));
  }

  private static Scene udpPackets(final Intensity intensity, final int perSecond) {
    return Scene.of(
        Card.UDPFLOOD_OUT,
        "packets",
        intensity,
        FLOOD_SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 1,
                4,
                n -> {
                  final Course course = Course.udp(stage.random());
                  for (int i = 0; i < perSecond / 4 * FLOOD_SECONDS; i++) {
                    course.question(512).pause(4.0 / perSecond - 20e-6);
                  }
                  stage.talk(stage.out(VICTIM, 30_000 + n), course);
                }));
  }

  private static Scene proxy(final Intensity intensity, final double perSecond) {
    final int client = Stage.visitor(40_000);
    return Scene.of(
            Card.PROXY_OPEN,
            "",
            intensity,
            SCAN_SECONDS,
            Setting.USUAL,
            stage ->
                stage.cue(
                    ONSET,
                    ONSET + SCAN_SECONDS,
                    perSecond,
                    n -> {
                      final SplittableRandom random = stage.random();
                      final double lasts = 30 + random.nextDouble() * 40;
                      stage.talk(
                          stage.in(client, 3_128),
                          Course.tcp(random)
                              .open()
                              .asked(300, 100)
                              .pause(lasts)
                              .asked(400, 3_000)
                              .close());
                      stage.talkAfter(
                          0.15,
                          stage.out(Stage.server(random.nextInt(2_000)), 443),
                          Course.tcp(random).open().pause(lasts).asked(400, 3_000).close());
                    }))
        .with(Card.PEAK_BENIGN);
  }

  private static Course held(
      final SplittableRandom random, final int seconds, final double everySeconds) {
    final Course course = Course.tcp(random).open().asked(120, 300);
    for (double at = 0; at < seconds; at += everySeconds) {
      course.pause(everySeconds).asked(20, 20);
    }
    return course;
  }

  private static Scene chat(final Intensity intensity, final int channels) {
    final int seconds = 700;
    return Scene.of(
        Card.C2_PORT,
        "",
        intensity,
        seconds,
        Setting.USUAL.withVisitors(1),
        stage ->
            stage.cue(
                ONSET,
                ONSET + 4,
                channels / 4.0,
                n ->
                    stage.talk(
                        stage.out(Stage.server(8_000 + n), 6_667),
                        held(stage.random(), seconds, 90))));
  }

  // Two signs that do not depend on each other need no process.
  private static Scene bot() {
    final int seconds = 700;
    return Scene.of(
            Card.C2_PORT,
            "and a scan",
            FAR_ABOVE,
            seconds,
            Setting.USUAL.withVisitors(1),
            stage ->
                stage
                    .cue(
                        ONSET,
                        ONSET + 1,
                        1,
                        n ->
                            stage.talk(
                                stage.out(Stage.server(8_000), 6_697),
                                held(stage.random(), seconds, 60)))
                    .cue(
                        ONSET + 60,
                        ONSET + seconds,
                        5,
                        n ->
                            stage.talk(
                                stage.out(stage.anyone(), 23), mostlyFailing(stage.random()))))
        .with(Card.SCAN_HORIZONTAL_OUT)
        .unseen(CauseClass.COMPROMISED);
  }

  private static Scene miner(final Intensity intensity, final int pools, final int seconds) {
    return Scene.of(
        Card.MINER,
        "",
        intensity,
        seconds,
        Setting.QUIET.withCpu(0.95),
        stage ->
            stage.cue(
                ONSET,
                ONSET + 4,
                pools / 4.0,
                n ->
                    stage.talk(
                        stage.out(Stage.server(8_100 + n), 3_333),
                        held(stage.random(), seconds, 30))));
  }

  private static Scene beacon(
      final Intensity intensity, final double gapSeconds, final int seconds) {
    return Scene.of(
        Card.BEACON,
        "",
        intensity,
        seconds,
        Setting.QUIET,
        stage -> {
          final int home = stage.anyone();
          stage.cue(
              ONSET,
              ONSET + 1,
              1,
              n -> {
                for (double at = 0; at < seconds; at += gapSeconds) {
                  final double jitter = (stage.random().nextDouble() - 0.5) * gapSeconds / 5;
                  stage.talkAfter(
                      Math.max(0, at + jitter),
                      stage.out(home, 443),
                      Course.tcp(stage.random()).open().asked(300, 250).close());
                }
              });
        });
  }
}
