package dev.plimsoll.app.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.watch.diagnosis.Card;
import dev.plimsoll.watch.diagnosis.CauseClass;
import dev.plimsoll.watch.diagnosis.Diagnosis;
import dev.plimsoll.watch.diagnosis.Fact;
import dev.plimsoll.watch.diagnosis.Finding;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reports for abuse desks in XARF 4 (xarf.org, schemas/v4): what this host does to others, with
 * this host as the source; and what others do to it, a report for each source. One incident is one
 * report. What is merely busy or set wrong is nobody's abuse.
 */
public final class Xarf {
  private static final String VERSION = "4.2.0";
  private static final int LONGEST_DESCRIPTION = 1_000;
  private static final int LONGEST_ORGANISATION = 200;
  private static final Pattern PORT = Pattern.compile("\\b(?:tcp|udp) port ([0-9]{1,5})\\b");

  /**
   * Who reports.
   *
   * @param organisation a name
   * @param contact an address for mail
   * @param domain of the organisation
   */
  public record Reporter(String organisation, String contact, String domain) {
    private static final Pattern DOMAIN =
        Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    /**
     * @throws IllegalArgumentException if an abuse desk could not answer; the message says what is
     *     wrong
     */
    public Reporter {
      if (organisation.isBlank() || organisation.length() > LONGEST_ORGANISATION) {
        throw new IllegalArgumentException("the reporter needs a name of 1 to 200 characters");
      }
      if (!contact.matches("[^@\\s]{1,64}@[^@\\s]{1,255}")) {
        throw new IllegalArgumentException(
            "the reporter needs an address for mail, not \"" + HarmlessText.of(contact, 80) + "\"");
      }
      if (!DOMAIN.matcher(domain).matches()) {
        throw new IllegalArgumentException(
            "the reporter needs a domain, not \"" + HarmlessText.of(domain, 80) + "\"");
      }
    }
  }

  private enum Kind {
    PORT_SCAN("connection", "port_scan"),
    LOGIN_ATTACK("connection", "login_attack"),
    DDOS("connection", "ddos"),
    // Of mail and what commands a host nothing is seen but the connections: no sender, no program.
    BOTNET("infrastructure", "botnet");

    private final String category;
    private final String type;

    Kind(final String category, final String type) {
      this.category = category;
      this.type = type;
    }
  }

  private final Diagnosis diagnosis;
  private final Reporter reporter;

  private Xarf(final Diagnosis diagnosis, final Reporter reporter) {
    this.diagnosis = diagnosis;
    this.reporter = reporter;
  }

  /**
   * The reports, each one line of JSON without a line feed.
   *
   * @param ownAddress the address that this host is known by outside
   * @return none if nothing that was found is abuse
   */
  public static List<String> of(
      final Diagnosis diagnosis, final Reporter reporter, final String ownAddress) {
    final Xarf xarf = new Xarf(diagnosis, reporter);
    final List<String> reports = new ArrayList<>();
    for (final Finding finding : diagnosis.findings()) {
      final Kind kind = kind(finding.card());
      if (kind == null || finding.causeClass() == CauseClass.BUSY) {
        continue;
      }
      if (finding.card().causeClass() == CauseClass.ATTACKED) {
        finding
            .remotes()
            .forEach(remote -> reports.add(xarf.report(finding, kind, remote, ownAddress)));
      } else {
        // Many targets are no one's: then none is named.
        final String target = finding.remotes().size() == 1 ? finding.remotes().getFirst() : null;
        reports.add(xarf.report(finding, kind, ownAddress, target));
      }
    }
    return reports;
  }

  private static @Nullable Kind kind(final Card card) {
    return switch (card) {
      case SCAN_HORIZONTAL_OUT, SCAN_VERTICAL_OUT, SCAN_IN -> Kind.PORT_SCAN;
      case BRUTEFORCE_OUT, BRUTEFORCE_IN -> Kind.LOGIN_ATTACK;
      case SYNFLOOD_OUT, UDPFLOOD_OUT, REFLECTOR, AMPLIFIED_IN, SLOWLORIS_IN, HTTPFLOOD_IN ->
          Kind.DDOS;
      case SPAM_OUT, C2_PORT, MINER, PROXY_OPEN, BEACON -> Kind.BOTNET;
      // The sources of a SYN flood are forged as a rule: who was named had nothing to do with it.
      case SYNFLOOD_IN,
          TOR,
          P2P,
          DNS_HEAVY,
          STALE_ESTABLISHED,
          TIMEWAIT_PILEUP,
          UNREPLIED_LEAK,
          PEAK_BENIGN,
          TABLE_FULL,
          PORTS_EXHAUSTED ->
          null;
    };
  }

