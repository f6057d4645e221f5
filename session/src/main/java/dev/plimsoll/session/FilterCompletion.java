package dev.plimsoll.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The words that fit at a place in the text of a filter: what an input field offers while somebody
 * writes. It looks at the condition before the caret only; whether the whole is a filter, {@link
 * SessionFilter#parse} says.
 *
 * @param from where the text begins that a chosen word takes the place of, up to the caret
 * @param words what fits, in the order in which it is to be offered
 */
public record FilterCompletion(int from, List<Word> words) {
  /**
   * A word that fits.
   *
   * @param word a word with its sign, {@code state:}, or a value, {@code SYN_SENT}
   * @param meaning what it means, in a few words
   */
  public record Word(String word, String meaning) {}

  private static final Map<String, String> WORDS =
      table(
          "proto:", "protocol: tcp, udp, icmp or a number",
          "state:", "state of TCP or SCTP",
          "is:", "what is known of it: assured, nat, unreplied …",
          "direction:", "who began it, seen from this host",
          "family:", "ipv4 or ipv6",
          "src:", "source address or network",
          "dst:", "destination address or network",
          "addr:", "any of its addresses",
          "local:", "address of this host's end",
          "remote:", "address of the other end",
          "reply-src:", "source address of the answers",
          "reply-dst:", "destination address of the answers",
          "sport:", "source port",
          "dport:", "destination port",
          "port:", "any of its ports",
          "lport:", "port of this host's end",
          "rport:", "port of the other end",
          "reply-sport:", "source port of the answers",
          "reply-dport:", "destination port of the answers",
          "type:", "ICMP type",
          "code:", "ICMP code",
          "age>", "time since it began, as in age>1h",
          "timeout<", "time left unless a packet comes",
          "bytes>", "bytes of both directions, as in bytes>1M",
          "packets>", "packets of both directions",
          "mark:", "mark, as in 5 or 0x1/0xff",
          "zone:", "zone",
          "label:", "a bit of its labels",
          "helper:", "what follows its payload, as in ftp",
          "netns:", "network namespace",
          "id:", "the kernel's number for it");

  private static final Map<String, String> JOINTS =
      table(
          "not", "turns the next condition round",
          "or", "one side or the other",
          "and", "both sides, as a space does",
          "any", "every session");

  private static final Map<String, String> PROTOCOLS =
      table(
          "tcp", "connections with states",
          "udp", "datagrams",
          "icmp", "ping and errors of IPv4",
          "icmpv6", "ping and errors of IPv6",
          "sctp", "connections with states and streams",
          "gre", "tunnels",
          "esp", "IPsec",
          "udplite", "datagrams with partial checksums",
          "dccp", "datagrams with congestion control");

  private static final Map<String, String> STATES =
      table(
          "SYN_SENT", "a SYN was sent, no answer so far",
          "SYN_RECV", "SYN and answer seen, the last step is missing",
          "ESTABLISHED", "open",
          "FIN_WAIT", "one side has closed",
          "CLOSE_WAIT", "closed by one side, the other is to follow",
          "LAST_ACK", "both have closed, the last answer is missing",
          "TIME_WAIT", "closed, kept in case a packet is late",
          "CLOSE", "ended by a reset",
          "SYN_SENT2", "both sides sent a SYN",
          "NONE", "no state yet");

  private static final Map<String, String> FAMILIES = table("ipv4", "IPv4", "ipv6", "IPv6");

  private static final Map<String, String> OTHER_TRAITS =
      table("local", "both ends are this host", "ipv4", "IPv4", "ipv6", "IPv6");

  public FilterCompletion {
    words = List.copyOf(words);
  }

  /**
   * The words that fit at the caret.
   *
   * @param caret how many characters stand before it; beyond the text is its end
   */
  public static FilterCompletion at(final String text, final int caret) {
    final int end = Math.clamp(caret, 0, text.length());
    if (isQuoted(text, end)) {
      return new FilterCompletion(end, List.of());
    }
    int start = end;
    while (start > 0 && isInCondition(text.charAt(start - 1))) {
      start--;
    }
    while (start < end && (text.charAt(start) == '-' || text.charAt(start) == '!')) {
      start++;
    }
    int sign = start;
    while (sign < end && !isSign(text.charAt(sign))) {
      sign++;
    }
    if (sign == end) {
      return beginnings(start, text.substring(start, end));
    }
    final int from = valueStart(text, sign, end);
    final String word = text.substring(start, sign).toLowerCase(Locale.ROOT);
    return new FilterCompletion(from, matching(valuesOf(word), text.substring(from, end)));
  }

  private static FilterCompletion beginnings(final int from, final String typed) {
    final List<Word> words = new ArrayList<>(matching(WORDS, typed));
    words.addAll(matching(JOINTS, typed));
    return new FilterCompletion(from, words);
  }

  private static List<Word> matching(final Map<String, String> meanings, final String typed) {
    final List<Word> words = new ArrayList<>();
    meanings.forEach((word, meaning) -> {
      if (word.regionMatches(true, 0, typed, 0, typed.length())) {
        words.add(new Word(word, meaning));
      }
    });
    return words;
  }

  private static Map<String, String> valuesOf(final String word) {
    return switch (word) {
      case "proto" -> PROTOCOLS;
      case "state" -> states();
      case "family" -> FAMILIES;
      case "direction" -> directions();
      case "is" -> traits();
      default -> Map.of();
    };
  }

  private static Map<String, String> states() {
    final Map<String, String> states = new LinkedHashMap<>(STATES);
    SessionFilter.StateIs.ALL_NAMES.forEach(name -> states.putIfAbsent(name, "of SCTP"));
    return states;
  }

  private static Map<String, String> directions() {
    final Map<String, String> directions = new LinkedHashMap<>();
    for (final Direction direction : Direction.values()) {
      directions.put(
          direction.word(),
          switch (direction) {
            case IN -> "a remote host began it towards this one";
            case OUT -> "this host began it";
            case FORWARDED -> "neither end is this host";
            case LOCAL -> "both ends are this host";
            case UNKNOWN -> "the host's addresses are not known";
          });
    }
    return directions;
  }

  private static Map<String, String> traits() {
    final Map<String, String> traits = new LinkedHashMap<>();
    for (final SessionTrait trait : SessionTrait.values()) {
      traits.put(
          trait.word(),
          switch (trait) {
            case REPLIED -> "an answer was seen";
            case UNREPLIED -> "no answer so far";
            case ASSURED -> "kept even when the table is full";
            case UNASSURED -> "may be dropped early when the table is full";
            case EXPECTED -> "another session's helper announced it";
            case FIXED_TIMEOUT -> "packets do not refresh its time-out";
            case OFFLOADED -> "forwarded by a flow table";
            case HW_OFFLOADED -> "forwarded by a flow table in hardware";
            case NAT -> "an address or port is translated";
            case SNAT -> "its source is translated";
            case DNAT -> "its destination is translated";
            case HELPER -> "a helper follows its payload";
            case LOOPBACK -> "both ends are 127.0.0.0/8 or ::1";
          });
    }
    traits.putAll(OTHER_TRAITS);
    return traits;
  }

  // Behind the last comma, or behind the sign.
  private static int valueStart(final String text, final int sign, final int end) {
    int start = end;
    while (start > sign && text.charAt(start - 1) != ',' && !isSign(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isQuoted(final String text, final int end) {
    return text.substring(0, end).chars().filter(c -> c == '"').count() % 2 != 0;
  }

  private static boolean isInCondition(final char c) {
    return c != '(' && c != ')' && c != '"' && !Character.isWhitespace(c);
  }

  private static boolean isSign(final char c) {
    return ":=<>!".indexOf(c) >= 0;
  }

  private static Map<String, String> table(final String... wordsAndMeanings) {
    final Map<String, String> table = new LinkedHashMap<>();
    for (int i = 0; i < wordsAndMeanings.length; i += 2) {
      table.put(wordsAndMeanings[i], wordsAndMeanings[i + 1]);
    }
    return table;
  }
}
