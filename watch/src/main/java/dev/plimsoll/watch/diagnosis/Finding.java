package dev.plimsoll.watch.diagnosis;

import java.util.List;

/**
 * What a detector found.
 *
 * @param card the sign
 * @param causeClass the card's, or {@link CauseClass#BUSY} where a declared role makes it normal
 * @param confidence from 0 to 1: 0.5 at the first threshold, at least 0.9 at the strong one
 * @param sinceMillis when it began as far as is known, in milliseconds since 1970
 * @param subject what it is about, in a few words: {@code tcp port 22}, {@code 203.0.113.9}
 * @param facts the numbers behind it, strongest first
 * @param filter shows the sessions behind it, in the filter language
 * @param sessions how many of the live sessions those are; 0 where they have gone already
 * @param remotes the other ends with most of them, most first; at most {@link #MAX_REMOTES}
 * @param twins what else it could be
 */
public record Finding(
    Card card,
    CauseClass causeClass,
    double confidence,
    long sinceMillis,
    String subject,
    List<Fact> facts,
    String filter,
    long sessions,
    List<String> remotes,
    List<Twin> twins) {

  /** The most remote addresses that a finding names. */
  public static final int MAX_REMOTES = 10;

  public Finding {
    facts = List.copyOf(facts);
    remotes = List.copyOf(remotes);
    twins = List.copyOf(twins);
  }
}
