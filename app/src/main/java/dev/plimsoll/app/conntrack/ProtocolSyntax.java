package dev.plimsoll.app.conntrack;

import static dev.plimsoll.app.conntrack.ProtocolOption.ICMP_CODE;
import static dev.plimsoll.app.conntrack.ProtocolOption.ICMP_ID;
import static dev.plimsoll.app.conntrack.ProtocolOption.ICMP_TYPE;
import static dev.plimsoll.app.conntrack.ProtocolOption.ORIG_TAG;
import static dev.plimsoll.app.conntrack.ProtocolOption.REPLY_TAG;
import static dev.plimsoll.app.conntrack.ProtocolOption.ROLE;
import static dev.plimsoll.app.conntrack.ProtocolOption.STATE;

import dev.plimsoll.app.conntrack.OptionScanner.Argument;
import dev.plimsoll.app.conntrack.OptionScanner.Spelling;
import dev.plimsoll.session.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A protocol as {@code -p} names it, and the options that it brings.
 *
 * @param number 0 to 255
 * @param name what the usage text calls it
 * @param options what may be told of it, and how that is written
 */
record ProtocolSyntax(int number, String name, List<Described> options) {
  private static final List<ProtocolSyntax> KNOWN =
      List.of(
          withPorts(Protocol.TCP, "tcp", state("TCP", "ESTABLISHED")),
          withPorts(Protocol.UDP, "udp"),
          withPorts(Protocol.UDPLITE, "udplite"),
          withPorts(
              Protocol.SCTP,
              "sctp",
              state("SCTP", "ESTABLISHED"),
              new Described(ORIG_TAG, "original verification tag", "orig-vtag"),
              new Described(REPLY_TAG, "reply verification tag", "reply-vtag")),
          withPorts(
              Protocol.DCCP, "dccp", state("DCCP", "RESPOND"), new Described(ROLE, null, "role")),
          new ProtocolSyntax(Protocol.GRE, "gre", ends("key", "srckey", "dstkey")),
          icmp(Protocol.ICMP, "icmp"),
          icmp(Protocol.ICMPV6, "icmpv6"));

  // By the number of the protocol, of those that bring options; made when first needed.
  private static final Map<Integer, Spellings> SPELLINGS = new ConcurrentHashMap<>();

  /**
   * An option of a protocol.
   *
   * @param help its meaning in the usage text, or null if that leaves it out
   * @param words the words behind {@code --}; errors name the last
   */
  record Described(ProtocolOption option, @Nullable String help, List<String> words) {
    private Described(
        final ProtocolOption option, final @Nullable String help, final String... words) {
      this(option, help, List.of(words));
    }

    /** The word that the usage text shows. */
    String shown() {
      return words.getFirst();
    }
  }

  /**
   * The protocol of a name, in any case, or of a number in C's notation; a name in {@code
   * /etc/protocols} for one that brings no options.
   */
  static ProtocolSyntax of(final String text) throws ConntrackUsageException {
    for (final ProtocolSyntax each : KNOWN) {
      if (each.name.equals(text.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    final CNumber number = CNumber.read(text, 0);
    if (!text.isEmpty() && number.isAllOf(text) && Long.compareUnsigned(number.value(), 255) <= 0) {
      return of((int) number.value());
    }
    final ProtocolSyntax named = ProtocolNames.find(text);
    if (named == null) {
      throw ConntrackUsageException.parameter("`" + text + "' unsupported protocol");
    }
    return named;
  }

  private static ProtocolSyntax of(final int number) {
    for (final ProtocolSyntax each : KNOWN) {
      if (each.number == number) {
        return each;
      }
    }
    return new ProtocolSyntax(number, "unknown", List.of());
  }

  /** Whether it has numbers of its own that tell the two ends apart: ports or keys. */
  boolean hasEnds() {
    return Protocol.hasPorts(number) || number == Protocol.GRE;
  }

  Spellings spellings() {
    return options.isEmpty() ? Spellings.NONE : SPELLINGS.computeIfAbsent(number, _ -> spell());
  }

  private Spellings spell() {
    final List<Spelling> spellings = new ArrayList<>();
    for (final Described each : options) {
      for (final String word : each.words) {
        spellings.add(new Spelling(Spelling.NO_LETTER, word, Argument.REQUIRED, each.option));
      }
    }
    return new Spellings(spellings);
  }

  /** The word of an option in errors. */
  String word(final ProtocolOption option) {
    for (final Described each : options) {
      if (each.option == option) {
        return each.words.getLast();
      }
    }
    throw new IllegalArgumentException(name + " has no option " + option);
  }

  private static Described state(final String name, final String example) {
    return new Described(STATE, name + " state, fe. " + example, "state");
  }

  private static ProtocolSyntax withPorts(
      final int number, final String name, final Described... more) {
    final List<Described> options = new ArrayList<>(ends("port", "sport", "dport"));
    options.addAll(List.of(more));
    return new ProtocolSyntax(number, name, List.copyOf(options));
  }

  private static List<Described> ends(final String what, final String source, final String dest) {
    return List.of(
        end(ProtocolOption.ORIG_SOURCE, "orig", "original source ", what, "src", source),
        end(ProtocolOption.ORIG_DESTINATION, "orig", "original destination ", what, "dst", dest),
        end(ProtocolOption.REPLY_SOURCE, "reply", "reply source ", what, "src"),
        end(ProtocolOption.REPLY_DESTINATION, "reply", "reply destination ", what, "dst"),
        end(ProtocolOption.MASK_SOURCE, "mask", "mask source ", what, "src"),
        end(ProtocolOption.MASK_DESTINATION, "mask", "mask destination ", what, "dst"),
        end(ProtocolOption.TUPLE_SOURCE, "tuple", "expectation tuple src ", what, "src"),
        end(ProtocolOption.TUPLE_DESTINATION, "tuple", "expectation tuple dst ", what, "dst"));
  }

  private static Described end(
      final ProtocolOption option,
      final String prefix,
      final String help,
      final String what,
      final String suffix,
      final String... shorter) {
    final List<String> words = new ArrayList<>();
    words.add(prefix + "-" + what + "-" + suffix);
    words.addAll(List.of(shorter));
    return new Described(option, help + what, List.copyOf(words));
  }

  private static ProtocolSyntax icmp(final int number, final String name) {
    return new ProtocolSyntax(
        number,
        name,
        List.of(
            new Described(ICMP_TYPE, name + " type", name + "-type"),
            new Described(ICMP_CODE, name + " code", name + "-code"),
            new Described(ICMP_ID, name + " id", name + "-id")));
  }
}
