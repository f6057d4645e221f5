package dev.plimsoll.app.diagnose;

import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.Timeouts;
import dev.plimsoll.watch.diagnosis.Circumstances;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Diagnostician;
import dev.plimsoll.watch.diagnosis.FeatureLimits;
import dev.plimsoll.watch.diagnosis.Features;
import dev.plimsoll.watch.diagnosis.LongerWatch;
import dev.plimsoll.watch.diagnosis.OwnTraffic;
import dev.plimsoll.watch.diagnosis.SessionOwners;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one followed namespace for a diagnosis: its events are counted from the moment
 * on at which its table was there, and the table's sessions before them.
 */
public final class NamespaceDiagnosis {
  private final OwnTraffic own;

  // Made by whoever begins, and then fed by the mirror's thread.
  private volatile @Nullable Features features;

  public NamespaceDiagnosis(final OwnTraffic own) {
    this.own = own;
  }

  /** Counts an event, once begun; for the mirror's thread. */
  public void event(final SessionEvent event) {
    final Features counted = features;
    if (counted != null) {
      counted.event(event);
    }
  }

  /**
   * Looks once. The first look takes the sessions that are there; what begins and ends is counted
   * from then on.
   *
   * @param namespace its name in the diagnosis
   * @param owners tells who owns sessions
   * @param longer what somebody found who has listened for longer
   */
  public Diagnosis look(
      final String namespace,
      final Diagnostician diagnostician,
      final MirroredTable mirrored,
      final Circumstances circumstances,
      final SessionOwners owners,
      final LongerWatch longer,
      final long nowMillis) {
    final SessionTable table = mirrored.sessions();
    final Features counted = begin(mirrored, circumstances.timeouts(), nowMillis);
    counted.host(table.host());
    return diagnostician.look(namespace, counted, table, circumstances, owners, longer, nowMillis);
  }

  /**
   * Takes the sessions that are there, the first time only.
   *
   * @return the features, which are kept by this
   */
  public Features begin(
      final MirroredTable mirrored, final Timeouts timeouts, final long nowMillis) {
    final Features known = features;
    if (known != null) {
      return known;
    }
    final SessionTable table = mirrored.sessions();
    final Features begun = new Features(table.host(), FeatureLimits.of(table.size()), own);
    begun.table(table, timeouts, nowMillis);
    features = begun;
    return begun;
  }

  /** A listener that counts the events of one namespace. */
  public MirrorListener listener() {
    return new MirrorListener() {
      @Override
      public void event(final MirroredTable table, final SessionEvent event) {
        NamespaceDiagnosis.this.event(event);
      }
    };
  }
}
