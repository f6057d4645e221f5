package dev.plimsoll.watch.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A finding while a detector puts it together. */
public final class Draft {
  private static final double AT_WARN = 0.5;
  private static final double AT_STRONG = 0.9;
  private static final double HIGHEST = 0.99;

  private final Card card;
  private final double confidence;
  private final List<Fact> facts = new ArrayList<>();
  private final List<String> remotes = new ArrayList<>();
  private final List<Twin> twins = new ArrayList<>();
  private CauseClass causeClass;
  private long sinceMillis;
  private String subject = "";
  private String filter = "any";

  /**
   * A finding that says nothing yet.
   *
   * @param confidence from 0 to 1
   */
  public Draft(final Card card, final double confidence) {
    this.card = card;
    this.confidence = confidence;
    causeClass = card.causeClass();
  }

  /**
   * How sure a number makes: nothing below the first threshold, 0.5 there, 0.9 at the strong one,
   * by ratio between them, and hardly more beyond.
   */
  public static double confidence(final double value, final double warn, final double strong) {
    if (value < warn) {
      return 0;
    }
    if (value >= strong) {
      return Math.min(HIGHEST, AT_STRONG + 0.03 * Math.log(value / strong) / Math.log(2));
    }
    return AT_WARN + (AT_STRONG - AT_WARN) * Math.log(value / warn) / Math.log(strong / warn);
  }

  /** How sure a count makes. */
  public static double confidence(final long count, final double warn, final double strong) {
    return confidence((double) count, warn, strong);
  }

  /** What it is about. */
  public Draft about(final String what) {
    subject = what;
    return this;
  }

  /** When it began, in milliseconds since 1970. */
  public Draft since(final long millis) {
    sinceMillis = millis;
    return this;
  }

  /** A number behind it; the strongest comes first. */
  public Draft fact(final String name, final double value, final String words) {
    facts.add(new Fact(name, value, words));
    return this;
  }

  /** A count behind it. */
  public Draft fact(final String name, final long count, final String words) {
    return fact(name, (double) count, words);
  }

  /** Shows its sessions, in the filter language. */
  public Draft filter(final String text) {
    filter = text;
    return this;
  }

  /** A remote address that it is about, also if no session of it is left. */
  public Draft remote(final String address) {
    remotes.add(address);
    return this;
  }

  /** Something harmless that was thought of; an empty reason if it cannot be ruled out. */
  public Draft twin(final String name, final String ruledOut) {
    twins.add(new Twin(name, ruledOut));
    return this;
  }

  /** Makes it business as usual if the role is declared, or says that it is not. */
  public Draft normalFor(final Role role, final Set<Role> declared) {
    if (declared.contains(role)) {
      causeClass = CauseClass.BUSY;
      twins.add(new Twin(role.word(), ""));
    } else {
      twins.add(new Twin(role.word(), "the role is not declared"));
    }
    return this;
  }

  /** The finding; who looks through the table adds the sessions. */
  public Finding finding() {
    return new Finding(
        card, causeClass, confidence, sinceMillis, subject, facts, filter, 0, remotes, twins);
  }
}
