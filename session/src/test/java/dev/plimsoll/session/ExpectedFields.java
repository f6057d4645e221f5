package dev.plimsoll.session;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What JSON has to say of a session, made the slow and obvious way, as {@link JsonSessions} reads
 * it.
 */
final class ExpectedFields {
  private static final DateTimeFormatter NANOSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX", Locale.ROOT);
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

  private ExpectedFields() {}

  static Map<String, Object> of(final Session session) {
    final Map<String, Object> fields = new LinkedHashMap<>();
    putTold(fields, "netns", session.namespace());
    putProtocol(session.original(), fields);
    fields.put("family", session.family() == Family.IPV4 ? "ipv4" : "ipv6");
    putTold(fields, "state", session.stateName());
    fields.put("direction", session.direction().word());
    final Map<String, Object> original = tuple(session.original());
    putCounters(
        original, session.originalPackets(), session.originalBytes(), session.originalZone());
    fields.put("orig", original);
    final Map<String, Object> reply = tuple(session.reply());
    putCounters(reply, session.replyPackets(), session.replyBytes(), session.replyZone());
    fields.put("reply", reply);
    fields.put("status", status(session.status()));
    fields.put("replied", session.isReplied());
    fields.put("assured", session.isAssured());
    putNat(session, fields);
    putIf(session.hasMark(), fields, "mark", unsigned(session.mark()));
    fields.put("zone", unsigned(session.zone()));
    putIf(session.hasId(), fields, "id", unsigned(session.id()));
    putIf(session.use() != 0, fields, "use", unsigned(session.use()));
    putIf(
        session.timeoutMillis() >= 0,
        fields,
        "timeout_s",
        BigInteger.valueOf(session.timeoutSeconds()));
    putIf(session.startNanos() != 0, fields, "start", time(session.startNanos()));
    putIf(session.stopNanos() != 0, fields, "stop", time(session.stopNanos()));
    putIf(session.startNanos() != 0, fields, "age_s", BigInteger.valueOf(session.ageSeconds()));
    putTold(fields, "helper", session.helper());
    putIf(session.hasLabels(), fields, "labels", labels(session));
    putTold(fields, "secctx", session.securityContext());
    final Tuple master = session.master();
    if (master != null) {
      final Map<String, Object> masterFields = new LinkedHashMap<>();
      putProtocol(master, masterFields);
      masterFields.putAll(tuple(master));
      fields.put("master", masterFields);
    }
    return fields;
  }

  private static void putIf(
      final boolean known,
      final Map<String, Object> fields,
      final String name,
      final Object value) {
    if (known) {
      fields.put(name, value);
    }
  }

  private static void putTold(
      final Map<String, Object> fields, final String name, final @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static void putProtocol(final TupleView tuple, final Map<String, Object> fields) {
    fields.put("proto", Protocol.displayName(tuple.protocol()));
    fields.put("proto_num", unsigned(tuple.protocol()));
  }

  private static Map<String, Object> tuple(final TupleView tuple) {
    final Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("src", tuple.source().toString());
    fields.put("dst", tuple.destination().toString());
    if (Protocol.isIcmp(tuple.protocol())) {
      fields.put("type", unsigned(tuple.icmpType()));
      fields.put("code", unsigned(tuple.icmpCode()));
      fields.put("id", unsigned(tuple.icmpId()));
    } else if (tuple.protocol() == Protocol.GRE) {
      fields.put("srckey", unsigned(tuple.sourcePort()));
      fields.put("dstkey", unsigned(tuple.destinationPort()));
    } else if (Protocol.hasPorts(tuple.protocol())) {
      fields.put("sport", unsigned(tuple.sourcePort()));
      fields.put("dport", unsigned(tuple.destinationPort()));
    }
    return fields;
  }

  private static void putCounters(
      final Map<String, Object> fields, final long packets, final long bytes, final int zone) {
    putIf(packets != -1, fields, "packets", new BigInteger(Long.toUnsignedString(packets)));
    putIf(packets != -1, fields, "bytes", new BigInteger(Long.toUnsignedString(bytes)));
    putIf(zone != -1, fields, "zone", unsigned(zone));
  }

  private static List<Object> status(final int bits) {
    final List<Object> words = new ArrayList<>();
    for (int bit = 0; bit < 32; bit++) {
      if ((bits >>> bit & 1) != 0) {
        words.add(bit < STATUS.size() ? STATUS.get(bit) : "bit" + bit);
      }
    }
    return words;
  }

  private static void putNat(final Session session, final Map<String, Object> fields) {
    final List<Object> nat = new ArrayList<>();
    if (session.isSourceNat()) {
      nat.add("src");
    }
    if (session.isDestinationNat()) {
      nat.add("dst");
    }
    putIf(!nat.isEmpty(), fields, "nat", nat);
  }

  private static List<Object> labels(final Session session) {
    final List<Object> labels = new ArrayList<>();
    for (int bit = 0; bit < 128; bit++) {
      final long word = bit < 64 ? session.labelsLow() : session.labelsHigh();
      if ((word >>> bit & 1) != 0) {
        labels.add(unsigned(bit));
      }
    }
    return labels;
  }

  private static BigInteger unsigned(final int number) {
    return BigInteger.valueOf(number & 0xffff_ffffL);
  }

  private static String time(final long nanos) {
    return NANOSECONDS.format(Instant.ofEpochSecond(0, nanos).atOffset(ZoneOffset.UTC));
  }
}
