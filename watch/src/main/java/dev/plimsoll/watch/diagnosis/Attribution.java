package dev.plimsoll.watch.diagnosis;

import java.util.List;

/**
 * Who owns sessions.
 *
 * @param suspects most sessions first
 * @param sessions how many sessions were asked about
 * @param known of how many of them the process is known
 * @param gaps what could not be seen and why, in plain English; empty if everything could
 */
public record Attribution(List<Suspect> suspects, long sessions, long known, List<String> gaps) {
  /** Nobody looked. */
  public static final Attribution NONE = new Attribution(List.of(), 0, 0, List.of());

  public Attribution {
    suspects = List.copyOf(suspects);
    gaps = List.copyOf(gaps);
  }
}
