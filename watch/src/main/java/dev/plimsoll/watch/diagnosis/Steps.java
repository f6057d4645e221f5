package dev.plimsoll.watch.diagnosis;

import static dev.plimsoll.watch.PlainText.count;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What to do after a diagnosis, on this very host, in order: the verdict's own class first, then
 * what else was found. A pure function; nothing is carried out.
 */
public final class Steps {
  private Steps() {}

  /**
   * The steps.
   *
   * @return at least one
   */
  public static List<Step> of(final Diagnosis diagnosis, final ThisHost host) {
    final Map<CauseClass, List<Finding>> findings = new EnumMap<>(CauseClass.class);
    for (final Finding finding : diagnosis.findings()) {
      findings.computeIfAbsent(finding.causeClass(), _ -> new ArrayList<>()).add(finding);
    }
    final StepList steps = new StepList();
    add(diagnosis.causeClass(), findings, diagnosis, host, steps);
    for (final CauseClass other : CauseClass.values()) {
      // One sign alone does not make a host compromised: the verdict says so, and the steps with
      // it.
      if (other != diagnosis.causeClass()
          && other != CauseClass.COMPROMISED
          && findings.containsKey(other)) {
        add(other, findings, diagnosis, host, steps);
      }
    }
    if (diagnosis.causeClass() != CauseClass.COMPROMISED
        && findings.containsKey(CauseClass.COMPROMISED)) {
      CompromisedSteps.look(findings.get(CauseClass.COMPROMISED), diagnosis, host, steps);
    }
    return steps.toList();
  }

  private static void add(
      final CauseClass causeClass,
      final Map<CauseClass, List<Finding>> findings,
      final Diagnosis diagnosis,
      final ThisHost host,
      final StepList steps) {
    final List<Finding> own = findings.getOrDefault(causeClass, List.of());
    switch (causeClass) {
      case COMPROMISED -> new CompromisedSteps(own, diagnosis, host, steps).add();
      case ATTACKED -> new AttackedSteps(own, diagnosis, host, steps).add();
      case MISCONFIGURED -> new SettingSteps(own, host, steps).add();
      case BUSY -> BusySteps.add(own, diagnosis, host, steps);
      case UNKNOWN -> addWatching(diagnosis, host, steps);
    }
  }

  private static void addWatching(
      final Diagnosis diagnosis, final ThisHost host, final StepList steps) {
    final boolean high = diagnosis.sessions() > host.limit();
    steps.add(
        "keep-watching",
        high ? "Find out more, with the watch running" : "Nothing has to be done",
        high
            ? "There are %s sessions, more than the limit of %s, and nothing known explains them."
                .formatted(count(diagnosis.sessions()), count(host.limit()))
            : "There are %s sessions, below the limit of %s, and no sign of trouble."
                .formatted(count(diagnosis.sessions()), count(host.limit())),
        high
            ? List.of("plimsoll by remote,rport --top 20", "plimsoll top", "plimsoll watch")
            : List.of("plimsoll watch"),
        "Nothing: it only looks.",
        "");
  }
}
