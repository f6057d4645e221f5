package dev.plimsoll.watch.alert;

import static dev.plimsoll.watch.LimitState.NEVER;

import dev.plimsoll.watch.LimitJudge;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Verdict.Sustained;
import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Alert.Phase;
import dev.plimsoll.watch.alert.AlertState.Matter;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is told. Pure functions of event time, as {@link LimitJudge}: the same readings give
 * the same alerts with the same ids, wherever the state is handed on.
 *
 * <ul>
 *   <li><b>Sustained</b> is there while the rule of the limit says so.
 *   <li><b>Finding</b> begins when two diagnoses in a row call the host compromised, with the
 *       confidence that the rule asks for. It is away while the newest one does not.
 *   <li><b>Brief peak</b> begins over the limit, and is away while the count is clear of it. It is
 *       over at once when it becomes a sustained overload.
 *   <li><b>Recurring</b> begins with a peak that the rule calls recurring.
 *   <li><b>Near the ceiling</b> begins at three quarters of nf_conntrack_max, and is away below
 *       seven tenths. It is told once more at nine tenths.
 *   <li><b>Drops</b> is there when packets or sessions were dropped since the reading before, or
 *       when at least one entry a second was lost to a race.
 *   <li><b>Unwatched</b> is there while the count cannot be taken; all else waits meanwhile.
 * </ul>
 *
 * <p>A matter is told when it has lasted for its {@link AlertRule#stays}, again at the growing
 * steps of {@link AlertRule#repeatAfter} at a reading where it is there, and once when it is over:
 * when it was seen to be away for {@link AlertRule#clearFor}. Time that nobody watched is not away.
 */
public final class AlertJudge {
  private final AlertRule rule;
  private final Past past;
  private final AlertText text;

  /**
   * A judge for one machine.
   *
   * @param host the machine's name
   * @param zone whose clock the texts tell
   * @param past what is known besides the readings
   */
  public AlertJudge(final AlertRule rule, final String host, final ZoneId zone, final Past past) {
    this.rule = rule;
    this.past = past;
    text = new AlertText(host, zone, past);
  }

  /**
   * What came of a reading.
   *
   * @param state what to go on with
   * @param alerts what to tell, in the order of the kinds
   */
  public record Decision(AlertState state, List<Alert> alerts) {
    public Decision {
      alerts = List.copyOf(alerts);
    }
  }

  /**
   * Decides after a reading.
   *
   * @param before the state of that namespace
   */
  public Decision judge(final AlertState before, final Reading reading) {
    final Look look = Look.at(reading, past);
    final List<Matter> matters = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    for (final Kind kind : Kind.values()) {
      if (!rule.kinds().contains(kind)) {
        continue;
      }
      final Matter matter = seen(before.matter(kind), kind, look);
      if (matter == null) {
        continue;
      }
      final Phase phase = due(matter, look);
      if (phase == null) {
        matters.add(matter);
        continue;
      }
      final Alert alert = text.alert(matter, phase, look);
      alerts.add(alert);
      if (phase != Phase.OVER) {
        matters.add(told(matter, alert, reading));
      }
    }
    return new Decision(new AlertState(matters), alerts);
  }

  // The matter after a look, told or not; null if there is none.
  private @Nullable Matter seen(final @Nullable Matter before, final Kind kind, final Look look) {
    final Reading reading = look.reading();
    final Sign sign = Sign.of(kind, look, rule);
    if (before == null) {
      return sign == Sign.PRESENT
          ? new Matter(kind, since(look, kind), NEVER, 0, false, amount(kind, reading), null)
          : null;
    }
    final boolean away = sign == Sign.AWAY || sign == Sign.GONE;
    final boolean broken = kind == Kind.FINDING && sign == Sign.LINGERS;
    if (before.newest() == null && (away || broken)) {
      return null;
    }
    final boolean stillAway = away && before.awayMillis() != NEVER && !followsGap(reading);
    final long awayFromNow = away ? reading.timeMillis() : NEVER;
    return new Matter(
        kind,
        before.sinceMillis(),
        stillAway ? before.awayMillis() : awayFromNow,
        before.told(),
        before.critical(),
        most(before, sign, reading),
        before.newest());
  }

  private static long since(final Look look, final Kind kind) {
    if (kind == Kind.FINDING && look.diagnosis() != null) {
      return look.diagnosis().timeMillis();
    }
    return kind == Kind.SUSTAINED
            && look.reading().verdict().answer() instanceof Sustained(final long at)
        ? at
        : look.reading().timeMillis();
  }

  private static long most(final Matter before, final Sign sign, final Reading reading) {
    if (sign == Sign.UNSEEN) {
      return before.most();
    }
    final long amount = amount(before.kind(), reading);
    return before.kind() == Kind.DROPS ? before.most() + amount : Math.max(before.most(), amount);
  }

  private static long amount(final Kind kind, final Reading reading) {
    return switch (kind) {
      case SUSTAINED, FINDING, BRIEF_PEAK, RECURRING -> reading.sample().count();
      case NEAR_CEILING -> reading.ceiling().entries();
      case DROPS -> reading.since().losses();
      case UNWATCHED, TEST -> 0;
    };
  }

  private static boolean followsGap(final Reading reading) {
    final long bridged =
        Math.max(
            LimitJudge.MAX_GAP_MILLIS,
            LimitJudge.BRIDGED_INTERVALS * reading.sample().intervalMillis());
    return reading.sinceMillis() == 0 || reading.sinceMillis() > bridged;
  }

  private @Nullable Phase due(final Matter matter, final Look look) {
    final long now = look.reading().timeMillis();
    final Sign sign = Sign.of(matter.kind(), look, rule);
    final Alert newest = matter.newest();
    if (newest == null) {
      return sign == Sign.PRESENT && stays(matter, look) ? Phase.BEGINS : null;
    }
    if (sign == Sign.GONE
        || sign == Sign.AWAY && now - matter.awayMillis() >= rule.clearFor().toMillis()) {
      return Phase.OVER;
    }
    final boolean again =
        now - newest.timeMillis() >= rule.repeatMillis(matter.told())
            || becomesCritical(matter, look.reading());
    return sign == Sign.PRESENT && again ? Phase.GOES_ON : null;
  }

  // There are many readings to one diagnosis: only another one confirms it.
  private boolean stays(final Matter matter, final Look look) {
    final long began = matter.sinceMillis();
    final Diagnosis newest = look.diagnosis();
    final boolean seenAgain =
        matter.kind() != Kind.FINDING || newest != null && newest.timeMillis() > began;
    return seenAgain && look.reading().timeMillis() - began >= rule.stayMillis(matter.kind());
  }

  private static Matter told(final Matter matter, final Alert alert, final Reading reading) {
    return new Matter(
        matter.kind(),
        matter.sinceMillis(),
        matter.awayMillis(),
        matter.told() + 1,
        matter.critical() || becomesCritical(matter, reading),
        matter.most(),
        alert);
  }

  private static boolean becomesCritical(final Matter matter, final Reading reading) {
    return matter.kind() == Kind.NEAR_CEILING
        && !matter.critical()
        && Sign.isCritical(reading.ceiling());
  }

  /**
   * Decides after the server stopped or vanished: what was told is over, unobserved.
   *
   * @param before the state of that namespace
   * @param timeMillis when it was noticed, in milliseconds since 1970
   */
  public Decision vanish(final AlertState before, final long timeMillis) {
    final List<Alert> alerts = new ArrayList<>();
    for (final Matter matter : before.matters()) {
      if (matter.newest() != null && rule.kinds().contains(matter.kind())) {
        alerts.add(text.vanished(matter, matter.newest(), timeMillis));
      }
    }
    return new Decision(AlertState.NONE, alerts);
  }
}
