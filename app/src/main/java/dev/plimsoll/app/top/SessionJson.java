package dev.plimsoll.app.top;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SctpState;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleBuffer;
import dev.plimsoll.session.TupleView;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a session as docs/formats.md has it. */
public final class SessionJson {
  // By the number of the bit.
  private static final List<String> STATUS =
      List.of(
          "expected",
          "seen_reply",
          "assured",
          "confirmed",
          "src_nat",
          "dst_nat",
          "seq_adjust",
          "src_nat_done",
          "dst_nat_done",
          "dying",
          "fixed_timeout",
          "template",
          "nat_clash",
          "helper",
          "offload",
          "hw_offload");

  private SessionJson() {}

  /**
   * Reads one.
   *
   * @param observedMillis when it was looked at, in milliseconds since 1970
   */
  public static Session read(final Json json, final long observedMillis) throws IOException {
    final Session session = new Session();
    final int protocol = inRange(json.at("proto_num").number(), 255, "proto_num");
    tuple(json.at("orig"), protocol, session.original());
    tuple(json.at("reply"), protocol, session.reply());
    counters(json, session);
    session.namespace(text(json.find("netns")));
    session.host(hostOf(session, json.at("direction").text()));
    session.observedNanos(observedMillis * 1_000_000);
    state(protocol, text(json.find("state")), session);
    int status = 0;
    for (final Json word : json.at("status").list()) {
      final int bit = STATUS.indexOf(word.text());
      status |= bit < 0 ? 0 : 1 << bit;
    }
    session.status(status);
    rest(json, session);
    return session;
  }

  private static void tuple(final Json json, final int protocol, final TupleBuffer into)
      throws IOException {
    final IpAddress source = address(json.at("src"));
    final IpAddress destination = address(json.at("dst"));
    if (source.family() != destination.family()) {
      throw new IOException("the JSON mixes " + source + " and " + destination);
    }
    into.protocol(protocol);
    into.source(source.family(), source.high(), source.low());
    into.destination(destination.family(), destination.high(), destination.low());
    if (Protocol.hasPorts(protocol)) {
      into.sourcePort(port(json, "sport"));
      into.destinationPort(port(json, "dport"));
    } else if (Protocol.isIcmp(protocol)) {
      into.icmpId(port(json, "id"));
      into.icmpType(inRange(json.at("type").number(), 255, "type"));
      into.icmpCode(inRange(json.at("code").number(), 255, "code"));
    } else if (protocol == Protocol.GRE) {
      into.sourcePort(port(json, "srckey"));
      into.destinationPort(port(json, "dstkey"));
    }
  }

  private static IpAddress address(final Json json) throws IOException {
    final IpAddress address = IpAddress.parse(json.text());
    if (address == null) {
      throw new IOException("the JSON has \"" + json.text() + "\" where an address belongs");
    }
    return address;
  }

  private static int port(final Json json, final String name) throws IOException {
    return inRange(json.at(name).number(), 65_535, name);
  }

  private static int inRange(final long number, final int most, final String name)
      throws IOException {
    if (number < 0 || number > most) {
      throw new IOException("the JSON has " + number + " as \"" + name + "\"");
    }
    return (int) number;
  }

  private static void counters(final Json json, final Session session) throws IOException {
    final Json original = json.at("orig");
    final Json reply = json.at("reply");
    if (original.find("packets") != null) {
      session.originalCounters(original.at("packets").number(), original.at("bytes").number());
    }
    if (reply.find("packets") != null) {
      session.replyCounters(reply.at("packets").number(), reply.at("bytes").number());
    }
    if (original.find("zone") != null) {
      session.originalZone(port(original, "zone"));
    }
    if (reply.find("zone") != null) {
      session.replyZone(port(reply, "zone"));
    }
  }

  // The direction follows from the host's own addresses, of which the session shows these.
  private static HostAddresses hostOf(final Session session, final String direction)
      throws IOException {
    final IpAddress ours = session.original().source();
    final IpAddress theirs = session.reply().source();
    return switch (direction) {
      case "out" -> HostAddresses.of(List.of(ours));
      case "in" -> HostAddresses.of(List.of(theirs));
      case "local" -> HostAddresses.of(List.of(ours, theirs));
      case "forwarded" -> HostAddresses.of(List.of(IpAddress.of("0.0.0.0")));
      case "unknown" -> HostAddresses.UNKNOWN;
      default -> throw new IOException("the JSON has the direction \"" + direction + "\"");
    };
  }

  private static void state(final int protocol, final @Nullable String name, final Session session)
      throws IOException {
    if (name == null) {
      return;
    }
    try {
      session.state(
          protocol == Protocol.SCTP
              ? SctpState.valueOf(name).number()
              : TcpState.valueOf(name).number());
    } catch (final IllegalArgumentException e) {
      throw new IOException("the JSON has the state \"" + name + "\"", e);
    }
  }

  private static void rest(final Json json, final Session session) throws IOException {
    final Json timeout = json.find("timeout_s");
    if (timeout != null) {
      session.timeoutMillis(timeout.number() * 1_000);
    }
    final Json mark = json.find("mark");
    if (mark != null) {
      session.mark((int) mark.number());
    }
    session.zone(json.find("zone") == null ? 0 : port(json, "zone"));
    final Json id = json.find("id");
    if (id != null) {
      session.id((int) id.number());
    }
    session.use(json.find("use") == null ? 0 : (int) json.at("use").number());
    session.startNanos(nanos(json.find("start")));
    session.stopNanos(nanos(json.find("stop")));
    session.helper(text(json.find("helper")));
    session.securityContext(text(json.find("secctx")));
    labels(json.find("labels"), session);
    final Json master = json.find("master");
    if (master != null) {
      final TupleBuffer tuple = new TupleBuffer();
      tuple(master, inRange(master.at("proto_num").number(), 255, "proto_num"), tuple);
      session.master(Tuple.copyOf((TupleView) tuple));
    }
  }

  private static void labels(final @Nullable Json json, final Session session) throws IOException {
    if (json == null) {
      return;
    }
    final long[] bits = new long[2];
    for (final Json label : json.list()) {
      final int bit = inRange(label.number(), 127, "label");
      bits[bit / 64] |= 1L << bit % 64;
    }
    session.labels(bits[1], bits[0]);
  }

  private static long nanos(final @Nullable Json json) throws IOException {
    if (json == null) {
      return 0;
    }
    try {
      final Instant time = Instant.parse(json.text());
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    } catch (final DateTimeException | ArithmeticException e) {
      throw new IOException("the JSON has \"" + json.text() + "\" where a time belongs", e);
    }
  }

  private static @Nullable String text(final @Nullable Json json) throws IOException {
    return json == null ? null : json.text();
  }
}
