package dev.plimsoll.watch.diagnosis;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.share;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Weighs findings to a verdict. Its rules:
 *
 * <ol>
 *   <li>Compromised is only said on two independent cards, or on one card and evidence against a
 *       process that owns its sessions. Cards of one family rest on the same behaviour and are not
 *       independent, and of two at least one must leave no harmless twin open: an agent that
 *       reports every minute and a mail server that nobody declared are no two proofs. That a
 *       program brings its own libraries and keeps a pool of connections is true of honest programs
 *       too ({@link HostSign#isWeak}), and so is that it was started as ./name: only that one
 *       counts, and only beside another.
 *   <li>One card alone is suspicious, and the class unknown, unless another class explains most of
 *       the sessions by itself.
 *   <li>Else the class whose finding is surest and explains most wins. That we are scanned or our
 *       passwords are guessed at is the Internet's background, and counts half.
 *   <li>With no finding at all a table of mostly answered sessions is a busy host; the rest is
 *       unknown.
 * </ol>
 */
final class Weighing {
  private static final double SIGN = 0.5;
  private static final double MOST = 0.5;
  private static final double ANSWERED = 0.8;
  private static final long SMALLEST_BUSY = 100;
  private static final int REASONS = 3;
  private static final Set<String> MAIL = Set.of("tcp port 25", "tcp port 465", "tcp port 587");
  private static final Set<Card> BACKGROUND = EnumSet.of(Card.SCAN_IN, Card.BRUTEFORCE_IN);

  private final List<Finding> findings;
  private final Attribution attribution;
  private final Evidence evidence;
  private final long attackedSessions;
  private final long sessions;
  private final Present all;

  /**
   * Prepares the weighing.
   *
   * @param findings strongest first
   * @param evidence what the findings but the attacks were found in
   * @param all the whole table
   */
  Weighing(
      final List<Finding> findings,
      final Attribution attribution,
      final Evidence evidence,
      final long attackedSessions,
      final Present all) {
    this.findings = findings;
    this.attribution = attribution;
    this.evidence = evidence;
    this.attackedSessions = attackedSessions;
    this.all = all;
    sessions = all.of(Part.SESSIONS);
  }

  private record Verdict(CauseClass causeClass, double confidence, List<String> reasons) {}

  Diagnosis diagnosis(final String namespace, final long sinceMillis, final List<String> blind) {
    final Verdict verdict = verdict();
    return new Diagnosis(
        namespace,
        evidence.nowMillis(),
        sinceMillis,
        sessions,
        verdict.causeClass(),
        verdict.confidence(),
        verdict.reasons(),
        considered(verdict.causeClass()),
        findings,
        attribution,
        attackedSessions,
        blind);
  }

  private Verdict verdict() {
    final List<Finding> signs = signs();
    final @Nullable Finding best = best();
    if (!signs.isEmpty() && (hasIndependent(signs) || hasEvidence())) {
      return compromised(signs);
    }
    if (!signs.isEmpty() && (best == null || explained(best) < MOST || best.confidence() < 0.9)) {
      final List<String> reasons = new ArrayList<>();
      reasons.add("suspicious, but " + noProof(signs));
      reasons.addAll(words(signs));
      return new Verdict(CauseClass.UNKNOWN, signs.getFirst().confidence() / 2, firstFew(reasons));
    }
    if (best != null) {
      final List<Finding> same =
          findings.stream().filter(f -> f.causeClass() == best.causeClass()).toList();
      final List<Finding> bestFirst = new ArrayList<>(same);
      bestFirst.remove(best);
      bestFirst.addFirst(best);
      return new Verdict(best.causeClass(), best.confidence(), firstFew(words(bestFirst)));
    }
    return withoutFinding();
  }

  private Verdict compromised(final List<Finding> signs) {
    final List<String> reasons = new ArrayList<>();
    if (hasEvidence()) {
      attribution.suspects().stream()
          .filter(Weighing::isBad)
          .flatMap(suspect -> suspect.signs().stream())
          .filter(sign -> !sign.isWeak())
          .findFirst()
          .ifPresent(sign -> reasons.add("the process behind it: " + sign.words()));
    }
    reasons.addAll(words(signs));
    double doubt = hasEvidence() ? 0.3 : 1;
    Card before = null;
    for (final Finding sign : signs) {
      doubt *= sign.card() == before ? 1 : 1 - sign.confidence();
      before = sign.card();
    }
    return new Verdict(CauseClass.COMPROMISED, Math.min(0.99, 1 - doubt), firstFew(reasons));
  }

  private Verdict withoutFinding() {
    final long replied = all.of(Part.REPLIED);
    final String answered =
        sessions == 0
            ? "there are no sessions"
            : "%s of %s sessions are answered".formatted(share(replied, sessions), count(sessions));
    if (sessions >= SMALLEST_BUSY && replied >= ANSWERED * sessions) {
      return new Verdict(
          CauseClass.BUSY,
          0.6,
          List.of(
              answered,
              "%s came in, %s went out".formatted(count(all.of(Part.IN)), count(all.of(Part.OUT))),
              "none of the known signs of trouble was found"));
    }
    return new Verdict(
        CauseClass.UNKNOWN, 0.5, List.of("none of the known signs was found", answered));
  }

  private static String noProof(final List<Finding> signs) {
    final String titles =
        signs.stream()
            .map(finding -> finding.card().title())
            .distinct()
            .collect(Collectors.joining(", "));
    return signs.stream().map(Finding::card).distinct().count() == 1
        ? "one sign alone: " + titles
        : "each sign may be harmless or the same thing: " + titles;
  }

  private List<Finding> signs() {
    return findings.stream()
        .filter(f -> f.causeClass() == CauseClass.COMPROMISED && f.confidence() >= SIGN)
        .toList();
  }

  private static boolean hasIndependent(final List<Finding> signs) {
    for (final Finding one : signs) {
      for (final Finding other : signs) {
        if (isIndependent(one, other)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isIndependent(final Finding one, final Finding other) {
    if (family(one.card()) == family(other.card())) {
      return false;
    }
    return !(isMail(one) && isMail(other)) && (hasNoTwin(one) || hasNoTwin(other));
  }

  private static boolean hasNoTwin(final Finding finding) {
    return finding.twins().stream().allMatch(Twin::isRuledOut);
  }

  // Mail to dead servers looks like a scan of the port of mail.
  private static boolean isMail(final Finding finding) {
    return finding.card() == Card.SPAM_OUT
        || finding.card() == Card.SCAN_HORIZONTAL_OUT && MAIL.contains(finding.subject());
  }

  // Cards of one behaviour: their first one stands for all.
  private static Card family(final Card card) {
    return switch (card) {
      case SCAN_VERTICAL_OUT -> Card.SCAN_HORIZONTAL_OUT;
      case UDPFLOOD_OUT -> Card.SYNFLOOD_OUT;
      case BEACON -> Card.C2_PORT;
      default -> card;
    };
  }

  private boolean hasEvidence() {
    return attribution.suspects().stream().anyMatch(Weighing::isBad);
  }

  private static boolean isBad(final Suspect suspect) {
    final boolean isBesideAnother = suspect.signs().size() >= 2;
    return suspect.signs().stream()
        .anyMatch(sign -> !sign.isWeak() && (sign != HostSign.RELATIVE_START || isBesideAnother));
  }

  /** The best finding that does not speak of a compromise. */
  private @Nullable Finding best() {
    return findings.stream()
        .filter(f -> f.causeClass() != CauseClass.COMPROMISED && f.confidence() >= SIGN)
        .max(Comparator.comparingDouble(this::weight))
        .orElse(null);
  }

  private double weight(final Finding finding) {
    final double weight = finding.confidence() * (0.3 + 0.7 * explained(finding));
    return BACKGROUND.contains(finding.card()) ? weight / 2 : weight;
  }

  private double explained(final Finding finding) {
    return sessions == 0 ? 0 : Math.min(1, (double) finding.sessions() / sessions);
  }

  private static List<String> words(final List<Finding> of) {
    final List<String> words = new ArrayList<>();
    // The strongest of each first, then the next.
    for (int i = 0; i < REASONS; i++) {
      for (final Finding finding : of) {
        if (i < finding.facts().size()) {
          words.add(finding.facts().get(i).words());
        }
      }
    }
    return words.stream().distinct().toList();
  }

  private static List<String> firstFew(final List<String> words) {
    return words.stream().distinct().limit(REASONS).toList();
  }

  private List<Considered> considered(final CauseClass chosen) {
    final List<Considered> considered = new ArrayList<>();
    for (final CauseClass other : CauseClass.values()) {
      if (other != chosen && other != CauseClass.UNKNOWN) {
        considered.add(new Considered(other, whyNot(other, chosen)));
      }
    }
    return considered;
  }

  private String whyNot(final CauseClass other, final CauseClass chosen) {
    final List<Finding> of = findings.stream().filter(f -> f.causeClass() == other).toList();
    if (of.isEmpty()) {
      final long cards =
          Arrays.stream(Card.values()).filter(card -> card.causeClass() == other).count();
      return "none of its %s signs was found".formatted(count(cards));
    }
    final Finding strongest = of.getFirst();
    if (other == CauseClass.COMPROMISED) {
      return noProof(of)
          + ", and no evidence from the host: it takes two signs that do not depend on each other,"
          + " and one of them must have no harmless twin";
    }
    final String explains =
        "%s: it explains %s of %s sessions"
            .formatted(strongest.card().title(), count(strongest.sessions()), count(sessions));
    return chosen == CauseClass.COMPROMISED
        ? explains + ", and excuses nothing that this host does itself"
        : explains;
  }
}
