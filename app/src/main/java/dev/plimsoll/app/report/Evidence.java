package dev.plimsoll.app.report;

import dev.plimsoll.app.action.ActionRecord;
import dev.plimsoll.app.track.CountCurve;
import dev.plimsoll.watch.GroupCount;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.NamespaceCommands;
import dev.plimsoll.watch.diagnosis.Step;
import java.util.List;

/**
 * All that a report of a diagnosis holds. Texts are as they were found: each outlet makes them
 * harmless in its own way.
 *
 * @param diagnosis the verdict
 * @param steps what to do
 * @param host what the host is, in the order in which it is shown
 * @param listened how long events were heard and by whom, a sentence; empty for a capture
 * @param limit the number of sessions that the provider allows
 * @param counts the samples that were judged, oldest first; may be empty
 * @param groups who has most sessions; may be empty
 * @param sessions some of the sessions behind the findings, a line each; at most {@link
 *     #MOST_SESSIONS}
 * @param done what Plimsoll did on this host, oldest first
 */
public record Evidence(
    Diagnosis diagnosis,
    List<Step> steps,
    List<HostFact> host,
    String listened,
    long limit,
    List<CountCurve.Point> counts,
    List<Groups> groups,
    List<String> sessions,
    List<ActionRecord> done) {

  /** The most sessions that a report shows. */
  public static final int MOST_SESSIONS = 200;

  /** The most processes that people are shown. */
  static final int MOST_SUSPECTS = 20;

  public Evidence {
    steps = List.copyOf(steps);
    host = List.copyOf(host);
    counts = List.copyOf(counts);
    groups = List.copyOf(groups);
    sessions = List.copyOf(sessions.subList(0, Math.min(MOST_SESSIONS, sessions.size())));
    done = List.copyOf(done);
  }

  /** The command by which Plimsoll carries a step out itself. */
  String applying(final Step step) {
    return new NamespaceCommands(diagnosis.namespace())
        .of("plimsoll diagnose --apply " + step.id());
  }

  /** Whether there is no sign of anything, and the count is not high either. */
  boolean isUnremarkable() {
    return diagnosis.causeClass() == CauseClass.UNKNOWN
        && diagnosis.findings().isEmpty()
        && diagnosis.sessions() <= limit;
  }

  /**
   * Something about the host.
   *
   * @param name such as {@code kernel}
   */
  public record HostFact(String name, String value) {}

  /**
   * The largest groups by one key.
   *
   * @param key such as {@code remote,rport}
   * @param rows most sessions first
   */
  public record Groups(String key, List<GroupCount> rows) {
    public Groups {
      rows = List.copyOf(rows);
    }
  }
}
