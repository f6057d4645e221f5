package dev.plimsoll.app.diagnose;

import dev.plimsoll.kernel.MirrorListener;
import dev.plimsoll.kernel.MirrorNotice;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.Timeouts;
import dev.plimsoll.watch.diagnosis.Circumstances;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Diagnostician;
import dev.plimsoll.watch.diagnosis.FeatureLimits;
import dev.plimsoll.watch.diagnosis.Features;
import dev.plimsoll.watch.diagnosis.OwnTraffic;
import dev.plimsoll.watch.diagnosis.SessionOwners;

/**
 * What is known of one followed namespace for a diagnosis: its events are counted from the moment
 * on at which its table was there, and the table's sessions before them.
 */
public final class NamespaceDiagnosis {
  private final Features features;
  private final SessionOwners owners;

  // Written by whoever begins, read by the mirror's thread.
  private volatile boolean isBegun;

  public NamespaceDiagnosis(
      final FeatureLimits limits, final OwnTraffic own, final SessionOwners owners) {
    features = new Features(HostAddresses.UNKNOWN, limits, own);
    this.owners = owners;
  }

  /** Counts an event; for the mirror's thread. */
  public void event(final SessionEvent event) {
    if (isBegun) {
      features.event(event);
    }
  }

  /** Takes the sessions that are there, the first time only. */
  public void begin(final MirroredTable mirrored, final Timeouts timeouts, final long nowMillis) {
    if (!isBegun) {
      final SessionTable table = mirrored.sessions();
      features.host(table.host());
      features.table(table, timeouts, nowMillis);
      isBegun = true;
    }
  }

  /** Looks once. {@link #begin} has to come before. */
  public Diagnosis look(
      final String namespace,
      final Diagnostician diagnostician,
      final MirroredTable mirrored,
      final Circumstances circumstances,
      final long nowMillis) {
    final SessionTable table = mirrored.sessions();
    features.host(table.host());
    return diagnostician.look(namespace, features, table, circumstances, owners, nowMillis);
  }

  /** A listener that counts the events of one namespace. */
  public MirrorListener listener() {
    return new MirrorListener() {
      @Override
      public void event(final MirroredTable table, final SessionEvent event) {
        NamespaceDiagnosis.this.event(event);
      }

      @Override
      public void notice(final MirrorNotice notice) {
        // Lost events are told by the mirror's statistics.
      }
    };
  }
}
