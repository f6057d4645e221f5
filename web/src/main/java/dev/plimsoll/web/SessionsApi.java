package dev.plimsoll.web;

import dev.plimsoll.session.FilterCompletion;
import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.JsonFormat;
import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.session.TupleBuffer;
import dev.plimsoll.watch.Breakdown;
import dev.plimsoll.watch.GroupCount;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.GroupKeyException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The routes about live sessions: a page of them, one of them, groups, and filters. */
final class SessionsApi {
  private static final int MOST_ROWS = 500;
  private static final int MOST_OFFSET = 10_000;

  /** Groups that are counted at once; each takes some 60 bytes meanwhile. */
  static final int MOST_GROUPS = 200_000;

  // A pass over a million sessions takes a core for a while, and the watch may have only one.
  private static final int SCANS_AT_ONCE = 1;
  private static final int SCANS_WAITING = 16;
  private static final long SCAN_WAITS_MILLIS = 2000;

  private final Namespaces namespaces;
  private final LongSupplier clock;
  private final int mostGroups;
  private final Semaphore scans = new Semaphore(SCANS_AT_ONCE, true);

  SessionsApi(final WatchView view, final LongSupplier clock, final int mostGroups) {
    this.namespaces = new Namespaces(view);
    this.clock = clock;
    this.mostGroups = mostGroups;
  }

  Map<String, Route> routes() {
    return Map.of(
        "/api/v1/sessions",
            Route.of(this::sessions, Namespaces.PARAMETER, "filter", "sort", "offset", "rows"),
        "/api/v1/session",
            Route.of(
                this::session,
                Namespaces.PARAMETER,
                "protocol",
                "src",
                "sport",
                "dst",
                "dport",
                "type",
                "code",
                "id",
                "zone"),
        "/api/v1/groups", Route.of(this::groups, Namespaces.PARAMETER, "by", "filter", "rows"),
        "/api/v1/filter", Route.of(SessionsApi::filter, "text"),
        "/api/v1/filter/words", Route.of(SessionsApi::words, "text", "at"));
  }

