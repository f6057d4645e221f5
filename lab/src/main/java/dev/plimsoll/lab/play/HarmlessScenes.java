package dev.plimsoll.lab.play;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What an honest host does with others, and what looks like a sign of trouble. */
final class HarmlessScenes {
  private static final int ONSET = Scene.ONSET_SECONDS;
  private static final int SECONDS = 300;
  private static final int GIT = Stage.server(7_000);
  private static final int STORE = Stage.server(7_100);

  private HarmlessScenes() {}

  static List<Scene> all() {
    final List<Scene> scenes = new ArrayList<>();
    scenes.addAll(
        List.of(
            pushes(),
            buildServer(),
            ansible(),
            backup(),
            crawler(),
            crawler().declared(Role.CRAWLER, CauseClass.BUSY),
            mailServer(),
            mailServer().declared(Role.MAIL_SERVER, CauseClass.BUSY),
            resolver(),
            resolver().declared(Role.RESOLVER, CauseClass.BUSY),
            torrent(),
            torrent().declared(Role.PEER_TO_PEER, CauseClass.BUSY),
            loadTest(),
            telephony()));
    scenes.addAll(
        List.of(
            probes(),
            probes().declared(Role.MONITORING, CauseClass.BUSY),
            agent(),
            agent().declared(Role.MONITORING, CauseClass.BUSY),
            clocks(),
            deadBackend(),
            administratorsScan(),
            passiveFtp(),
            chat()));
    return scenes;
  }

  /** A mail, to a server that may be dead. */
  static Course delivery(final Stage stage) {
    final SplittableRandom random = stage.random();
    final int lot = random.nextInt(100);
    if (lot < 30) {
      return Course.tcp(random).silent(3);
    }
    return lot < 38
        ? Course.tcp(random).refused()
        : Course.tcp(random)
            .open()
            .carried(false, 80)
            .asked(40, 200)
            .asked(60, 40)
            .pause(random.nextDouble() * 2)
            .asked(random.nextInt(1_000, 12_000), 60)
            .close();
  }

  /** A page from somebody's web server. */
  static Course fetch(final Stage stage) {
    final SplittableRandom random = stage.random();
    final int lot = random.nextInt(100);
    if (lot < 3) {
      return Course.tcp(random).silent(2);
    }
    return lot < 5
        ? Course.tcp(random).refused()
        : Course.tcp(random)
            .open()
            .asked(500, 3_000)
            .pause(random.nextDouble() * 2)
            .asked(400, random.nextInt(1_000, 9_000))
            .close();
  }

  /** A question to a peer of a distributed hash table, of whom many have gone. */
  static void askPeer(final Stage stage) {
    final SplittableRandom random = stage.random();
    final int port = random.nextInt(5) == 0 ? 6_881 : random.nextInt(1_024, 65_536);
    final Course course = Course.udp(random).question(90);
    stage.talk(
        stage.outFrom(6_881, stage.anyone(), port),
        random.nextInt(100) < 45 ? course.answer(300) : course);
  }

