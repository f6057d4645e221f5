package dev.plimsoll.watch.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Alert.Phase;
import dev.plimsoll.watch.alert.Delivery.State;
import dev.plimsoll.watch.alert.Receiver.Webhook;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

class AlertDeskTest {
  private static final Duration LATE = Duration.ofDays(30);

  // As if the story began now.
  private static final Clock CLOCK =
      Clock.offset(Clock.systemUTC(), Duration.ofMillis(Story.START - System.currentTimeMillis()));
  private static final Duration AT_ONCE = Duration.ZERO;

  private final MemoryAlertStore store = new MemoryAlertStore();

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }

  private static ChannelSettings channel(
      final String name, final HttpReceiver receiver, final Kind... kinds) {
    return new ChannelSettings(
        name,
        Set.of(kinds),
        new Webhook(new Secret.Value(receiver.url() + "/" + name), null, null, null));
  }

  private AlertDesk desk(
      final Duration groupWait, final Duration giveUpAfter, final ChannelSettings... channels) {
    return new AlertDesk(
        new AlertSettings(
            AlertRule.DEFAULT,
            groupWait,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            giveUpAfter,
            List.of(channels)),
        "web1",
        ZoneOffset.UTC,
        Story.NO_PAST,
        store,
        CLOCK);
  }

  private AlertDesk desk(final ChannelSettings... channels) {
    final AlertDesk desk = desk(AT_ONCE, LATE, channels);
    desk.start();
    return desk;
  }

  private static Story now() {
    return new Story(AlertRule.DEFAULT, Story.NO_PAST);
  }

  private void drops(final AlertDesk desk, final String namespace) {
    desk.accept(now().in(namespace).reading(new Totals(0, 0, 7, 0, 0, 0, 0)));
  }

  private List<State> states() {
    return store.newest(100).stream()
        .filter(delivery -> !delivery.channel().equals(ChannelSettings.LOG))
        .map(Delivery::state)
        .toList();
  }

  @Test
  void whatIsDecidedIsDelivered() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking();
        AlertDesk desk = desk(channel("hook", receiver))) {
      drops(desk, "own");
      soon().until(() -> states().equals(List.of(State.DELIVERED)));
      assertThat(receiver.requests()).hasSize(1);
      assertThat(receiver.requests().getFirst().text()).contains("\"kind\":\"drops\"");
      assertThat(desk.counts()).containsExactly(new ChannelCount("hook", 1, 0, 0, 0));
    }
  }

  @Test
  void withoutAnyChannelAnAlertIsKept() {
    try (AlertDesk desk = desk()) {
      drops(desk, "own");
      soon().until(() -> !store.newest(1).isEmpty());
      assertThat(store.newest(10))
          .extracting(Delivery::channel, Delivery::state)
          .containsExactly(tuple("log", State.DELIVERED));
    }
  }

  @Test
  void aDeliveryThatFailsIsTriedAgain() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.refusing(2)) {
      final AlertDesk desk = desk(AT_ONCE, LATE, channel("hook", receiver));
      store.put(List.of(new Delivery(fresh(), "hook", State.PENDING, 0, 0, "")));
      desk.start();
      try (desk) {
        soon().until(() -> states().equals(List.of(State.DELIVERED)));
        assertThat(store.newest(1).getFirst().attempts()).isEqualTo(3);
        assertThat(receiver.requests())
            .extracting(request -> request.header("Plimsoll-Id"))
            .containsOnly(fresh().id());
        assertThat(desk.counts()).containsExactly(new ChannelCount("hook", 1, 2, 0, 0));
      }
    }
  }

  private static Alert fresh() {
    return at(CLOCK.millis());
  }

  private static Alert at(final long time) {
    final Alert alert = Examples.OVERLOAD;
    return new Alert(
        alert.id(),
        alert.kind(),
        Phase.BEGINS,
        alert.host(),
        alert.namespace(),
        time,
        time,
        alert.title(),
        alert.facts(),
        "",
        alert.command());
  }

  @Test
  void whatIsTooOldIsGivenUpWithTheReason() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.answering(503, "busy");
        AlertDesk desk = desk(AT_ONCE, Duration.ofDays(1), channel("hook", receiver))) {
      store.put(
          List.of(new Delivery(at(Story.START - 90_000_000), "hook", State.PENDING, 9, 0, "")));
      desk.start();
      soon().until(() -> states().equals(List.of(State.FAILED)));
      assertThat(store.newest(1).getFirst().outcome()).endsWith("answered with status 503: busy");
      assertThat(desk.counts()).containsExactly(new ChannelCount("hook", 0, 0, 1, 0));
    }
  }

  @Test
  void whatBeginsTogetherIsOneMessage() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking();
        AlertDesk desk = desk(Duration.ofSeconds(3), LATE, channel("hook", receiver))) {
      desk.start();
      drops(desk, "blue");
      drops(desk, "green");
      drops(desk, "red");
      soon().until(() -> receiver.requests().size() == 1);
      assertThat(receiver.requests().getFirst().text())
          .contains("\"netns\":\"blue\"", "\"netns\":\"green\"", "\"netns\":\"red\"");
    }
  }

  @Test
  void aSlowChannelHoldsNoOther() throws Exception {
    try (HttpReceiver slow = HttpReceiver.hanging();
        HttpReceiver quick = HttpReceiver.taking();
        AlertDesk desk = desk(channel("slow", slow), channel("quick", quick))) {
      drops(desk, "own");
      soon().until(() -> slow.requests().size() == 1 && quick.requests().size() == 1);
      drops(desk, "blue");
      soon().until(() -> quick.requests().size() == 2);
      assertThat(slow.requests()).hasSize(1);
    }
  }

  @Test
  void aChannelGetsOnlyItsKinds() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking();
        AlertDesk desk =
            desk(
                channel("all", receiver),
                channel("overloads", receiver, Kind.SUSTAINED),
                channel("drops", receiver, Kind.DROPS))) {
      drops(desk, "own");
      soon().until(() -> receiver.requests().size() == 2);
      assertThat(receiver.requests())
          .extracting(HttpReceiver.Request::path)
          .containsExactlyInAnyOrder("/all", "/drops");
    }
  }

  @Test
  void closingTakesNoLongerThanThreeSecondsAndLosesNothing() throws Exception {
    try (HttpReceiver slow = HttpReceiver.hanging()) {
      final AlertDesk desk = desk(channel("slow", slow));
      drops(desk, "own");
      soon().until(() -> slow.requests().size() == 1);
      final long start = System.nanoTime();
      desk.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(states()).containsExactly(State.PENDING);
    }
  }

  @Test
  void closingSendsWhatOnlyWaitsForItsGroup() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      final AlertDesk desk = desk(Duration.ofMinutes(1), LATE, channel("hook", receiver));
      desk.start();
      drops(desk, "own");
      desk.close();
      assertThat(receiver.requests()).hasSize(1);
      assertThat(states()).containsExactly(State.DELIVERED);
    }
  }

  @Test
  void theNextDeskDeliversWhatThisOneLeft() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.refusing(1)) {
      final AlertDesk first = desk(channel("hook", receiver));
      drops(first, "own");
      soon().until(() -> receiver.requests().size() == 1);
      first.close();
      try (AlertDesk next = desk(channel("hook", receiver))) {
        soon().until(() -> states().equals(List.of(State.DELIVERED)));
        assertThat(next.counts()).containsExactly(new ChannelCount("hook", 1, 0, 0, 0));
      }
    }
  }

  @Test
  void theNextDeskDoesNotTellTheSameMatterAgain() throws Exception {
    final Story story = now().count(18_120);
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      for (int i = 0; i < 20; i++) {
        try (AlertDesk desk = desk(channel("hook", receiver))) {
          for (int k = 0; k < 12; k++) {
            desk.accept(story.reading(Totals.NONE));
          }
        }
      }
      // A desk that had to be closed within a delivery lets the next one repeat it.
      assertThat(receiver.requests().stream().map(HttpReceiver.Request::text).distinct())
          .singleElement()
          .asString()
          .contains("\"kind\":\"sustained\",\"phase\":\"begins\"");
    }
  }

  @Test
  void whatAnEarlierDeskLeftIsTakenOverAsSoonAsItCanBeRead() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      store.put(List.of(new Delivery(fresh(), "hook", State.PENDING, 1, 0, "")));
      store.leave();
      try (AlertDesk desk = desk(channel("hook", receiver))) {
        drops(desk, "blue");
        soon().until(() -> states().equals(List.of(State.DELIVERED)));
        store.comeBack();
        desk.accept(now().in("blue").reading(Totals.NONE));
        soon().until(() -> states().equals(List.of(State.DELIVERED, State.DELIVERED)));
        desk.accept(now().in("blue").reading(Totals.NONE));
      }
      assertThat(receiver.requests()).hasSize(2);
    }
  }

  @Test
  void aMatterOfAnEarlierDeskIsNotForgottenAndNotToldAgainWhenItCanBeReadLate() throws Exception {
    final Story story = now().count(18_120);
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      try (AlertDesk desk = desk(channel("hook", receiver))) {
        for (int k = 0; k < 150; k++) {
          desk.accept(story.reading(Totals.NONE));
        }
        soon().until(() -> receiver.requests().size() == 1);
      }
      final String told = store.recall("alerts/own");
      store.leave();
      try (AlertDesk desk = desk(channel("hook", receiver))) {
        drops(desk, "own");
        soon().until(() -> receiver.requests().size() == 2);
        assertThat(store.recall("alerts/own")).isEmpty();
        store.comeBack();
        desk.accept(story.reading(Totals.NONE));
        soon().until(() -> store.recall("alerts/own").contains("DROPS"));
        assertThat(store.recall("alerts/own")).contains(told);
        desk.vanished("own", Story.START + 1);
        soon().until(() -> receiver.requests().size() == 3);
        assertThat(receiver.requests().getLast().text())
            .contains("\"kind\":\"sustained\",\"phase\":\"over\"")
            .contains("\"kind\":\"drops\",\"phase\":\"over\"");
      }
    }
  }

  @Test
  void aMatterThatWasToldTwiceIsOne() {
    final AlertState earlier = Story.quiet().count(18_120).pass(Duration.ofMinutes(15)).state();
    assertThat(earlier.and(AlertState.NONE).open()).isEqualTo(earlier.open());
    assertThat(AlertState.NONE.and(earlier)).isEqualTo(earlier);
    final AlertState both = earlier.and(earlier);
    assertThat(both.matters()).hasSameSizeAs(earlier.matters());
    assertThat(both.matter(Kind.SUSTAINED)).matches(it -> it != null && it.told() == 2);
  }

  @Test
  void aDeskThatTakesTheOthersPlaceWhileNothingCanBeReadGoesOnWithItsMatters() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      final AlertDesk first = desk(channel("hook", receiver));
      drops(first, "own");
      soon().until(() -> receiver.requests().size() == 1);
      store.leave();
      first.close();
      try (AlertDesk next = desk(AT_ONCE, LATE, channel("hook", receiver))) {
        next.start(first);
        drops(next, "own");
        next.vanished("own", Story.START + 60_000);
        soon().until(() -> receiver.requests().size() == 2);
        assertThat(receiver.requests().getLast().text()).contains("\"phase\":\"over\"");
      }
    }
  }

  @Test
  void deliveriesOfAChannelThatIsGoneAreGivenUp() throws Exception {
    store.put(List.of(new Delivery(fresh(), "gone", State.PENDING, 3, 0, "")));
    try (AlertDesk desk = desk()) {
      assertThat(store.newest(1).getFirst().outcome())
          .isEqualTo("The channel gone is no longer configured.");
      assertThat(desk.counts()).isEmpty();
    }
  }

  @Test
  void aReceiverThatForgetsIsToldAtTheStartWhatLasts() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      final ChannelSettings alertmanager =
          new ChannelSettings(
              "alertmanager",
              Set.of(),
              new Receiver.Alertmanager(URI.create(receiver.url()), null, null));
      try (AlertDesk desk = desk(alertmanager)) {
        drops(desk, "own");
        soon().until(() -> !receiver.requests().isEmpty());
      }
      final int before = receiver.requests().size();
      try (AlertDesk desk = desk(alertmanager)) {
        desk.accept(now().reading(Totals.NONE));
        soon().until(() -> receiver.requests().size() > before);
        assertThat(receiver.requests().getLast().text()).contains("PlimsollDrops");
      }
    }
  }

  @Test
  void damagedStateBeginsAnew() throws Exception {
    store.remember("alerts/own", "no=such&thing", List.of());
    try (HttpReceiver receiver = HttpReceiver.taking();
        AlertDesk desk = desk(channel("hook", receiver))) {
      drops(desk, "own");
      soon().until(() -> receiver.requests().size() == 1);
    }
  }

  @Test
  void whatVanishesIsToldAsOver() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking();
        AlertDesk desk = desk(channel("hook", receiver))) {
      drops(desk, "blue");
      soon().until(() -> receiver.requests().size() == 1);
      desk.vanished("blue", Story.START + 60_000);
      soon().until(() -> receiver.requests().size() == 2);
      assertThat(receiver.requests().getLast().text()).contains("\"phase\":\"over\"");
      assertThat(desk.open()).isEmpty();
    }
  }

  @Test
  void manyAlertsAreSeveralMessages() throws Exception {
    final List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      final Alert alert = at(Story.START + i);
      final String id = "%032x".formatted(i);
      deliveries.add(
          new Delivery(
              new Alert(
                  id,
                  alert.kind(),
                  alert.phase(),
                  alert.host(),
                  alert.namespace(),
                  alert.timeMillis(),
                  alert.sinceMillis(),
                  alert.title(),
                  alert.facts(),
                  "",
                  alert.command()),
              "hook",
              State.PENDING,
              0,
              0,
              ""));
    }
    store.put(deliveries);
    try (HttpReceiver receiver = HttpReceiver.taking();
        AlertDesk desk = desk(channel("hook", receiver))) {
      soon().until(() -> desk.counts().getFirst().delivered() == 50);
      assertThat(receiver.requests()).hasSize(3);
    }
  }
}
