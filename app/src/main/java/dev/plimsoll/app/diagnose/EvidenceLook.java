package dev.plimsoll.app.diagnose;

import dev.plimsoll.app.report.Evidence;
import dev.plimsoll.session.ConntrackFormat;
import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionFormat;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.Breakdown;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.GroupKeyException;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Finding;
import java.util.ArrayList;
import java.util.List;

/** Gathers from a table what a report shows besides the verdict. */
public final class EvidenceLook {
  private static final List<String> KEYS = List.of("protocol,state,direction", "remote", "dport");
  private static final int ROWS = 10;

  private EvidenceLook() {}

  /** The groups with most sessions, by kind, remote and port. */
  public static List<Evidence.Groups> groups(final SessionTable table, final long nowMillis) {
    final List<Evidence.Groups> groups = new ArrayList<>();
    for (final String key : KEYS) {
      final Breakdown breakdown = breakdown(key);
      table.forEach(nowMillis, breakdown);
      groups.add(new Evidence.Groups(key, breakdown.top(ROWS)));
    }
    return groups;
  }

  private static Breakdown breakdown(final String key) {
    try {
      return new Breakdown(GroupKey.parse(key));
    } catch (final GroupKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Some of the sessions behind each finding, a line of conntrack's each. */
  public static List<String> sessions(
      final Diagnosis diagnosis, final SessionTable table, final long nowMillis) {
    final List<Finding> findings = diagnosis.findings();
    final List<String> lines = new ArrayList<>();
    for (final Finding finding : findings) {
      final int most = Evidence.MOST_SESSIONS / findings.size();
      add(filter(finding), table, nowMillis, lines, lines.size() + most);
    }
    return lines;
  }

  private static void add(
      final SessionFilter filter,
      final SessionTable table,
      final long nowMillis,
      final List<String> lines,
      final int most) {
    final SessionFormat format = ConntrackFormat.extended();
    final LineBuffer line = new LineBuffer(512);
    table.forEach(
        nowMillis,
        session -> {
          if (lines.size() < most && filter.matches(session)) {
            format.write(session, line);
            lines.add(line.toString().strip());
            line.clear();
          }
        });
  }

  private static SessionFilter filter(final Finding finding) {
    try {
      return SessionFilter.parse(finding.filter());
    } catch (final FilterSyntaxException e) {
      throw new IllegalStateException("a detector made the filter " + finding.filter(), e);
    }
  }
}
