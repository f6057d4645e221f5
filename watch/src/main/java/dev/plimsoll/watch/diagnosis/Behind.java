package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.session.TupleBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the live sessions behind findings, in one pass: how many, with whom, and some of them to
 * ask for their owners. Not thread safe.
 */
final class Behind implements SessionVisitor {
  private static final int MOST_FINDINGS = 24;
  private static final int MOST_SAMPLES = 10_000;
  private static final int REMOTES = 64;

  private final List<Finding> findings;
  private final List<SessionFilter> filters = new ArrayList<>();
  private final List<TallyTable> remotes = new ArrayList<>();
  private final SessionHash hash = new SessionHash();
  private final boolean[] isSuspect;
  private final long[] sessions;
  private final Attacked attacked;
  private final HostAddresses host;
  private final List<Session> sample = new ArrayList<>();
  private long attackedSessions;

  /**
   * Prepares the pass.
   *
   * @param findings strongest first; those behind the first {@value #MOST_FINDINGS} are left as
   *     they are
   * @param host tells which end is the remote one
   */
  Behind(final List<Finding> findings, final Attacked attacked, final HostAddresses host) {
    this.findings = List.copyOf(findings);
    this.attacked = attacked;
    this.host = host;
    final boolean compromised =
        findings.stream().anyMatch(finding -> finding.causeClass() == CauseClass.COMPROMISED);
    final int looked = Math.min(findings.size(), MOST_FINDINGS);
    isSuspect = new boolean[looked];
    sessions = new long[looked];
    for (int i = 0; i < looked; i++) {
      final Finding finding = findings.get(i);
      filters.add(Attacked.parsed(finding.filter()));
      remotes.add(new TallyTable(REMOTES, 1, 1, Measure.STARTED));
      isSuspect[i] =
          compromised
              ? finding.causeClass() == CauseClass.COMPROMISED
              : finding.causeClass() != CauseClass.ATTACKED;
    }
  }

  @Override
  public void visit(final Session session) {
    final boolean ofAttack = attacked.has(session);
    attackedSessions += ofAttack ? 1 : 0;
    boolean wanted = false;
    for (int i = 0; i < filters.size(); i++) {
      final boolean onAttack = findings.get(i).causeClass() == CauseClass.ATTACKED;
      if ((onAttack || !ofAttack) && filters.get(i).matches(session)) {
        sessions[i]++;
        wanted |= isSuspect[i];
        meet(remotes.get(i), session);
      }
    }
    if (wanted && sample.size() < MOST_SAMPLES) {
      sample.add(session.copy());
    }
  }

  private void meet(final TallyTable table, final Session session) {
    final TupleBuffer original = session.original();
    final boolean in = Side.of(session, host) == Side.IN;
    final long high = in ? original.sourceHigh() : original.destinationHigh();
    final long low = in ? original.sourceLow() : original.destinationLow();
    final long key = hash.address(high, low);
    final int row = table.findOrAdd(key, original.family(), high, low, original.protocol(), 0, 1);
    if (row != TallyTable.NONE) {
      table.add(row, 1, Measure.STARTED, 1);
    }
  }

  /** The findings with the sessions behind them. */
  List<Finding> findings() {
    final List<Finding> all = new ArrayList<>(findings);
    for (int i = 0; i < filters.size(); i++) {
      final Finding finding = findings.get(i);
      final Set<String> ends = new LinkedHashSet<>(finding.remotes());
      new Sets(this, 1, 0)
          .most(remotes.get(i), Measure.STARTED).stream()
              .map(Tally::address)
              .map(IpAddress::toString)
              .forEach(ends::add);
      all.set(
          i,
          new Finding(
              finding.card(),
              finding.causeClass(),
              finding.confidence(),
              finding.sinceMillis(),
              finding.subject(),
              finding.facts(),
              finding.filter(),
              sessions[i],
              ends.stream().limit(Finding.MAX_REMOTES).toList(),
              finding.twins()));
    }
    return List.copyOf(all);
  }

  /** Sessions to ask for their owners: of what speaks of a compromise, if anything does. */
  List<Session> sample() {
    return sample;
  }

  /** How many sessions attacks on this host explain. */
  long attackedSessions() {
    return attackedSessions;
  }
}
