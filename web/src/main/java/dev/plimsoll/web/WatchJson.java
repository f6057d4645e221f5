package dev.plimsoll.web;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.LimitState;
import dev.plimsoll.watch.Reading;
import dev.plimsoll.watch.Sample;
import dev.plimsoll.watch.Totals;
import dev.plimsoll.watch.Verdict;
import dev.plimsoll.watch.Verdict.BriefPeak;
import dev.plimsoll.watch.Verdict.Fine;
import dev.plimsoll.watch.Verdict.Sustained;
import dev.plimsoll.watch.Verdict.Unknown;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON of readings and compositions; docs/api.md explains each field. */
final class WatchJson {
  private WatchJson() {}

  /** A reading, or null. */
  static void reading(final @Nullable Reading reading, final JsonWriter json) {
    if (reading == null) {
      json.value((String) null);
      return;
    }
    final Sample sample = reading.sample();
    final LimitRule rule = reading.rule();
    json.beginObject();
    json.name("netns").value(reading.namespace());
    json.name("time").value(sample.timeMillis());
    json.name("count").value(sample.count());
    json.name("measure").value(sample.measure().name().toLowerCase(Locale.ROOT));
    json.name("intervalMillis").value(sample.intervalMillis());
    json.name("limit").value(rule.limit());
    json.name("clearBelow").value(rule.clearBelow());
    json.name("windowMillis").value(rule.window().toMillis());
    json.name("overForMillis").value(rule.overFor().toMillis());
    number("burstLimit", rule.burstLimit().orElse(LimitState.NEVER), json);
    verdict(reading.verdict(), rule, json);
    ceiling(reading.ceiling(), json);
    json.name("createdPerSecond").value(reading.createdPerSecond());
    json.name("destroyedPerSecond").value(reading.destroyedPerSecond());
    totals(reading.totals(), json);
    json.name("synchronised").value(reading.synchronised());
    json.name("trouble").value(reading.trouble());
    json.endObject();
  }

  /** The word of an answer, in JSON and as a metric's label. */
  static String word(final Verdict.Answer answer) {
    return switch (answer) {
      case Fine() -> "fine";
      case BriefPeak _ -> "brief-peak";
      case Sustained _ -> "sustained";
      case Unknown _ -> "unknown";
    };
  }

  /** After how long it becomes sustained if the count stays, or {@link LimitState#NEVER}. */
  static long sustainedInMillis(final Verdict.Answer answer) {
    return switch (answer) {
      case BriefPeak(_, final long in) -> in;
      case Unknown(final long in) -> in;
      case Fine(), Sustained _ -> LimitState.NEVER;
    };
  }

  private static void verdict(final Verdict verdict, final LimitRule rule, final JsonWriter json) {
    json.name("verdict").value(word(verdict.answer()));
    json.name("sentence").value(verdict.sentence(rule));
    json.name("overNow").value(verdict.overNow());
    json.name("overMillis").value(verdict.overMillis());
    json.name("gapMillis").value(verdict.gapMillis());
    json.name("recurring").value(verdict.recurring());
    json.name("burst").value(verdict.burst());
    final long since =
        switch (verdict.answer()) {
          case BriefPeak(final long begun, _) -> begun;
          case Sustained(final long judged) -> judged;
          case Fine(), Unknown _ -> LimitState.NEVER;
        };
    number("sinceMillis", since, json);
    number("sustainedInMillis", sustainedInMillis(verdict.answer()), json);
  }

  private static void ceiling(final Ceiling ceiling, final JsonWriter json) {
    json.name("ceiling").beginObject();
    json.name("entries").value(ceiling.entries());
    json.name("maximum").value(ceiling.maximum());
    json.name("level").value(ceiling.level().name().toLowerCase(Locale.ROOT));
    json.name("sentence").value(ceiling.sentence());
    json.endObject();
  }

  private static void totals(final Totals totals, final JsonWriter json) {
    json.name("totals").beginObject();
    json.name("created").value(totals.created());
    json.name("destroyed").value(totals.destroyed());
    json.name("drops").value(totals.drops());
    json.name("earlyDrops").value(totals.earlyDrops());
    json.name("insertFailures").value(totals.insertFailures());
    json.name("overruns").value(totals.overruns());
    json.name("resyncs").value(totals.resyncs());
    json.endObject();
  }

  /** A composition, or null. */
  static void composition(final @Nullable Composition composition, final JsonWriter json) {
    if (composition == null) {
      json.value((String) null);
      return;
    }
    json.beginObject();
    json.name("time").value(composition.timeMillis());
    json.name("sessions").value(composition.sessions());
    json.name("distinctRemotes").value(composition.distinctRemotes());
    json.name("kinds").beginArray();
    for (final Composition.Kind kind : composition.kinds()) {
      json.beginObject();
      kind(kind.protocol(), kind.state(), kind.direction(), json);
      json.name("sessions").value(kind.sessions()).endObject();
    }
    json.endArray().name("services").beginArray();
    for (final Composition.Service service : composition.services()) {
      json.beginObject();
      kind(service.protocol(), service.state(), service.direction(), json);
      number("port", service.port(), json);
      json.name("sessions").value(service.sessions());
      json.name("remotes").value(service.remotes()).endObject();
    }
    json.endArray().name("remotes").beginArray();
    for (final Composition.Remote remote : composition.remotes()) {
      json.beginObject().name("address").value(remote.address());
      json.name("sessions").value(remote.sessions()).endObject();
    }
    json.endArray().endObject();
  }

  private static void kind(
      final String protocol, final String state, final String direction, final JsonWriter json) {
    json.name("protocol").value(protocol);
    json.name("state").value(state);
    json.name("direction").value(direction);
  }

  /** A number, or null below 0: for times that have not come, and ports that are not there. */
  static void number(final String name, final long number, final JsonWriter json) {
    json.name(name);
    if (number < 0) {
      json.value((String) null);
    } else {
      json.value(number);
    }
  }
}
