package dev.plimsoll.app;

import dev.plimsoll.kernel.Counters;
import dev.plimsoll.kernel.EventRate;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SocketCount;
import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.watch.Cause;
import dev.plimsoll.watch.GroupCount;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a {@link StatusReport} as one JSON object; docs/status.md explains its members. */
final class StatusJson {
  private final JsonWriter json;

  private StatusJson(final LineBuffer line) {
    json = new JsonWriter(line);
  }

  /**
   * Writes it.
   *
   * @param judged what the samples so far say about the limit; null after a single look
   */
  static void write(
      final StatusReport report,
      final @Nullable Judged judged,
      final int topRows,
      final LineBuffer line) {
    new StatusJson(line).write(report, judged, topRows);
  }

  private void write(final StatusReport report, final @Nullable Judged judged, final int topRows) {
    json.beginObject();
    switch (report.subject()) {
      case StatusSubject.Namespace(final NetworkNamespace namespace) ->
          json.name("netns").value(namespace.name());
      case StatusSubject.Packets packets -> json.name("packets").value(packets.title());
    }
    json.name("time").timeValue(report.timeMillis() * 1_000_000);
    json.name("level").value(report.level().name().toLowerCase(Locale.ROOT));
    json.name("sessions").value(report.sessions());
    json.name("limit").value(report.limit());
    verdict(judged);
    json.name("entries").value(report.statistics().entries());
    json.name("maximum").value(report.statistics().maximum());
    json.name("local").value(report.local());
    json.name("unreplied").value(report.summary().unreplied());
    json.name("assured").value(report.summary().assured());
    json.name("nat").value(report.summary().nat());
    json.name("hooks").value(report.hooks().name().toLowerCase(Locale.ROOT));
    rate(report.rate());
    groups("protocols", report.summary().protocols());
    groups("tcp_states", report.summary().tcpStates());
    groups("directions", report.summary().directions());
    groups("top_remotes", report.summary().topRemotes(topRows));
    groups("top_ports", report.summary().topServicePorts(topRows));
    cause(report.cause());
    lost(report.counters());
    sockets(report.sockets());
    json.name("namespaces").beginArray();
    for (final StatusReport.NamespaceEntries other : report.others()) {
      json.beginObject().name("name").value(other.name());
      json.name("entries").value(other.entries()).endObject();
    }
    json.endArray().endObject().endLine();
  }

  private void verdict(final @Nullable Judged judged) {
    if (judged == null) {
      return;
    }
    json.name("verdict").beginObject();
    json.name("answer").value(judged.word());
    json.name("over").value(judged.verdict().overNow());
    json.name("over_s").value(judged.verdict().overMillis() / 1000);
    json.name("gap_s").value(judged.verdict().gapMillis() / 1000);
    if (judged.sustainedInSeconds() >= 0) {
      json.name("sustained_in_s").value(judged.sustainedInSeconds());
    }
    json.name("recurring").value(judged.verdict().recurring());
    json.name("synchronised").value(judged.synchronised());
    json.name("text").value(judged.sentence()).endObject();
  }

  private void rate(final @Nullable EventRate rate) {
    if (rate == null) {
      return;
    }
    json.name("new_per_s").value(rate.begunPerSecond());
    json.name("events_lost").value(rate.overruns() > 0);
  }

  private void groups(final String name, final List<GroupCount> groups) {
    json.name(name).beginArray();
    for (final GroupCount group : groups) {
      json.beginObject().name("name").value(StatusText.name(group.labels()));
      json.name("sessions").value(group.count());
      json.name("share").value(group.share()).endObject();
    }
    json.endArray();
  }

  private void cause(final Cause cause) {
    json.name("cause").beginObject();
    json.name("kind").value(cause.kind().name().toLowerCase(Locale.ROOT));
    json.name("sessions").value(cause.sessions());
    json.name("per_s").value(cause.perSecond());
    json.name("kept_s").value(cause.keptSeconds());
    json.name("text").value(cause.sentence()).endObject();
  }

  private void lost(final Counters counters) {
    json.name("lost").beginObject();
    json.name("drop").value(counters.drop());
    json.name("early_drop").value(counters.earlyDrop());
    json.name("insert_failed").value(counters.insertFailed()).endObject();
  }

  private void sockets(final @Nullable SocketCount sockets) {
    if (sockets == null) {
      return;
    }
    json.name("sockets").beginObject();
    json.name("tcp").value(sockets.connected());
    json.name("udp").value(sockets.udp()).endObject();
  }
}