  private static Scene pushes() {
    return Scene.harmless(
        "git pushes",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SECONDS,
                0.15,
                n ->
                    stage.talk(
                        stage.out(GIT + n % 2, 22), ssh(stage, 2 + stage.random().nextInt(15)))));
  }

  private static Scene buildServer() {
    return Scene.harmless(
        "build server's git fetches",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SECONDS,
                0.4,
                n ->
                    stage.talk(
                        stage.out(GIT, 22),
                        Course.tcp(stage.random())
                            .open()
                            .asked(1_300, 1_500)
                            .asked(600, stage.random().nextInt(20_000, 200_000))
                            .pause(stage.random().nextDouble() * 3)
                            .close())));
  }

  private static Course ssh(final Stage stage, final double seconds) {
    final Course course =
        Course.tcp(stage.random()).open().asked(40, 40).asked(1_300, 1_500).asked(700, 400);
    for (double at = 0; at < seconds; at += 2) {
      course.pause(2).asked(3_000, 800);
    }
    return course.close();
  }

  private static Scene ansible() {
    return Scene.harmless(
        "Ansible to 200 hosts",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 200,
                1,
                n ->
                    stage.talk(
                        stage.out(Stage.server(6_000 + n), 22),
                        n % 40 == 0
                            ? Course.tcp(stage.random()).silent(3)
                            : ssh(stage, 60 + stage.random().nextInt(40)))));
  }

  private static Scene backup() {
    return Scene.harmless(
        "backup",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage
                .cue(ONSET, ONSET + 4, 1, n -> stage.talk(stage.out(STORE, 22), ssh(stage, 280)))
                .cue(
                    ONSET,
                    ONSET + SECONDS,
                    3,
                    n ->
                        stage.talk(
                            stage.out(STORE + 1 + n % 2, 443),
                            Course.tcp(stage.random()).open().asked(60_000, 500).close())),
        Card.PEAK_BENIGN);
  }

  // Names come from a resolver on the same host, which asks their servers.
  private static Scene crawler() {
    return Scene.harmless(
        "crawler at 400 fetches a second",
        CauseClass.BUSY,
        120,
        Setting.USUAL,
        stage ->
            stage
                .cue(
                    ONSET,
                    ONSET + 120,
                    400,
                    n ->
                        stage.talk(
                            stage.out(Stage.server(stage.random().nextInt(20_000)), 443),
                            fetch(stage)))
                .cue(
                    ONSET,
                    ONSET + 120,
                    60,
                    n -> stage.talk(stage.out(stage.anyone(), 53), name(stage))),
        Card.PEAK_BENIGN);
  }

  private static Course name(final Stage stage) {
    final Course course = Course.udp(stage.random()).question(45);
    return stage.random().nextInt(100) < 6 ? course : course.answer(180);
  }

  private static Scene mailServer() {
    return Scene.harmless(
        "mail server with dead MXs",
        CauseClass.UNKNOWN,
        600,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 600,
                0.25,
                n -> stage.talk(stage.out(stage.anyone(), 25), delivery(stage))),
        Card.SPAM_OUT);
  }

  private static Scene resolver() {
    return Scene.harmless(
        "DNS resolver",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage
                .cue(
                    ONSET,
                    ONSET + SECONDS,
                    60,
                    n ->
                        stage.talk(
                            stage.in(Stage.visitor(stage.random().nextInt(400)), 53),
                            Course.udp(stage.random()).question(40).answer(120)))
                .cue(
                    ONSET,
                    ONSET + SECONDS,
                    40,
                    n -> stage.talk(stage.out(stage.anyone(), 53), name(stage))));
  }

  private static Scene torrent() {
    return Scene.harmless(
        "torrent",
        CauseClass.BUSY,
        600,
        Setting.USUAL,
        stage ->
            stage
                .cue(ONSET, ONSET + 600, 4, n -> askPeer(stage))
                .cue(
                    ONSET,
                    ONSET + 600,
                    1.5,
                    n -> {
                      final SplittableRandom random = stage.random();
                      final int port =
                          random.nextInt(6) == 0 ? 6_881 : random.nextInt(1_024, 65_536);
                      stage.talk(
                          stage.out(stage.anyone(), port),
                          random.nextInt(100) < 60
                              ? Course.tcp(random).silent(2)
                              : Course.tcp(random)
                                  .open()
                                  .asked(68, 68)
                                  .pause(random.nextDouble() * 60)
                                  .asked(2_000, 16_000)
                                  .close());
                    }),
        Card.P2P);
  }

  private static Scene loadTest() {
    return Scene.harmless(
        "load test",
        CauseClass.MISCONFIGURED,
        180,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 180,
                120,
                n ->
                    stage.talk(
                        stage.out(STORE, 8_080),
                        Course.tcp(stage.random()).open().asked(200, 900).close())),
        Card.TIMEWAIT_PILEUP,
        Card.PORTS_EXHAUSTED);
  }

  private static Scene telephony() {
    return Scene.harmless(
        "telephony and games",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SECONDS,
                0.5,
                n -> {
                  final Course course = Course.udp(stage.random());
                  for (int i = 0; i < 200; i++) {
                    course.question(172).answer(172).pause(0.1);
                  }
                  stage.talk(
                      stage.out(Stage.server(5_000 + n % 60), 10_000 + 2 * (n % 3_000)), course);
                }));
  }

  private static Scene probes() {
    return Scene.harmless(
        "monitoring of 150 hosts",
        CauseClass.UNKNOWN,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SECONDS,
                5,
                n ->
                    stage.talk(
                        stage.out(Stage.server(4_000 + n % 150), n / 150 % 2 == 0 ? 22 : 443),
                        n % 30 == 7
                            ? Course.tcp(stage.random()).silent(1)
                            : Course.tcp(stage.random()).open().carried(false, 40).close())),
        Card.BRUTEFORCE_OUT,
        Card.PEAK_BENIGN);
  }

  private static Scene agent() {
    return Scene.harmless(
        "agent that reports every minute",
        CauseClass.UNKNOWN,
        22_600,
        Setting.QUIET,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 1,
                1,
                n -> {
                  for (int at = 0; at < 22_600; at += 60) {
                    stage.talkAfter(
                        at + stage.random().nextDouble() * 2,
                        stage.out(STORE, 443),
                        Course.tcp(stage.random())
                            .open()
                            .asked(stage.random().nextInt(800, 1_200), 200)
                            .close());
                  }
                }),
        Card.BEACON);
  }

  private static Scene clocks() {
    return Scene.harmless(
        "clocks and look-ups every minute",
        CauseClass.BUSY,
        22_600,
        Setting.QUIET.withVisitors(1),
        stage ->
            stage.cue(
                ONSET,
                ONSET + 1,
                1,
                n -> {
                  for (int at = 0; at < 22_600; at += 64) {
                    stage.talkAfter(
                        at,
                        stage.out(Stage.server(3_000), 123),
                        Course.udp(stage.random()).question(48).answer(48));
                  }
                }));
  }

  private static Scene deadBackend() {
    return Scene.harmless(
        "retries to a dead backend",
        CauseClass.UNKNOWN,
        180,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 180,
                20,
                n ->
                    stage.talk(
                        stage.out(0x0a00_0012, 8_080), Course.tcp(stage.random()).silent(2))));
  }

  private static Scene administratorsScan() {
    return Scene.harmless(
        "an administrator's nmap",
        CauseClass.UNKNOWN,
        120,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 20,
                50,
                n ->
                    stage.talk(
                        stage.out(STORE, 1 + n),
                        n % 100 == 21
                            ? Course.tcp(stage.random()).open().close()
                            : n % 3 == 0
                                ? Course.tcp(stage.random()).silent(0)
                                : Course.tcp(stage.random()).refused())),
        Card.SCAN_VERTICAL_OUT);
  }

  private static Scene passiveFtp() {
    return Scene.harmless(
        "passive FTP",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + SECONDS,
                0.5,
                n ->
                    stage.talk(
                        stage.out(STORE, 40_000 + stage.random().nextInt(5_000)),
                        Course.tcp(stage.random())
                            .open()
                            .carried(false, 20_000)
                            .closedByServer())));
  }

  private static Scene chat() {
    return Scene.harmless(
        "people on IRC",
        CauseClass.UNKNOWN,
        700,
        Setting.USUAL.withVisitors(1),
        stage ->
            stage.cue(
                ONSET,
                ONSET + 1,
                1,
                n -> {
                  final Course course = Course.tcp(stage.random()).open().asked(200, 3_000);
                  for (int i = 0; i < 70; i++) {
                    course.pause(stage.random().nextDouble() * 20).asked(80, 300);
                  }
                  stage.talk(stage.out(STORE, 6_697), course);
                }),
        Card.C2_PORT);
  }
}
