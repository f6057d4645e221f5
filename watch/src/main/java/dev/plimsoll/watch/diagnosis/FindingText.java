package dev.plimsoll.watch.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the steps read out of a finding. */
final class FindingText {
  private static final Pattern PROTOCOL = Pattern.compile("\\bproto:(tcp|udp)\\b");
  private static final Pattern PORTS =
      Pattern.compile("\\b(?:rport|dport):([0-9]+(?:,[0-9]+)*)\\b");
  private static final Pattern SUBJECT = Pattern.compile("\\b(tcp|udp) port ([0-9]{1,5})\\b");
  private static final int MOST_PORTS = 9;

  private FindingText() {}

  /** What was found with its strongest facts, as a sentence. */
  static String reason(final Finding finding) {
    final String facts =
        finding.facts().stream()
            .limit(2)
            .map(fact -> HarmlessText.of(fact.words()))
            .collect(Collectors.joining(", "));
    final String title = finding.card().title();
    return Character.toUpperCase(title.charAt(0))
        + title.substring(1)
        + " ("
        + HarmlessText.of(finding.subject())
        + ")"
        + (facts.isEmpty() ? "." : ": " + facts + ".");
  }

  /** {@code tcp} or {@code udp}. */
  static String protocol(final Finding finding) {
    final Matcher subject = SUBJECT.matcher(finding.subject());
    final Matcher filter = PROTOCOL.matcher(finding.filter());
    return subject.find() ? subject.group(1) : filter.find() ? filter.group(1) : "tcp";
  }

  /** The ports that it is about, at most nine; none if it is not about ports. */
  static List<Integer> ports(final Finding finding) {
    final Matcher subject = SUBJECT.matcher(finding.subject());
    final List<Integer> ports = new ArrayList<>();
    if (subject.find()) {
      addPort(subject.group(2), ports);
      return ports;
    }
    final Matcher filter = PORTS.matcher(finding.filter());
    if (filter.find()) {
      for (final String port : filter.group(1).split(",", -1)) {
        addPort(port, ports);
      }
    }
    return ports;
  }

  private static void addPort(final String text, final List<Integer> ports) {
    if (text.length() <= 5 && ports.size() < MOST_PORTS) {
      final int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        ports.add(port);
      }
    }
  }

  /** How many sessions began in a second: what the facts say, else by Little's law. */
  static double perSecond(final Finding finding, final int timeoutSeconds) {
    return finding.facts().stream()
        .filter(fact -> fact.name().endsWith("per_second") && fact.value() > 0)
        .mapToDouble(Fact::value)
        .findFirst()
        .orElse(timeoutSeconds <= 0 ? 0 : (double) finding.sessions() / timeoutSeconds);
  }
}
