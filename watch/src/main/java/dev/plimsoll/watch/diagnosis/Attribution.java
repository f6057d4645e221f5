package dev.plimsoll.watch.diagnosis;

import java.util.List;

/**
 * Who owns sessions.
 *
 * @param suspects most sessions first
 * @param sessions how many sessions were asked about
 * @param known of how many of them the process is known for certain
 * @param likely of how many more it is likely: their sockets have gone, and it listens where they
 *     came to or went the same way lately
 * @param gaps what could not be seen and why, in plain English; empty if everything could
 */
public record Attribution(
    List<Suspect> suspects, long sessions, long known, long likely, List<String> gaps) {
  /** Nobody looked. */
  public static final Attribution NONE = new Attribution(List.of(), 0, 0, 0, List.of());

  public Attribution {
    suspects = List.copyOf(suspects);
    gaps = List.copyOf(gaps);
  }

  /** One in which all that is known is certain. */
  public Attribution(
      final List<Suspect> suspects,
      final long sessions,
      final long known,
      final List<String> gaps) {
    this(suspects, sessions, known, 0, gaps);
  }
}
