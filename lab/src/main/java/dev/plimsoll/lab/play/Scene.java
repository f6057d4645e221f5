package dev.plimsoll.lab.play;

import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.Timeouts;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Circumstances;
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.SessionOwners;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A scene of the labelled set. The web server beside it is there from the beginning; the scene
 * itself begins at {@link #ONSET_SECONDS}.
 */
public final class Scene {
  /** When what a scene is about begins. */
  public static final int ONSET_SECONDS = 60;

  // A scene of hours is looked at less often: nothing in it changes within seconds.
  private static final int LONG_SECONDS = 3_600;
  private static final int LOOK_SECONDS = 10;
  private static final int SELDOM_LOOK_SECONDS = 60;

  private final Label label;
  private final Setting setting;
  private final int seconds;
  private final Consumer<Stage> director;

  private Scene(
      final Label label, final Setting setting, final int seconds, final Consumer<Stage> director) {
    this.label = label;
    this.setting = setting;
    this.seconds = seconds;
    this.director = director;
  }

  /**
   * A scene of trouble, which ends with its card's window.
   *
   * @param director lays the cues, from {@link #ONSET_SECONDS} on
   */
  static Scene of(
      final Card card,
      final String variant,
      final Intensity intensity,
      final int windowSeconds,
      final Setting setting,
      final Consumer<Stage> director) {
    final String name = card.id() + (variant.isEmpty() ? "" : " (" + variant + ")");
    return new Scene(
        new Label(name, List.of(card), intensity, card.causeClass(), windowSeconds, Set.of()),
        setting,
        windowSeconds,
        director);
  }

  /** A scene of something harmless, which may show signs of its own. */
  static Scene harmless(
      final String name,
      final CauseClass expected,
      final int seconds,
      final Setting setting,
      final Consumer<Stage> director,
      final Card... signs) {
    return new Scene(
        new Label(name, List.of(), Intensity.BENIGN, expected, seconds, Set.of(signs)),
        setting,
        seconds,
        director);
  }

  /** The same where these signs show too. */
  Scene with(final Card... signs) {
    return new Scene(
        new Label(
            label.name(),
            label.cards(),
            label.intensity(),
            label.expected(),
            label.windowSeconds(),
            Set.of(signs)),
        setting,
        seconds,
        director);
  }

  /** The same where the process cannot be seen, so that one sign alone proves nothing. */
  Scene unseen(final CauseClass expected) {
    return new Scene(
        new Label(
            label.name() + ", process unseen",
            label.cards(),
            label.intensity(),
            expected,
            label.windowSeconds(),
            label.companions()),
        setting.unseen(),
        seconds,
        director);
  }

  /** The same on a host with a declared role. */
  Scene declared(final Role role, final CauseClass expected) {
    return new Scene(
        new Label(
            label.name() + ", declared",
            label.cards(),
            label.intensity(),
            expected,
            label.windowSeconds(),
            label.companions()),
        setting.withRole(role),
        seconds,
        director);
  }

  public Label label() {
    return label;
  }

  /** What the host is declared to be. */
  public Set<Role> roles() {
    return setting.roles();
  }

  /** The kernel's limit of sessions. */
  public int maximum() {
    return setting.maximum();
  }

  /** How long it lasts from its very beginning. */
  public int lastsSeconds() {
    return ONSET_SECONDS + seconds + LOOK_SECONDS;
  }

  /** How often it is looked at, as a daemon does. */
  public int lookSeconds() {
    return seconds > LONG_SECONDS ? SELDOM_LOOK_SECONDS : LOOK_SECONDS;
  }

  /** The stage with everybody on it. */
  public Stage stage(final long seed) {
    final Stage stage = new Stage(seed);
    stage.as(Actor.SERVICE);
    Background.lay(stage, lastsSeconds(), setting.visitorsPerSecond());
    stage.as(label.expected() == CauseClass.COMPROMISED ? Actor.CULPRIT : Actor.PROGRAM);
    director.accept(stage);
    return stage;
  }

  /**
   * What is known of the host beside its packets.
   *
   * @param entries how many sessions there are
   * @param losses how many packets or sessions the kernel has dropped lately
   */
  public Circumstances circumstances(final long entries, final long losses) {
    return new Circumstances(
        Timeouts.DEFAULTS,
        new Ceiling(entries, setting.maximum(), losses),
        Circumstances.DEFAULT_SOURCE_PORTS,
        setting.cpuShare(),
        0,
        setting.isSeen(),
        false);
  }

  /** Who owns the sessions, as far as it can be seen. */
  public SessionOwners owners(final Stage stage) {
    return setting.isSeen() ? stage.owners() : SessionOwners.NOBODY;
  }

  @Override
  public String toString() {
    return label.name() + ", " + label.intensity().words();
  }
}