  private String report(
      final Finding finding, final Kind kind, final String source, final @Nullable String target) {
    final LineBuffer line = new LineBuffer(2048);
    final JsonWriter json = new JsonWriter(line).beginObject();
    json.name("xarf_version").value(VERSION);
    json.name("report_id").value(id(finding, source).toString());
    json.name("timestamp").value(time(diagnosis.timeMillis()));
    contact("reporter", json);
    contact("sender", json);
    json.name("source_identifier").value(source);
    json.name("category").value(kind.category);
    json.name("type").value(kind.type);
    json.name("evidence_source").value("flow_analysis");
    json.name("confidence").value(Math.clamp(finding.confidence(), 0, 1));
    json.name("description").value(description(finding));
    json.name("first_seen").value(time(finding.sinceMillis()));
    json.name("last_seen").value(time(diagnosis.timeMillis()));
    if (kind == Kind.BOTNET) {
      bot(finding, json);
    } else {
      attack(finding, target, json);
    }
    evidence(finding, json);
    json.name("tags").beginArray().value("plimsoll:" + finding.card().id()).endArray();
    json.endObject();
    return DiagnosisJson.guarded(line.toString());
  }

  // The same incident told again is the same report.
  private UUID id(final Finding finding, final String source) {
    final byte[] name =
        "%s %s %s %d"
            .formatted(finding.card().id(), finding.subject(), source, finding.sinceMillis())
            .getBytes(UTF_8);
    final UUID hash = UUID.nameUUIDFromBytes(name);
    // In the form of version 4, which the format asks for.
    return new UUID(
        hash.getMostSignificantBits() & ~0xf000L | 0x4000L, hash.getLeastSignificantBits());
  }

  private void contact(final String name, final JsonWriter json) {
    json.name(name).beginObject();
    json.name("org").value(HarmlessText.of(reporter.organisation));
    json.name("contact").value(reporter.contact);
    json.name("domain").value(reporter.domain).endObject();
  }

  private static String description(final Finding finding) {
    final String text =
        "%s (%s): %s"
            .formatted(
                finding.card().title(),
                finding.subject(),
                finding.facts().stream().map(Fact::words).collect(Collectors.joining("; ")));
    // What is escaped is longer than what it stands for.
    final String harmless = HarmlessText.of(text);
    return harmless.length() <= LONGEST_DESCRIPTION
        ? harmless
        : harmless.substring(0, LONGEST_DESCRIPTION - 1) + "…";
  }

  private static void attack(
      final Finding finding, final @Nullable String target, final JsonWriter json) {
    json.name("protocol").value(isUdp(finding) ? "udp" : "tcp");
    if (target != null) {
      json.name("destination_ip").value(target);
    }
    final Matcher subject = PORT.matcher(finding.subject());
    final int port = subject.find() ? Integer.parseInt(subject.group(1)) : 0;
    if (port >= 1 && port <= 65_535) {
      json.name("destination_port").value(port);
    }
    final String vector =
        switch (finding.card()) {
          case SYNFLOOD_OUT -> "syn_flood";
          case UDPFLOOD_OUT -> "udp_flood";
          case HTTPFLOOD_IN -> "http_flood";
          case SLOWLORIS_IN -> "slow_http";
          case REFLECTOR, AMPLIFIED_IN -> "amplification";
          default -> "";
        };
    if (!vector.isEmpty()) {
      json.name("attack_vector").value(vector);
    }
  }

  private static boolean isUdp(final Finding finding) {
    return switch (finding.card()) {
      case UDPFLOOD_OUT, REFLECTOR, AMPLIFIED_IN -> true;
      case SYNFLOOD_OUT, HTTPFLOOD_IN, SLOWLORIS_IN -> false;
      default -> finding.subject().contains("udp port") || finding.filter().contains("proto:udp");
    };
  }

  private static void bot(final Finding finding, final JsonWriter json) {
    json.name("compromise_evidence").value(description(finding));
    switch (finding.card()) {
      case SPAM_OUT -> json.name("bot_capabilities").beginArray().value("spam").endArray();
      case PROXY_OPEN -> json.name("bot_capabilities").beginArray().value("proxy").endArray();
      case MINER ->
          json.name("bot_capabilities").beginArray().value("cryptocurrency_mining").endArray();
      case C2_PORT, BEACON -> {
        if (!finding.remotes().isEmpty()) {
          json.name("c2_server").value(finding.remotes().getFirst());
        }
      }
      default -> {}
    }
  }

  private static void evidence(final Finding finding, final JsonWriter json) {
    final String text =
        finding.facts().stream()
                .map(fact -> fact.name() + " = " + fact.value() + " (" + fact.words() + ")")
                .collect(Collectors.joining("\n"))
            + "\nsessions: "
            + finding.filter()
            + "\n";
    final byte[] bytes = text.getBytes(UTF_8);
    json.name("evidence").beginArray().beginObject();
    json.name("content_type").value("text/plain");
    json.name("description").value("Counts from the host's connection tracking table");
    json.name("payload").value(Base64.getEncoder().encodeToString(bytes));
    json.name("hash").value("sha256:" + DiagnosisJson.hash(text));
    json.name("size").value(bytes.length);
    json.endObject().endArray();
  }

  private static String time(final long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
