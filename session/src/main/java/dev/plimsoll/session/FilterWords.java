package dev.plimsoll.session;

import dev.plimsoll.session.FilterField.Address;
import dev.plimsoll.session.FilterField.Comparison;
import dev.plimsoll.session.FilterField.Port;
import dev.plimsoll.session.FilterField.Quantity;
import dev.plimsoll.session.FilterParser.Condition;
import dev.plimsoll.session.FilterParser.Sign;
import dev.plimsoll.session.FilterParser.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of the filter language: what each makes of its values, and what it says of wrong ones.
 */
final class FilterWords {
  /** All words that take values, in the order in which they are explained. */
  static final List<String> ALL =
      List.of(
          ("proto state is direction family src dst addr reply-src reply-dst local remote"
                  + " sport dport port reply-sport reply-dport lport rport type code"
                  + " age timeout bytes packets mark zone label helper netns id")
              .split(" "));

  private static final List<String> PROTOCOLS =
      List.of(
          "tcp udp icmp icmpv6 sctp gre esp ah udplite dccp igmp ipip ipv6 ospf pim vrrp"
              .split(" "));

  private FilterWords() {}

  /** The filter that a condition stands for, as if its sign were no {@code !=}. */
  static SessionFilter filterOf(final Condition condition) throws FilterSyntaxException {
    final String word = condition.word().toLowerCase(Locale.ROOT);
    for (final Address field : Address.values()) {
      if (field.word().equals(word)) {
        return addresses(condition, field);
      }
    }
    for (final Port field : Port.values()) {
      if (field.word().equals(word)) {
        return new SessionFilter.PortIs(field, FilterNumbers.PORT.read(condition));
      }
    }
    for (final Quantity field : Quantity.values()) {
      if (field.word().equals(word)) {
        return quantity(condition, field);
      }
    }
    return switch (word) {
      case "zone" -> new SessionFilter.ZoneIs(FilterNumbers.ZONE.read(condition));
      case "id" -> new SessionFilter.IdIs(FilterNumbers.ID.read(condition));
      case "type" -> new SessionFilter.IcmpTypeIs(FilterNumbers.ICMP_TYPE.read(condition));
      case "code" -> new SessionFilter.IcmpCodeIs(FilterNumbers.ICMP_CODE.read(condition));
      case "proto" -> protocols(condition);
      case "state" -> states(condition);
      case "is" -> anyOf(condition, FilterWords::trait);
      case "direction" -> anyOf(condition, FilterWords::direction);
      case "family" -> anyOf(condition, FilterWords::family);
      case "mark" -> anyOf(condition, FilterWords::mark);
      case "label" -> new SessionFilter.LabelIs(FilterNumbers.LABEL.read(condition));
      case "helper" -> anyOf(condition, (c, value) -> new SessionFilter.HelperIs(value.text()));
      case "netns" -> anyOf(condition, (c, value) -> new SessionFilter.NamespaceIs(value.text()));
      default -> throw condition.wrongWord(aboutUnknownWord(condition.word()));
    };
  }

  /** What to say of a word that stands without a sign: {@code tcp} instead of {@code proto:tcp}. */
  static String aboutBareWord(final String run) {
    final String meant = meantByValue(run);
    if (meant != null) {
      return "\"" + run + "\" alone is no condition" + didYouMean(meant);
    }
    if (ALL.contains(run.toLowerCase(Locale.ROOT))) {
      return "a sign and a value are expected after \"" + run + "\", as in " + example(run);
    }
    final String near = NearestWord.of(run, ALL);
    return "\""
        + run
        + "\" alone is no condition"
        + (near == null ? "; one such as proto:tcp is expected" : didYouMean(near + ":"));
  }

  /** Whether the text, which may have colons, is an address or a network. */
  static boolean isAddress(final String text) {
    return IpNetwork.parse(text) != null;
  }

