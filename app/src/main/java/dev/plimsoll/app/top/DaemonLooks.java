package dev.plimsoll.app.top;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.watch.GroupCount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions from a running watch, for those who may not read the kernel's table themselves. */
final class DaemonLooks implements LookSource {
  private static final int MOST_ROWS = 500;

  private final DaemonClient daemon;

  DaemonLooks(final DaemonClient daemon) {
    this.daemon = daemon;
  }

  @Override
  public Look look(final Question question) throws IOException {
    final long begin = System.nanoTime();
    final long now = System.currentTimeMillis();
    final List<Session> sessions = new ArrayList<>();
    Json page;
    do {
      page = daemon.get("sessions", sessionParameters(question, sessions.size()));
      for (final Json session : page.at("sessions").list()) {
        sessions.add(SessionJson.read(session, now));
      }
    } while (page.at("sessions").list().size() == MOST_ROWS && sessions.size() < question.rows());
    final Json groups = daemon.get("groups", groupParameters(question));
    return new Look(
        question,
        now,
        page.at("total").number(),
        page.at("matching").number(),
        (int) groups.at("groups").number(),
        groups(groups),
        sessions,
        followed(question),
        System.nanoTime() - begin);
  }

  private static Map<String, String> parameters(final @Nullable String namespace) {
    final Map<String, String> parameters = new HashMap<>();
    if (namespace != null) {
      parameters.put("netns", namespace);
    }
    return parameters;
  }

  private static Map<String, String> sessionParameters(final Question question, final int offset) {
    final Map<String, String> parameters = parameters(question.namespace());
    parameters.put("filter", question.filter().toString());
    parameters.put("sort", (question.isFalling() ? "-" : "") + question.sort().parameter());
    parameters.put("offset", Integer.toString(offset));
    parameters.put("rows", Integer.toString(MOST_ROWS));
    return parameters;
  }

  private static Map<String, String> groupParameters(final Question question) {
    final Map<String, String> parameters = parameters(question.namespace());
    parameters.put("by", Grouping.text(question.keys()));
    parameters.put("filter", question.filter().toString());
    parameters.put("rows", Integer.toString(Math.min(question.groupRows(), MOST_ROWS)));
    return parameters;
  }

  private static List<GroupCount> groups(final Json json) throws IOException {
    final List<GroupCount> groups = new ArrayList<>();
    for (final Json row : json.at("rows").list()) {
      final List<String> labels = new ArrayList<>();
      for (final Json label : row.at("labels").list()) {
        labels.add(label.text());
      }
      groups.add(new GroupCount(labels, row.at("count").number(), row.at("share").decimal()));
    }
    return groups;
  }

  private @Nullable Session followed(final Question question) throws IOException {
    final Question.Name name = question.followed();
    if (name == null) {
      return null;
    }
    final Tuple tuple = name.original();
    final Map<String, String> parameters = parameters(question.namespace());
    parameters.put("protocol", Protocol.displayName(tuple.protocol()));
    parameters.put("src", tuple.source().toString());
    parameters.put("dst", tuple.destination().toString());
    parameters.put("zone", Integer.toString(name.zone()));
    if (Protocol.isIcmp(tuple.protocol())) {
      parameters.put("type", Integer.toString(tuple.icmpType()));
      parameters.put("code", Integer.toString(tuple.icmpCode()));
      parameters.put("id", Integer.toString(tuple.icmpId()));
    } else {
      parameters.put("sport", Integer.toString(tuple.sourcePort()));
      parameters.put("dport", Integer.toString(tuple.destinationPort()));
    }
    final Json session = daemon.find("session", parameters);
    return session == null ? null : SessionJson.read(session, System.currentTimeMillis());
  }
}
