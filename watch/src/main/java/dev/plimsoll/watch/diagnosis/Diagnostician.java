package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Weighs what events and a table tell to one {@link Diagnosis}. Reads no clock. Immutable and
 * thread safe; a look takes two or three passes over the table and up to 8 MiB while it lasts.
 *
 * <p>Attacks on this host are looked for first, and their sessions are left out of what the rest is
 * judged by: they neither excuse what the host does itself nor are held against it.
 */
public final class Diagnostician {
  private static final Comparator<Finding> STRONGEST_FIRST =
      Comparator.comparingDouble(Finding::confidence)
          .reversed()
          .thenComparing(finding -> finding.card().id())
          .thenComparing(Finding::subject);

  private final List<Detector> detectors;
  private final Thresholds thresholds;
  private final Set<Role> roles;

  /**
   * Prepares a diagnostician.
   *
   * @param detectors what is looked for: {@code Cards.ALL} of the package card
   * @param roles what the host is declared to be there for
   */
  public Diagnostician(
      final List<Detector> detectors, final Thresholds thresholds, final Set<Role> roles) {
    this.detectors = List.copyOf(detectors);
    this.thresholds = thresholds;
    this.roles = Set.copyOf(roles);
  }

  /**
   * Looks at one namespace. Any thread.
   *
   * @see #look(String, Features, SessionTable, Circumstances, SessionOwners, LongerWatch, long)
   */
  public Diagnosis look(
      final String namespace,
      final Features features,
      final SessionTable table,
      final Circumstances circumstances,
      final SessionOwners owners,
      final long nowMillis) {
    return look(namespace, features, table, circumstances, owners, LongerWatch.NONE, nowMillis);
  }

  /**
   * Looks at one namespace, together with what somebody else found there. Any thread.
   *
   * @param namespace its name, or a capture's file
   * @param features what its events told
   * @param table its sessions
   * @param owners tells who owns sessions; is asked three times at most
   * @param longer what somebody found who has listened for longer
   * @param nowMillis the time of the look, in milliseconds since 1970; a capture's own time
   */
  public Diagnosis look(
      final String namespace,
      final Features features,
      final SessionTable table,
      final Circumstances circumstances,
      final SessionOwners owners,
      final LongerWatch longer,
      final long nowMillis) {
    final Recent recent = features.look(nowMillis);
    final Present all = present(features, table, circumstances, nowMillis, session -> true);
    final Evidence first =
        new Evidence(recent, all, thresholds, roles, circumstances, Double.NaN, Double.NaN);
    final List<Finding> findings =
        new ArrayList<>(detect(first, longer, card -> card.causeClass() == CauseClass.ATTACKED));

    final Attacked attacked = Attacked.of(findings);
    final Present rest =
        attacked.isNothing()
            ? all
            : present(features, table, circumstances, nowMillis, session -> !attacked.has(session));
    final Evidence second =
        new Evidence(
            recent,
            rest,
            thresholds,
            roles,
            circumstances,
            circumstances.processes() ? ownedShare(rest.stale(), owners) : Double.NaN,
            circumstances.processes() ? mostBusy(rest.pools(), owners) : Double.NaN);
    findings.addAll(detect(second, longer, card -> card.causeClass() != CauseClass.ATTACKED));
    findings.sort(STRONGEST_FIRST);

    final Behind behind = new Behind(findings, attacked, features.host());
    table.forEach(nowMillis, behind);
    final Attribution attribution =
        behind.sample().isEmpty() ? Attribution.NONE : owners.of(behind.sample());
    final long since = Math.min(recent.sinceMillis(), longer.sinceMillis());
    return new Weighing(behind.findings(), attribution, second, behind.attackedSessions(), all)
        .diagnosis(namespace, since, BlindSpots.of(second, since, attribution));
  }

  private List<Finding> detect(
      final Evidence evidence, final LongerWatch longer, final Predicate<Card> wanted) {
    final List<Finding> own =
        detectors.stream()
            .filter(detector -> wanted.test(detector.card()))
            .flatMap(detector -> detector.detect(evidence).stream())
            .toList();
    return longer.with(own, wanted);
  }

  private Present present(
      final Features features,
      final SessionTable table,
      final Circumstances circumstances,
      final long nowMillis,
      final Predicate<Session> wanted) {
    final PresentLook look =
        new PresentLook(features, circumstances.timeouts(), thresholds, nowMillis, table.size());
    table.forEach(
        nowMillis,
        session -> {
          if (wanted.test(session)) {
            look.visit(session);
          }
        });
    return look.present();
  }

  private static double mostBusy(final List<Session> sessions, final SessionOwners owners) {
    return sessions.isEmpty()
        ? Double.NaN
        : owners.of(sessions).suspects().stream()
            .mapToDouble(Suspect::cpuShare)
            .filter(share -> !Double.isNaN(share))
            .max()
            .orElse(Double.NaN);
  }

  // A connection that nobody has open any more has no process.
  private static double ownedShare(final List<Session> stale, final SessionOwners owners) {
    if (stale.isEmpty()) {
      return Double.NaN;
    }
    final Attribution attribution = owners.of(stale);
    final boolean isTold =
        attribution.sessions() > 0 && (attribution.known() > 0 || attribution.gaps().isEmpty());
    return isTold ? (double) attribution.known() / attribution.sessions() : Double.NaN;
  }
}
