package dev.plimsoll.app;

import dev.plimsoll.app.Finding.Level;
import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.HostFacts;
import dev.plimsoll.kernel.TrackingProbe;
import java.util.ArrayList;
import java.util.List;

/**
 * All that one run of the doctor found.
 *
 * @param ofHost what holds whichever namespace is looked at
 */
record DoctorReport(HostFacts host, List<Finding> ofHost, List<Examined> namespaces) {

  /** One namespace. */
  record Examined(ConntrackFacts facts, TrackingProbe probe, List<Finding> findings) {
    Examined {
      findings = List.copyOf(findings);
    }
  }

  DoctorReport {
    ofHost = List.copyOf(ofHost);
    namespaces = List.copyOf(namespaces);
  }

  long count(final Level level) {
    return all().stream().filter(finding -> finding.level() == level).count();
  }

  private List<Finding> all() {
    final List<Finding> all = new ArrayList<>(ofHost);
    namespaces.forEach(examined -> all.addAll(examined.findings()));
    return all;
  }
}