  private Reply sessions(final Query query) throws Refusal {
    final SessionTable table = namespaces.table(query);
    final SessionFilter filter = filterOf(query);
    final int offset = query.small("offset", 0, MOST_OFFSET, 0);
    final int rows = query.small("rows", 1, MOST_ROWS, 100);
    final @Nullable String sort = query.text("sort");
    final boolean descending = sort != null && sort.startsWith("-");
    final @Nullable SortKey key =
        sort == null ? null : sortKey(descending ? sort.substring(1) : sort);

    final long begin = System.nanoTime();
    final FirstSessions first = new FirstSessions(filter, key, descending, offset + rows);
    scan(table, first);
    final long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);

    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject();
    json.name("total").value(first.total());
    json.name("matching").value(first.matching());
    json.name("tookMillis").value(took);
    json.name("sessions").beginArray();
    final JsonFormat format = new JsonFormat();
    first.from(offset).forEach(session -> json.value(session, format));
    json.endArray().endObject();
    return reply.reply();
  }

  private static SortKey sortKey(final String word) throws Refusal {
    final SortKey key = SortKey.of(word);
    if (key == null) {
      throw Refusal.of(
          400,
          "sort",
          "sessions can be sorted by "
              + Arrays.stream(SortKey.values()).map(SortKey::word).collect(Collectors.joining(", "))
              + ", and with a - before it from the largest down");
    }
    return key;
  }

  private void scan(final SessionTable table, final SessionVisitor visitor) throws Refusal {
    try {
      if (scans.getQueueLength() >= SCANS_WAITING
          || !scans.tryAcquire(SCAN_WAITS_MILLIS, TimeUnit.MILLISECONDS)) {
        throw Refusal.of(503, "too many look through the sessions at present; ask again shortly");
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of(503, "the server is stopping, or the request took too long");
    }
    try {
      table.forEach(clock.getAsLong(), visitor);
    } finally {
      scans.release();
    }
  }

  private static SessionFilter filterOf(final Query query) throws Refusal {
    final String text = query.text("filter");
    try {
      return SessionFilter.parse(text == null ? "" : text);
    } catch (final FilterSyntaxException e) {
      throw Refusal.at("filter", e.column(), e.problem());
    }
  }

  private Reply groups(final Query query) throws Refusal {
    final SessionTable table = namespaces.table(query);
    final SessionFilter filter = filterOf(query);
    final int rows = query.small("rows", 1, MOST_ROWS, 20);
    final Breakdown breakdown = new Breakdown(keys(query.required("by")));
    try {
      scan(
          table,
          session -> {
            if (filter.matches(session)) {
              breakdown.visit(session);
              if (breakdown.groups() > mostGroups) {
                throw new TooManyGroupsException();
              }
            }
          });
    } catch (final TooManyGroupsException e) {
      throw Refusal.of(
          400,
          "by",
          "that makes more than %,d groups, too many to count at once: group by fewer keys or coarser ones, such as remote/24, or narrow the filter"
              .formatted(mostGroups));
    }
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject();
    json.name("sessions").value(breakdown.sessions());
    json.name("groups").value(breakdown.groups());
    json.name("rows").beginArray();
    for (final GroupCount group : breakdown.top(rows)) {
      json.beginObject().name("labels").beginArray();
      group.labels().forEach(json::value);
      json.endArray().name("count").value(group.count());
      json.name("share").value(group.share()).endObject();
    }
    json.endArray().endObject();
    return reply.reply();
  }

  /** Ends a scan; no fault of the program, so without a stack trace. */
  private static final class TooManyGroupsException extends RuntimeException {
    TooManyGroupsException() {
      super(null, null, false, false);
    }
  }

  private static List<GroupKey> keys(final String text) throws Refusal {
    try {
      return GroupKey.parse(text);
    } catch (final GroupKeyException e) {
      throw Refusal.at("by", e.column(), String.valueOf(e.getMessage()));
    }
  }

  private Reply session(final Query query) throws Refusal {
    final SessionTable table = namespaces.table(query);
    final Session session = new Session();
    if (!table.get(tuple(query), query.small("zone", 0, 65_535, 0), session)) {
      throw Refusal.of(404, "it has ended: there is no such session in the table");
    }
    final JsonReply reply = new JsonReply();
    reply.writer().value(session, new JsonFormat());
    return reply.reply();
  }

  private static TupleBuffer tuple(final Query query) throws Refusal {
    final OptionalInt protocol = Protocol.parse(query.required("protocol"));
    if (protocol.isEmpty()) {
      throw Refusal.of(400, "protocol", "protocol must be a name such as tcp, or a number");
    }
    final IpAddress source = address(query, "src");
    final IpAddress destination = address(query, "dst");
    if (source.family() != destination.family()) {
      throw Refusal.of(400, "dst", "src and dst must both be IPv4 or both be IPv6");
    }
    final TupleBuffer tuple = new TupleBuffer();
    tuple.clear();
    tuple.protocol(protocol.getAsInt());
    tuple.source(source.family(), source.high(), source.low());
    tuple.destination(destination.family(), destination.high(), destination.low());
    if (Protocol.isIcmp(protocol.getAsInt())) {
      tuple.icmpId(query.small("id", 0, 65_535, 0));
      tuple.icmpType(query.small("type", 0, 255, 0));
      tuple.icmpCode(query.small("code", 0, 255, 0));
    } else {
      tuple.sourcePort(query.small("sport", 0, 65_535, 0));
      tuple.destinationPort(query.small("dport", 0, 65_535, 0));
    }
    return tuple;
  }

  private static IpAddress address(final Query query, final String name) throws Refusal {
    final IpAddress address = IpAddress.parse(query.required(name));
    if (address == null) {
      throw Refusal.of(400, name, name + " must be an IPv4 or IPv6 address");
    }
    return address;
  }

  private static Reply filter(final Query query) {
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject();
    final String text = query.text("text");
    try {
      SessionFilter.parse(text == null ? "" : text);
      json.name("ok").value(true);
    } catch (final FilterSyntaxException e) {
      json.name("ok").value(false);
      json.name("message").value(e.problem());
      json.name("column").value(e.column());
    }
    json.endObject();
    return reply.reply();
  }

  private static Reply words(final Query query) throws Refusal {
    final String given = query.text("text");
    final String text = given == null ? "" : given;
    final int at = query.small("at", 0, Query.MAX_LENGTH, text.length());
    final FilterCompletion completion = FilterCompletion.at(text, at);
    final JsonReply reply = new JsonReply();
    final JsonWriter json = reply.writer().beginObject();
    json.name("from").value(completion.from());
    json.name("completions").beginArray();
    for (final FilterCompletion.Word word : completion.words()) {
      json.beginObject().name("word").value(word.word());
      json.name("meaning").value(word.meaning()).endObject();
    }
    json.endArray().endObject();
    return reply.reply();
  }
}
