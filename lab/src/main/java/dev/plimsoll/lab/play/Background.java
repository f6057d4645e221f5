package dev.plimsoll.lab.play;

import dev.plimsoll.lab.capture.Endpoints;
import java.util.SplittableRandom;

/**
 * What goes on at any web server: visitors, its database, names and clocks, services that it calls,
 * monitoring that comes to it, its administrator, and the Internet's noise.
 */
final class Background {
  private static final int DATABASE = 0x0a00_0005;
  private static final int RESOLVERS = 0x0a00_0035;
  private static final int CLOCK = 0x0a00_007b;
  private static final int PROMETHEUS = 0x0a00_0009;
  private static final int ADMINISTRATOR = 0xc633_6407;
  private static final int VISITORS = 700;

  private final Stage stage;
  private final SplittableRandom random;

  private Background(final Stage stage) {
    this.stage = stage;
    random = stage.random();
  }

  /** Lays its cues. */
  static void lay(final Stage stage, final int seconds, final double visitorsPerSecond) {
    final Background background = new Background(stage);
    stage
        .cue(0, seconds, visitorsPerSecond, n -> background.visit())
        .cue(0, seconds, visitorsPerSecond / 5, n -> background.lookUp())
        .cue(0, seconds, visitorsPerSecond / 8, n -> background.call())
        .cue(0, 5, 2, n -> background.query(seconds))
        .cue(0, seconds, 1.0 / 64, n -> background.clock())
        .cue(0, seconds, 1.0 / 15, n -> background.scrape())
        .cue(20, seconds, 1.0 / 600, n -> background.administer())
        .cue(0, seconds, 0.1, n -> background.noise());
  }

  private void visit() {
    final int visitor = Stage.visitor(random.nextInt(VISITORS));
    final Endpoints between = stage.in(visitor, random.nextInt(10) == 0 ? 80 : 443);
    final Course course = Course.tcp(random).open().asked(600, 4_000);
    for (int more = random.nextInt(4); more > 0; more--) {
      course.pause(random.nextDouble() * 5).asked(500, random.nextInt(200, 8_000));
    }
    stage.talk(between, course.pause(random.nextDouble() * 12).close());
  }

  private void lookUp() {
    stage.talk(
        stage.out(RESOLVERS + random.nextInt(2), 53), Course.udp(random).question(40).answer(120));
  }

  private void call() {
    stage.talk(
        stage.out(Stage.server(random.nextInt(6)), 443),
        Course.tcp(random)
            .open()
            .asked(900, 3_000)
            .pause(random.nextDouble() * 3)
            .asked(400, 900)
            .close());
  }

  // A pool's connection is used again and again.
  private void query(final int seconds) {
    final Course course = Course.tcp(random).open();
    for (double at = 0; at < seconds; at += 25) {
      course.asked(200, 900).pause(25);
    }
    stage.talk(stage.out(DATABASE, 5432), course);
  }

  private void clock() {
    stage.talk(stage.out(CLOCK, 123), Course.udp(random).question(48).answer(48));
  }

  private void scrape() {
    stage.talk(stage.in(PROMETHEUS, 9100), Course.tcp(random).open().asked(300, 20_000).close());
  }

  private void administer() {
    final Course course = Course.tcp(random).open().asked(1_400, 2_000);
    for (int i = 0; i < 20; i++) {
      course.pause(random.nextDouble() * 10).asked(60, 200);
    }
    stage.talk(stage.in(ADMINISTRATOR, 22), course.close());
  }

  private void noise() {
    stage.talk(stage.in(stage.anyone(), random.nextInt(1, 10_000)), Course.tcp(random).refused());
  }
}
