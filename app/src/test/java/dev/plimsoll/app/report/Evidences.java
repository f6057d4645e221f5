package dev.plimsoll.app.report;

import dev.plimsoll.app.action.ActionRecord;
import dev.plimsoll.app.report.Evidence.Groups;
import dev.plimsoll.app.report.Evidence.HostFact;
import dev.plimsoll.app.track.CountCurve;
import dev.plimsoll.watch.GroupCount;
import dev.plimsoll.watch.diagnosis.Action;
import dev.plimsoll.watch.diagnosis.Diagnoses;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Steps;
import dev.plimsoll.watch.diagnosis.ThisHost;
import java.util.ArrayList;
import java.util.List;

/** Reports as they come, for tests. */
final class Evidences {
  private Evidences() {}

  /** A host that scans port 22, where everything that somebody may choose is this text. */
  static Evidence scanning(final String name) {
    return of(Diagnoses.scanning(name), Diagnoses.host(name), name);
  }

  static Evidence of(final Diagnosis diagnosis, final ThisHost host, final String name) {
    final List<CountCurve.Point> counts = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      final int sessions = i < 60 ? 1_900 + i * 7 % 230 : Math.min(14_210, 2_000 + (i - 60) * 420);
      counts.add(
          new CountCurve.Point(
              diagnosis.timeMillis() - (120 - i) * 5_000L, sessions, sessions + i % 5));
    }
    return new Evidence(
        diagnosis,
        Steps.of(diagnosis, host),
        List.of(
            new HostFact("name", "web1.example"),
            new HostFact("addresses", "198.51.100.20, 2001:db8::20"),
            new HostFact("kernel", "6.1.0-31-amd64"),
            new HostFact("connection tracking", "262,144 at most, " + name)),
        "Listened for 1 s.",
        10_000,
        counts,
        List.of(
            new Groups(
                "state",
                List.of(
                    new GroupCount(List.of("SYN_SENT"), 11_930, 0.84),
                    new GroupCount(List.of(name), 1_204, 0.085)))),
        List.of(
            "ipv4 2 tcp 6 112 SYN_SENT src=198.51.100.20 dst=203.0.113.9 sport=40122 dport=22 [UNREPLIED]",
            "helper=" + name),
        List.of(
            new ActionRecord(
                1,
                "block-port-tcp-22",
                "Block what goes out to tcp port 22",
                new Action.BlockPort("tcp", 22),
                null,
                diagnosis.timeMillis() + 60_000,
                ActionRecord.Status.STANDING,
                0,
                "Confirmed for 24 hours, " + name)));
  }
}
