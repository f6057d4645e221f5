package dev.plimsoll.lab.play;

import static dev.plimsoll.lab.play.Intensity.AT_THRESHOLD;
import static dev.plimsoll.lab.play.Intensity.FAR_ABOVE;

import dev.plimsoll.lab.capture.Endpoints;
import dev.plimsoll.watch.diagnosis.Card;
import java.util.List;
import java.util.SplittableRandom;

/** What fills a table without anybody's ill will: settings that are wrong, and much work. */
final class CrowdedScenes {
  private static final int ONSET = Scene.ONSET_SECONDS;
  private static final int RESOLVERS = 0x0a00_0035;
  private static final int DATABASE = 0x0a00_0006;
  private static final int LOG_SERVER = 0x0a00_00fe;
  private static final int TARGET = 0x0a00_0011;

  private CrowdedScenes() {}

  static List<Scene> all() {
    return List.of(
        names(AT_THRESHOLD, 18),
        names(FAR_ABOVE, 200),
        dead(AT_THRESHOLD, 170),
        dead(FAR_ABOVE, 1_500),
        closed(AT_THRESHOLD, 6),
        closed(FAR_ABOVE, 80),
        deadLogServer(AT_THRESHOLD, 7),
        deadLogServer(FAR_ABOVE, 60),
        otherWay(AT_THRESHOLD, 200),
        otherWay(FAR_ABOVE, 2_000),
        full(AT_THRESHOLD, 17_000),
        full(FAR_ABOVE, 12_000),
        ports(AT_THRESHOLD, 172),
        ports(FAR_ABOVE, 220),
        tor(AT_THRESHOLD, 1),
        tor(FAR_ABOVE, 300),
        peers(AT_THRESHOLD, 540),
        peers(FAR_ABOVE, 6_000),
        fetches(AT_THRESHOLD, 2.5),
        fetches(FAR_ABOVE, 200));
  }

  private static Scene names(final Intensity intensity, final double perSecond) {
    final int seconds = 120;
    return Scene.of(
        Card.DNS_HEAVY,
        "",
        intensity,
        seconds,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + seconds,
                perSecond,
                n ->
                    stage.talk(
                        stage.out(RESOLVERS + n % 2, 53),
                        Course.udp(stage.random()).question(40).answer(150))));
  }

  // Clients that went without a word; the server has closed its sockets long ago.
  private static Scene dead(final Intensity intensity, final int connections) {
    final int seconds = 4_500;
    return Scene.of(
        Card.STALE_ESTABLISHED,
        "",
        intensity,
        seconds,
        Setting.QUIET,
        stage ->
            stage
                .as(Actor.GONE)
                .cue(
                    ONSET,
                    ONSET + 300,
                    connections / 300.0,
                    n ->
                        stage.talk(
                            stage.in(Stage.visitor(10_000 + n), 443),
                            Course.tcp(stage.random()).open().asked(400, 6_000))));
  }

  private static Scene closed(final Intensity intensity, final double perSecond) {
    final int seconds = 240;
    return Scene.of(
        Card.TIMEWAIT_PILEUP,
        "",
        intensity,
        seconds,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + seconds,
                perSecond,
                n ->
                    stage.talk(
                        stage.out(DATABASE, 3_306),
                        Course.tcp(stage.random()).open().asked(200, 800).close())));
  }

  private static Scene deadLogServer(final Intensity intensity, final double perSecond) {
    final int seconds = 120;
    return Scene.of(
        Card.UNREPLIED_LEAK,
        "dead log server",
        intensity,
        seconds,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + seconds,
                perSecond,
                n ->
                    stage.talk(
                        stage.out(LOG_SERVER, 514), Course.udp(stage.random()).question(200))));
  }

  // The visitors' packets come by another way: only our answers pass here.
  private static Scene otherWay(final Intensity intensity, final int connections) {
    final int seconds = 120;
    return Scene.of(
        Card.UNREPLIED_LEAK,
        "asymmetric routing",
        intensity,
        seconds,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + seconds,
                connections / (double) seconds,
                n ->
                    stage.talk(
                        stage.outFrom(443, Stage.visitor(20_000 + n / 3), 30_000 + n % 30_000),
                        Course.tcp(stage.random()).oneWay(4))));
  }

  private static Scene full(final Intensity intensity, final int maximum) {
    final int seconds = 90;
    return Scene.of(
        Card.TABLE_FULL,
        "",
        intensity,
        seconds,
        Setting.USUAL.withMaximum(maximum),
        stage ->
            stage.cue(
                ONSET,
                ONSET + seconds,
                170,
                n ->
                    stage.talk(
                        stage.in(Stage.visitor(n), 443),
                        Course.tcp(stage.random()).open().asked(400, 2_000).pause(5).close())));
  }

  private static Scene ports(final Intensity intensity, final double perSecond) {
    final int seconds = 140;
    return Scene.of(
            Card.PORTS_EXHAUSTED,
            "",
            intensity,
            seconds,
            Setting.USUAL,
            stage ->
                stage.cue(
                    ONSET,
                    ONSET + seconds,
                    perSecond,
                    n ->
                        stage.talk(
                            stage.out(TARGET, 8_080),
                            Course.tcp(stage.random()).open().asked(200, 600).close())))
        .with(Card.TIMEWAIT_PILEUP);
  }

  private static Scene tor(final Intensity intensity, final int relays) {
    final int seconds = 120;
    return Scene.of(
        Card.TOR,
        "",
        intensity,
        seconds,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + 10,
                relays / 10.0,
                n -> {
                  final SplittableRandom random = stage.random();
                  final Endpoints between =
                      n % 3 == 2
                          ? stage.in(Stage.visitor(30_000 + n), 9_001)
                          : stage.out(Stage.server(30_000 + n), 9_001);
                  final Course course = Course.tcp(random).open();
                  for (int i = 0; i < 12; i++) {
                    course.asked(514, 2_056).pause(random.nextDouble() * 20);
                  }
                  stage.talk(between, course);
                }));
  }

  private static Scene peers(final Intensity intensity, final int remotes) {
    final int seconds = 600;
    return Scene.of(
        Card.P2P,
        "",
        intensity,
        seconds,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + seconds - 20,
                remotes / (seconds - 20.0),
                n -> HarmlessScenes.askPeer(stage)));
  }

  private static Scene fetches(final Intensity intensity, final double perSecond) {
    final int seconds = 180;
    return Scene.of(
        Card.PEAK_BENIGN,
        "",
        intensity,
        seconds,
        Setting.USUAL,
        stage ->
            stage.cue(
                ONSET,
                ONSET + seconds,
                perSecond,
                n ->
                    stage.talk(
                        stage.out(Stage.server(stage.random().nextInt(3_000)), 443),
                        HarmlessScenes.fetch(stage))));
  }
}
