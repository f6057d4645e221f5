package dev.plimsoll.lab.play;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import java.util.List;
import java.util.SplittableRandom;

/** What honest clients do with a host, and what looks like an attack. */
final class VisitedScenes {
  private static final int ONSET = Scene.ONSET_SECONDS;
  private static final int SECONDS = 180;
  private static final int OFFICE = Stage.visitor(60_000);
  private static final int EDGES = Stage.visitor(61_000);
  private static final int BACKENDS = 0x0a00_0020;
  private static final int GUESTS = 0x0a08_0002;

  private VisitedScenes() {}

  static List<Scene> all() {
    return List.of(
        crowd(),
        contentNetwork(),
        searchEngine(),
        websockets(),
        reverseProxy(),
        vpn(),
        office(),
        nameServer(),
        timeServer());
  }

  private static Course page(final Stage stage) {
    final SplittableRandom random = stage.random();
    return Course.tcp(random)
        .open()
        .asked(600, random.nextInt(2_000, 15_000))
        .pause(random.nextDouble() * 5)
        .asked(500, 4_000)
        .pause(random.nextDouble() * 6)
        .close();
  }

  private static Scene crowd() {
    return Scene.harmless(
        "flash crowd",
        CauseClass.BUSY,
        60,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 60,
                500,
                n -> stage.talk(stage.in(stage.anyone(), 443), page(stage))));
  }

  private static Scene contentNetwork() {
    return Scene.harmless(
        "burst of a content network",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SECONDS,
                60,
                n -> {
                  final Course course = Course.tcp(stage.random()).open();
                  for (int i = 0; i < 8; i++) {
                    course.asked(700, 6_000).pause(stage.random().nextDouble() * 8);
                  }
                  stage.talk(stage.in(EDGES + n % 12, 443), course.close());
                }));
  }

  private static Scene searchEngine() {
    return Scene.harmless(
        "search engine",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SECONDS,
                3,
                n -> stage.talk(stage.in(EDGES + 100 + n % 6, 443), page(stage))));
  }

  private static Scene websockets() {
    return Scene.harmless(
        "websockets",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 60,
                25,
                n -> {
                  final Course course = Course.tcp(stage.random()).open().asked(700, 3_500);
                  for (int i = 0; i < 7; i++) {
                    course.pause(25).asked(8, 6);
                  }
                  final int client = n % 10 == 0 ? OFFICE : Stage.visitor(1_000 + n);
                  stage.talk(stage.in(client, 443), course);
                }));
  }

  private static Scene reverseProxy() {
    return Scene.harmless(
        "reverse proxy",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage
                .cue(
                    ONSET,
                    ONSET + SECONDS,
                    40,
                    n -> stage.talk(stage.in(Stage.visitor(n % 5_000), 443), page(stage)))
                .cue(
                    ONSET,
                    ONSET + SECONDS,
                    3,
                    n -> {
                      final Course course = Course.tcp(stage.random()).open();
                      for (int i = 0; i < 40; i++) {
                        course.asked(700, 5_000).pause(stage.random().nextDouble());
                      }
                      stage.talk(stage.out(BACKENDS + n % 3, 8_080), course.close());
                    }));
  }

  private static Scene vpn() {
    return Scene.harmless(
        "VPN",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage
                .cue(
                    ONSET,
                    ONSET + 40,
                    1,
                    n -> {
                      final Course course = Course.udp(stage.random());
                      for (int i = 0; i < 300; i++) {
                        course.question(600).answer(1_200).pause(0.4);
                      }
                      stage.talk(stage.in(Stage.visitor(2_000 + n), 51_820), course);
                    })
                .cue(
                    ONSET + 10,
                    ONSET + SECONDS,
                    15,
                    n ->
                        stage.talk(
                            stage.forwarded(
                                GUESTS + n % 40, Stage.server(stage.random().nextInt(900)), 443),
                            HarmlessScenes.fetch(stage))),
        Card.PEAK_BENIGN);
  }

  private static Scene office() {
    return Scene.harmless(
        "office behind one address logs in",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage
                .cue(
                    ONSET,
                    ONSET + SECONDS,
                    0.7,
                    n -> {
                      final Course course =
                          Course.tcp(stage.random()).open().asked(1_300, 1_500).asked(400, 200);
                      for (int i = 0; i < 20; i++) {
                        course.pause(stage.random().nextDouble() * 8).asked(60, 300);
                      }
                      stage.talk(stage.in(OFFICE, 22), course.close());
                    })
                .cue(
                    ONSET,
                    ONSET + SECONDS,
                    0.3,
                    n ->
                        stage.talk(
                            stage.in(OFFICE, 110),
                            Course.tcp(stage.random()).open().asked(40, 2_000).close())));
  }

  private static Scene nameServer() {
    return Scene.harmless(
        "public name server",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SECONDS,
                80,
                n ->
                    stage.talk(
                        stage.in(Stage.visitor(stage.random().nextInt(6_000)), 53),
                        Course.udp(stage.random()).question(40).answer(250))));
  }

  private static Scene timeServer() {
    return Scene.harmless(
        "public time server",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SECONDS,
                80,
                n ->
                    stage.talk(
                        stage.in(stage.anyone(), 123),
                        Course.udp(stage.random()).question(48).answer(48))));
  }
}
