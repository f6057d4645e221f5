package dev.plimsoll.session;

import org.jspecify.annotations.Nullable;

/**
 * JSON of expectations, an object a line, in the words of {@link JsonFormat}. What the source did
 * not tell is not there.
 */
final class ExpectationJson implements ExpectationFormat {
  @Override
  public void write(final Expectation expectation, final long timeNanos, final LineBuffer line) {
    put(new JsonWriter(line).beginObject(), expectation);
  }

  @Override
  public void write(
      final SessionEvent.Type type,
      final Expectation expectation,
      final long timeNanos,
      final LineBuffer line) {
    final JsonWriter json = new JsonWriter(line).beginObject();
    json.name("event").value(type.word()).name("time").timeValue(timeNanos);
    put(json, expectation);
  }

  private static void put(final JsonWriter json, final Expectation expectation) {
    final Tuple tuple = expectation.tuple();
    json.name("proto").value(Protocol.displayName(tuple.protocol()));
    json.name("proto_num").value(tuple.protocol());
    json.name("family").value(tuple.family() == Family.IPV4 ? "ipv4" : "ipv6");
    putTuple(json, "expected", tuple, tuple.protocol());
    putTuple(json, "mask", expectation.mask(), tuple.protocol());
    putTuple(json, "master", expectation.master(), expectation.master().protocol());
    json.name("timeout_s").value(expectation.timeoutSeconds());
    json.name("id").value(expectation.id() & 0xffff_ffffL);
    json.name("zone").value(expectation.zone());
    json.name("flags").beginArray();
    putFlag(json, expectation, Expectation.PERMANENT, "permanent");
    putFlag(json, expectation, Expectation.INACTIVE, "inactive");
    putFlag(json, expectation, Expectation.USERSPACE, "userspace");
    json.endArray();
    json.name("class").value(expectation.expectClass() & 0xffff_ffffL);
    putText(json, "helper", expectation.helper());
    putText(json, "function", expectation.function());
    final Tuple nat = expectation.nat();
    if (nat != null) {
      json.name("nat_direction").value(expectation.natDirection() == 0 ? "orig" : "reply");
      putTuple(json, "nat", nat, tuple.protocol());
    }
    json.endObject().endLine();
  }

  private static void putTuple(
      final JsonWriter json, final String name, final Tuple tuple, final int protocol) {
    json.name(name).beginObject();
    json.name("src").value(tuple.source().toString());
    json.name("dst").value(tuple.destination().toString());
    if (Protocol.hasPorts(protocol)) {
      json.name("sport").value(tuple.sourcePort());
      json.name("dport").value(tuple.destinationPort());
    } else if (Protocol.isIcmp(protocol)) {
      json.name("type").value(tuple.icmpType());
      json.name("code").value(tuple.icmpCode());
      json.name("id").value(tuple.icmpId());
    } else if (protocol == Protocol.GRE) {
      json.name("srckey").value(tuple.sourcePort());
      json.name("dstkey").value(tuple.destinationPort());
    }
    json.endObject();
  }

  private static void putFlag(
      final JsonWriter json, final Expectation expectation, final int flag, final String word) {
    if ((expectation.flags() & flag) != 0) {
      json.value(word);
    }
  }

  private static void putText(
      final JsonWriter json, final String name, final @Nullable String text) {
    if (text != null) {
      json.name(name).value(text);
    }
  }
}
