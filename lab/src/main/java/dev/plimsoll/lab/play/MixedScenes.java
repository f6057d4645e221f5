package dev.plimsoll.lab.play;

import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import java.util.List;

/** Two things at once, of which one must neither hide nor worsen the other. */
final class MixedScenes {
  private static final int ONSET = Scene.ONSET_SECONDS;
  private static final int SECONDS = 120;
  private static final int HOURS = 23_000;
  private static final int ATTACKER = Stage.visitor(50_000);
  private static final int COLLECTOR = Stage.server(7_300);

  private MixedScenes() {}

  static List<Scene> all() {
    return List.of(scanUnderAttack(), crawlerUnderGuessing(), mailServerWithAgent());
  }

  private static Scene scanUnderAttack() {
    return Scene.of(
            Card.SCAN_HORIZONTAL_OUT,
            "during a SYN flood on us",
            Intensity.FAR_ABOVE,
            SECONDS,
            Setting.USUAL,
            stage ->
                stage
                    .cue(
                        ONSET,
                        ONSET + SECONDS,
                        500,
                        n ->
                            stage.talk(
                                stage.in(stage.anyone(), 443),
                                Course.tcp(stage.random()).halfOpen()))
                    .cue(
                        ONSET,
                        ONSET + SECONDS,
                        10,
                        n ->
                            stage.talk(
                                stage.out(stage.anyone(), 6_379),
                                Course.tcp(stage.random()).silent(1))))
        .with(Card.SYNFLOOD_IN);
  }

  private static Scene crawlerUnderGuessing() {
    return Scene.harmless(
        "crawler while somebody guesses log-ins",
        CauseClass.BUSY,
        SECONDS,
        Setting.USUAL,
        stage ->
            stage
                .cue(
                    ONSET,
                    ONSET + SECONDS,
                    100,
                    n ->
                        stage.talk(
                            stage.out(Stage.server(stage.random().nextInt(9_000)), 443),
                            HarmlessScenes.fetch(stage)))
                .cue(
                    ONSET,
                    ONSET + SECONDS,
                    1,
                    n ->
                        stage.talk(
                            stage.in(ATTACKER, 22),
                            Course.tcp(stage.random()).open().asked(1_200, 900).close())),
        Card.PEAK_BENIGN,
        Card.BRUTEFORCE_IN);
  }

  private static Scene mailServerWithAgent() {
    return Scene.harmless(
        "mail server with an agent that reports every minute",
        CauseClass.UNKNOWN,
        HOURS,
        Setting.QUIET,
        stage ->
            stage
                .cue(
                    ONSET,
                    ONSET + 1,
                    1,
                    n -> {
                      for (int at = 0; at < HOURS; at += 60) {
                        stage.talkAfter(
                            at + stage.random().nextDouble() * 2,
                            stage.out(COLLECTOR, 443),
                            Course.tcp(stage.random()).open().asked(900, 200).close());
                      }
                    })
                .cue(
                    ONSET + HOURS - 900.0,
                    ONSET + HOURS,
                    0.3,
                    n -> stage.talk(stage.out(stage.anyone(), 25), HarmlessScenes.delivery(stage))),
        Card.SPAM_OUT,
        Card.BEACON);
  }
}
