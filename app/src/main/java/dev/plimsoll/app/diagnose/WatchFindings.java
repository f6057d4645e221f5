package dev.plimsoll.app.diagnose;

import dev.plimsoll.app.top.DaemonClient;
import dev.plimsoll.app.top.Json;
import dev.plimsoll.session.FilterSyntaxException;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Fact;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.LongerWatch;
import dev.plimsoll.watch.diagnosis.Twin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a running watch found, by its interface (docs/api.md). What it says becomes a filter, and
 * addresses in commands: so these must be what they claim to be.
 */
public final class WatchFindings {
  /** It looks every two minutes at least. */
  private static final long OLDEST_MILLIS = 300_000;

  private WatchFindings() {}

  /**
   * Asks it.
   *
   * @param namespace the network namespace's name, or {@code own}
   * @return {@link LongerWatch#NONE} if it does not diagnose that namespace, or has not lately
   * @throws IOException if it does not answer, or not as written down
   */
  public static LongerWatch ask(
      final DaemonClient watch, final String namespace, final long nowMillis) throws IOException {
    final Json answer = watch.find("diagnosis", Map.of("netns", namespace));
    final Json diagnosis = answer == null ? null : answer.find("diagnosis");
    if (diagnosis == null || nowMillis - diagnosis.at("time").number() > OLDEST_MILLIS) {
      return LongerWatch.NONE;
    }
    final List<Finding> findings = new ArrayList<>();
    for (final Json finding : diagnosis.at("findings").list()) {
      findings.add(finding(finding));
    }
    return new LongerWatch(diagnosis.at("listeningSince").number(), findings);
  }

  private static Finding finding(final Json json) throws IOException {
    final List<Fact> facts = new ArrayList<>();
    for (final Json fact : json.at("facts").list()) {
      facts.add(
          new Fact(fact.at("name").text(), fact.at("value").decimal(), fact.at("words").text()));
    }
    final List<Twin> twins = new ArrayList<>();
    for (final Json twin : json.at("twins").list()) {
      final Json ruledOut = twin.find("ruledOut");
      twins.add(new Twin(twin.at("name").text(), ruledOut == null ? "" : ruledOut.text()));
    }
    return new Finding(
        card(json.at("id").text()),
        causeClass(json.at("class").text()),
        confidence(json.at("confidence").decimal()),
        json.at("since").number(),
        json.at("subject").text(),
        facts,
        filter(json.at("filter").text()),
        json.at("sessions").number(),
        remotes(json.at("remotes")),
        twins);
  }

  private static Card card(final String id) throws IOException {
    final Card card = Card.ofId(id);
    if (card == null) {
      throw new IOException("the watch found \"%s\", which is no sign known here".formatted(id));
    }
    return card;
  }

  private static CauseClass causeClass(final String word) throws IOException {
    final CauseClass causeClass = CauseClass.ofWord(word);
    if (causeClass == null) {
      throw new IOException("the JSON has the class \"%s\"".formatted(word));
    }
    return causeClass;
  }

  private static double confidence(final double confidence) throws IOException {
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IOException("the JSON has the confidence " + confidence);
    }
    return confidence;
  }

  private static String filter(final String text) throws IOException {
    try {
      final SessionFilter ignored = SessionFilter.parse(text);
      return text;
    } catch (final FilterSyntaxException e) {
      throw new IOException("the JSON has the filter \"%s\"".formatted(text), e);
    }
  }

  private static List<String> remotes(final Json list) throws IOException {
    final List<String> remotes = new ArrayList<>();
    for (final Json remote : list.list()) {
      if (IpAddress.parse(remote.text()) == null) {
        throw new IOException("the JSON has the address \"%s\"".formatted(remote.text()));
      }
      remotes.add(remote.text());
    }
    return remotes;
  }
}
