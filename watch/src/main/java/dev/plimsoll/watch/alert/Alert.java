package dev.plimsoll.watch.alert;

import java.util.List;

/**
 * Something that a person should know now.
 *
 * @param id names it for ever; a repetition has an id of its own. Who receives one twice, as after
 *     a power loss between sending and noting it, tells by the id
 * @param kind what it is about
 * @param phase whether it begins, goes on, or is over
 * @param host the name of this machine
 * @param namespace the network namespace's name, or {@code own}
 * @param timeMillis the moment that it speaks of, in milliseconds since 1970
 * @param sinceMillis when the matter began; the same in all alerts of one matter
 * @param title one line
 * @param facts the strongest facts, one sentence each, strongest first; at most three
 * @param whatChanged what the count rose by and which sessions account for it; empty if unknown
 * @param command the command to look further
 */
public record Alert(
    String id,
    Kind kind,
    Phase phase,
    String host,
    String namespace,
    long timeMillis,
    long sinceMillis,
    String title,
    List<String> facts,
    String whatChanged,
    String command) {

  /** What an alert is about. */
  public enum Kind {
    SUSTAINED("sustained"),
    FINDING("finding"),
    BRIEF_PEAK("brief-peak"),
    RECURRING("recurring"),
    NEAR_CEILING("near-ceiling"),
    DROPS("drops"),
    UNWATCHED("unwatched"),
    TEST("test");

    private final String word;

    Kind(final String word) {
      this.word = word;
    }

    /** The word in configuration, JSON and metrics. */
    public String word() {
      return word;
    }
  }

  /** Where in a matter's life an alert stands. */
  public enum Phase {
    BEGINS,
    GOES_ON,
    OVER;

    /** The word in JSON. */
    public String word() {
      return switch (this) {
        case BEGINS -> "begins";
        case GOES_ON -> "goes-on";
        case OVER -> "over";
      };
    }
  }

  public Alert {
    facts = List.copyOf(facts);
  }
}
