package dev.plimsoll.app.demo;

import dev.plimsoll.watch.LimitRule;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The script: what happens when, and what to look at then.
 *
 * @param visitorStay how long a visitor stays
 * @param timeWaitSeconds how long the server's table keeps a closed connection
 * @param synSentSeconds how long it keeps one that nobody answers
 * @param acts in the order of their times
 * @param end when the story is told
 */
record DemoStory(
    LimitRule rule,
    Duration visitorStay,
    int timeWaitSeconds,
    int synSentSeconds,
    List<Act> acts,
    Duration end) {
  private static final String NORMAL =
      "Visitors come and go: a shop on an ordinary day. Look at: the load line, far from its mark.";
  private static final String CRAWLER =
      "A crawler opens hundreds of connections at once, and the count passes the limit. That is a"
          + " brief peak: shown, not punished. Look at: the forecast \"sustained in\".";
  private static final String CRAWLER_LEAVES =
      "The crawler leaves. Its connections stay in the table for a while, as TIME_WAIT. Look at: the"
          + " count falls below the limit, and all is fine again.";
  private static final String SCAN =
      "Something on the server begins to knock at port 22 of host after host; nobody answers. A"
          + " hacked server does that. Look at: SYN_SENT, and the many remote addresses.";
  private static final String STAYS =
      "It does not stop. When the count was over the limit for most of the window, it is a"
          + " sustained overload: for that, providers suspend a server. Ask in another terminal who"
          + " causes it:";

  /** Who causes it: {@code %s} is the namespace. */
  private static final List<String> WHO =
      List.of(
          "plimsoll by dport,state,direction --netns %s",
          "plimsoll list --top 5 --netns %s state:SYN_SENT");

  /**
   * Something that happens.
   *
   * @param commands to try meanwhile, with {@code %s} for the namespace
   */
  record Act(Duration at, String narration, List<String> commands, Consumer<DemoStage> doing) {}

  DemoStory {
    acts = List.copyOf(acts);
  }

  /** About three minutes: a limit of 500, sustained over it for 45 s of 60. */
  static DemoStory atEase() {
    return new DemoStory(
        rule(500, Duration.ofSeconds(60), Duration.ofSeconds(45), Duration.ofSeconds(20)),
        Duration.ofSeconds(10),
        10,
        30,
        List.of(
            act(0, NORMAL, stage -> stage.visitors(90)),
            act(40, CRAWLER, stage -> stage.crawler(450)),
            act(60, CRAWLER_LEAVES, stage -> stage.crawler(0)),
            act(90, SCAN, stage -> stage.scan(40)),
            act(115, STAYS, _ -> {})),
        Duration.ofSeconds(160));
  }

  /** The same in 25 seconds, for tests: a limit of 200, sustained over it for 6 s of 10. */
  static DemoStory fast() {
    return new DemoStory(
        rule(200, Duration.ofSeconds(10), Duration.ofSeconds(6), Duration.ofSeconds(3)),
        Duration.ofSeconds(4),
        1,
        30,
        List.of(
            act(0, NORMAL, stage -> stage.visitors(60)),
            act(4, CRAWLER, stage -> stage.crawler(220)),
            act(6, CRAWLER_LEAVES, stage -> stage.crawler(0)),
            act(13, SCAN, stage -> stage.scan(80)),
            act(16, STAYS, _ -> {})),
        Duration.ofSeconds(25));
  }

  private static Act act(
      final int second, final String narration, final Consumer<DemoStage> doing) {
    return new Act(
        Duration.ofSeconds(second), narration, narration.equals(STAYS) ? WHO : List.of(), doing);
  }

  private static LimitRule rule(
      final long limit, final Duration window, final Duration overFor, final Duration clearFor) {
    final LimitRule usual = LimitRule.ofLimit(limit);
    return new LimitRule(
        limit,
        window,
        overFor,
        usual.clearBelow(),
        clearFor,
        OptionalLong.empty(),
        usual.recurringOver(),
        usual.recurringOf(),
        usual.recurringPeaks());
  }
}
