package dev.plimsoll.watch.diagnosis;

import java.util.List;

/**
 * The verdict on one namespace at one moment.
 *
 * @param namespace the network namespace's name, or {@code own}; a capture's file
 * @param timeMillis when, in milliseconds since 1970; a capture's own time
 * @param sinceMillis since when events are heard, in milliseconds since 1970: what was over before
 *     is not known
 * @param sessions all live sessions
 * @param causeClass what it is
 * @param confidence from 0 to 1
 * @param reasons the strongest facts, at most three
 * @param considered what else it could have been
 * @param findings what the detectors found, strongest first
 * @param attribution who owns the sessions behind the findings
 * @param attackedSessions how many sessions an attack on this host explains: they are not its fault
 * @param blind what could not be seen, and what would show it
 */
public record Diagnosis(
    String namespace,
    long timeMillis,
    long sinceMillis,
    long sessions,
    CauseClass causeClass,
    double confidence,
    List<String> reasons,
    List<Considered> considered,
    List<Finding> findings,
    Attribution attribution,
    long attackedSessions,
    List<String> blind) {
  public Diagnosis {
    reasons = List.copyOf(reasons);
    considered = List.copyOf(considered);
    findings = List.copyOf(findings);
    blind = List.copyOf(blind);
  }
}