  private static @Nullable String meantByValue(final String value) {
    final String lower = value.toLowerCase(Locale.ROOT);
    if (isAddress(value)) {
      return "addr:" + value;
    }
    if (FilterNumbers.PORT.parse(value) >= 0) {
      return "port:" + lower;
    }
    if (Protocol.parse(value).isPresent()) {
      return "proto:" + lower;
    }
    if (traitWords().contains(lower)) {
      return "is:" + lower;
    }
    for (final Direction direction : Direction.values()) {
      if (direction.word().equals(lower)) {
        return "direction:" + lower;
      }
    }
    final String state = value.toUpperCase(Locale.ROOT);
    return SessionFilter.StateIs.ALL_NAMES.contains(state) ? "state:" + state : null;
  }

  private static String example(final String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "age", "timeout" -> word + "<30s";
      case "bytes", "packets" -> word + ">1M";
      case "state" -> word + ":SYN_SENT";
      case "is" -> word + ":assured";
      case "proto" -> word + ":tcp";
      case "direction" -> word + ":in";
      case "family" -> word + ":ipv6";
      case "helper" -> word + ":ftp";
      case "netns" -> word + ":web";
      case "src", "dst", "addr", "reply-src", "reply-dst", "local", "remote" ->
          word + ":192.0.2.0/24";
      default -> word + ":8";
    };
  }

  private static String aboutUnknownWord(final String word) {
    final String synonym =
        switch (word.toLowerCase(Locale.ROOT)) {
          case "source", "saddr" -> "src";
          case "destination", "dest", "daddr" -> "dst";
          case "ip", "host", "address" -> "addr";
          case "l4proto" -> "proto";
          case "namespace" -> "netns";
          case "status", "not-is" -> "is";
          default -> NearestWord.of(word, ALL);
        };
    return "unknown word \""
        + word
        + "\""
        + (synonym == null
            ? "; the words are " + String.join(", ", ALL)
            : didYouMean(synonym + ":"));
  }

  private static String didYouMean(final String what) {
    return "; did you mean " + what + "?";
  }

  /** Reads one of several values. */
  private interface Reader {
    SessionFilter read(Condition condition, Value value) throws FilterSyntaxException;
  }

  private static SessionFilter anyOf(final Condition condition, final Reader reader)
      throws FilterSyntaxException {
    equalityOnly(condition);
    final List<SessionFilter> alternatives = new ArrayList<>();
    for (final Value value : condition.values()) {
      alternatives.add(reader.read(condition, value));
    }
    return alternatives.size() == 1 ? alternatives.getFirst() : new SessionFilter.Or(alternatives);
  }

  private static void equalityOnly(final Condition condition) throws FilterSyntaxException {
    if (!condition.sign().isEquality()) {
      throw condition.wrongSign(
          "\"" + condition.word() + "\" cannot be greater or less: \":\" or \"!=\" is expected");
    }
  }

  private static FilterSyntaxException choice(
      final Condition condition,
      final Value value,
      final String what,
      final List<String> candidates) {
    final String near = NearestWord.of(value.text(), candidates);
    return condition.wrong(
        value,
        "\""
            + value.text()
            + "\" is not "
            + what
            + (near == null
                ? "; expected is one of " + String.join(", ", candidates)
                : didYouMean(near)));
  }

  private static SessionFilter addresses(final Condition condition, final Address field)
      throws FilterSyntaxException {
    equalityOnly(condition);
    final List<IpNetwork> networks = new ArrayList<>();
    for (final Value value : condition.values()) {
      final IpNetwork network = IpNetwork.parse(value.text());
      if (network == null) {
        throw condition.wrong(
            value,
            "\""
                + value.text()
                + "\" is neither an IP address nor a network such as 10.0.0.0/8"
                + " or 2001:db8::/32; names are not looked up");
      }
      networks.add(network);
    }
    return new SessionFilter.AddressIs(field, networks);
  }

  private static SessionFilter quantity(final Condition condition, final Quantity field)
      throws FilterSyntaxException {
    final Value value = condition.onlyValue();
    final long limit = field.units().parse(value.text());
    if (limit < 0) {
      throw condition.wrong(
          value,
          "\""
              + value.text()
              + "\" is not understood: "
              + field.units().expected()
              + " is expected after "
              + condition.word()
              + condition.sign().text());
    }
    return new SessionFilter.QuantityIs(field, comparison(condition.sign()), limit);
  }

  private static Comparison comparison(final Sign sign) {
    return switch (sign) {
      case COLON, EQUAL, NOT_EQUAL -> Comparison.EQUAL;
      case GREATER -> Comparison.GREATER;
      case AT_LEAST -> Comparison.AT_LEAST;
      case LESS -> Comparison.LESS;
      case AT_MOST -> Comparison.AT_MOST;
    };
  }

  private static SessionFilter protocols(final Condition condition) throws FilterSyntaxException {
    equalityOnly(condition);
    final long[] numbers = new long[condition.values().size()];
    for (int i = 0; i < numbers.length; i++) {
      final Value value = condition.values().get(i);
      final OptionalInt number = Protocol.parse(value.text());
      if (number.isEmpty()) {
        throw choice(condition, value, "a protocol", PROTOCOLS);
      }
      numbers[i] = number.getAsInt();
    }
    return new SessionFilter.ProtocolIs(NumberSet.of(numbers));
  }

  private static SessionFilter states(final Condition condition) throws FilterSyntaxException {
    equalityOnly(condition);
    final Set<String> names = new HashSet<>();
    for (final Value value : condition.values()) {
      final String name = value.text().toUpperCase(Locale.ROOT).replace('-', '_');
      if (!SessionFilter.StateIs.ALL_NAMES.contains(name)) {
        throw choice(condition, value, "a state", SessionFilter.StateIs.ALL_NAMES);
      }
      names.add(name);
    }
    return new SessionFilter.StateIs(names);
  }

  private static List<String> traitWords() {
    final List<String> words = new ArrayList<>();
    for (final SessionTrait trait : SessionTrait.values()) {
      words.add(trait.word());
    }
    words.addAll(List.of("local", "ipv4", "ipv6"));
    return words;
  }

  private static SessionFilter trait(final Condition condition, final Value value)
      throws FilterSyntaxException {
    final String word = value.text().toLowerCase(Locale.ROOT);
    for (final SessionTrait trait : SessionTrait.values()) {
      if (trait.word().equals(word)) {
        return new SessionFilter.Is(trait);
      }
    }
    return switch (word) {
      case "local" -> new SessionFilter.DirectionIs(Direction.LOCAL);
      case "ipv4" -> new SessionFilter.FamilyIs(Family.IPV4);
      case "ipv6" -> new SessionFilter.FamilyIs(Family.IPV6);
      default -> throw choice(condition, value, "something that a session is", traitWords());
    };
  }

  private static SessionFilter direction(final Condition condition, final Value value)
      throws FilterSyntaxException {
    final List<String> words = new ArrayList<>();
    for (final Direction direction : Direction.values()) {
      if (direction.word().equalsIgnoreCase(value.text())) {
        return new SessionFilter.DirectionIs(direction);
      }
      words.add(direction.word());
    }
    throw choice(condition, value, "a direction", words);
  }

  private static SessionFilter family(final Condition condition, final Value value)
      throws FilterSyntaxException {
    return switch (value.text().toLowerCase(Locale.ROOT)) {
      case "ipv4", "4" -> new SessionFilter.FamilyIs(Family.IPV4);
      case "ipv6", "6" -> new SessionFilter.FamilyIs(Family.IPV6);
      default -> throw choice(condition, value, "a family", List.of("ipv4", "ipv6"));
    };
  }

  private static SessionFilter mark(final Condition condition, final Value value)
      throws FilterSyntaxException {
    final int slash = value.text().indexOf('/');
    final long bits =
        FilterNumbers.bits(slash < 0 ? value.text() : value.text().substring(0, slash));
    final long mask =
        slash < 0 ? 0xffff_ffffL : FilterNumbers.bits(value.text().substring(slash + 1));
    if (bits < 0 || mask < 0) {
      throw condition.wrong(
          value,
          "\""
              + value.text()
              + "\" is no mark: a number such as 5 or 0x1f is expected, or"
              + " one with a mask such as 0x1/0xff");
    }
    if ((bits & ~mask) != 0) {
      throw condition.wrong(
          value,
          "the mark "
              + value.text()
              + " has bits outside of its mask: no session could"
              + " ever match");
    }
    return new SessionFilter.MarkIs((int) bits, (int) mask);
  }
}
