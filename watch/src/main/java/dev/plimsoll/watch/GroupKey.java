package dev.plimsoll.watch;

import dev.plimsoll.session.Direction;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.IpNetwork;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SctpState;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.TupleView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What sessions are grouped by: one of the keys of {@code by KEY[,KEY]}.
 *
 * <p>{@code src}, {@code dst}, {@code sport} and {@code dport} are those of the original tuple,
 * {@code local}, {@code remote}, {@code lport} and {@code rport} those of the ends as {@link
 * Session#local()} and {@link Session#remote()} see them. An address may be cut to a network:
 * {@code remote/24} cuts IPv4 addresses and {@code remote/64} IPv6 addresses; the other family's
 * stay whole. {@code remote/net} is both at once.
 *
 * @param field what is looked at
 * @param ipv4PrefixBits leading bits of an IPv4 address that count, 0 to 32; 32 for other fields
 * @param ipv6PrefixBits leading bits of an IPv6 address that count, 0 to 128; 128 for other fields
 */
public record GroupKey(Field field, int ipv4PrefixBits, int ipv6PrefixBits) {
  /** The word for a session that does not have what is grouped by, such as a port of a ping. */
  public static final String NONE = "-";

  /** The word for the namespace that Plimsoll itself runs in. */
  public static final String OWN_NAMESPACE = "own";

  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final int NO_PORT = 0x1_0000;
  // Behind the TCP states; what both protocols name alike has one number.
  private static final int SCTP_STATES = 0x40;
  private static final int NO_STATE = 0xff;

  private static final List<Direction> DIRECTIONS = List.of(Direction.values());

  /** What a key looks at. */
  public enum Field {
    PROTOCOL("protocol", 8),
    STATE("state", 8),
    DIRECTION("direction", 3),
    STATUS("status", 2),
    FAMILY("family", 1),
    LOCAL("local", 1),
    REMOTE("remote", 1),
    LOCAL_PORT("lport", 17),
    REMOTE_PORT("rport", 17),
    SOURCE("src", 1),
    DESTINATION("dst", 1),
    SOURCE_PORT("sport", 17),
    DESTINATION_PORT("dport", 17),
    ZONE("zone", 16),
    MARK("mark", 32),
    NAMESPACE("netns", 24);

    private final String word;
    private final int bits;

    Field(final String word, final int bits) {
      this.word = word;
      this.bits = bits;
    }

    /** The name that the user gives. */
    public String word() {
      return word;
    }

    /** Whether it is an address, which a prefix may cut. */
    public boolean isAddress() {
      return this == LOCAL || this == REMOTE || this == SOURCE || this == DESTINATION;
    }

    // Bits of its number; for an address the number is the family, and two words hold the rest.
    int bits() {
      return bits;
    }
  }

  /**
   * Checks the prefixes.
   *
   * @throws IllegalArgumentException if a prefix is out of range, or cuts what is no address
   */
  public GroupKey {
    if (ipv4PrefixBits < 0 || ipv4PrefixBits > IPV4_BITS) {
      throw new IllegalArgumentException("IPv4 prefix of " + ipv4PrefixBits + " bits");
    }
    if (ipv6PrefixBits < 0 || ipv6PrefixBits > IPV6_BITS) {
      throw new IllegalArgumentException("IPv6 prefix of " + ipv6PrefixBits + " bits");
    }
    if (!field.isAddress() && (ipv4PrefixBits < IPV4_BITS || ipv6PrefixBits < IPV6_BITS)) {
      throw new IllegalArgumentException(field.word() + " is no address: a prefix cuts nothing");
    }
  }

  public static GroupKey of(final Field field) {
    return new GroupKey(field, IPV4_BITS, IPV6_BITS);
  }

  /**
   * Reads {@code KEY[,KEY…]}.
   *
   * @throws GroupKeyException if a key is not one; its message lists those that are
   */
  public static List<GroupKey> parse(final String text) {
    final List<GroupKey> keys = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      final int comma = text.indexOf(',', start);
      final int end = comma < 0 ? text.length() : comma;
      final GroupKey key = parseOne(text.substring(start, end), start + 1);
      if (keys.contains(key)) {
        throw new GroupKeyException(start + 1, "the key " + key + " is named twice");
      }
      keys.add(key);
      start = end + 1;
    }
    return List.copyOf(keys);
  }

  private static GroupKey parseOne(final String given, final int column) {
    final String text = given.strip().toLowerCase(Locale.ROOT);
    final int slash = text.indexOf('/');
    final String name = slash < 0 ? text : text.substring(0, slash);
    // The filter language says proto; and netns is a namespace to some.
    final String word =
        switch (name) {
          case "proto" -> Field.PROTOCOL.word();
          case "namespace" -> Field.NAMESPACE.word();
          default -> name;
        };
    for (final Field field : Field.values()) {
      if (field.word().equals(word)) {
        return slash < 0 ? of(field) : withPrefix(field, text.substring(slash + 1), column);
      }
    }
    throw GroupKeyException.unknown(column, text);
  }

  private static GroupKey withPrefix(final Field field, final String prefix, final int column) {
    if (!field.isAddress()) {
      throw new GroupKeyException(
          column, field.word() + " is no address: only addresses take a prefix such as /24");
    }
    if (prefix.equals("net")) {
      return new GroupKey(field, 24, 64);
    }
    final boolean isNumber =
        !prefix.isEmpty()
            && prefix.length() <= 3
            && prefix.chars().allMatch(c -> c >= '0' && c <= '9');
    final int bits = isNumber ? Integer.parseInt(prefix) : -1;
    if (bits < 0 || bits > IPV6_BITS) {
      throw new GroupKeyException(
          column,
          "/%s is no prefix: use /0 to /32 for IPv4, /33 to /128 for IPv6, or /net for /24 and /64"
              .formatted(prefix));
    }
    return bits <= IPV4_BITS
        ? new GroupKey(field, bits, IPV6_BITS)
        : new GroupKey(field, IPV4_BITS, bits);
  }

  /** The tuple whose source is the address or port that this key looks at, or its destination. */
  private TupleView end(final Session session) {
    return switch (field) {
      case LOCAL, LOCAL_PORT -> session.local();
      case REMOTE, REMOTE_PORT -> session.remote();
      default -> session.original();
    };
  }

  private boolean isDestination() {
    return field == Field.DESTINATION || field == Field.DESTINATION_PORT;
  }

  // Writes an address, cut to its prefix, into two words.
  void putAddress(final Session session, final long[] words, final int at) {
    final TupleView end = end(session);
    final long high = isDestination() ? end.destinationHigh() : end.sourceHigh();
    final long low = isDestination() ? end.destinationLow() : end.sourceLow();
    final int prefix = prefixBits(end.family());
    words[at] = IpNetwork.maskHigh(end.family(), high, prefix);
    words[at + 1] = IpNetwork.maskLow(end.family(), low, prefix);
  }

  // The number of this key's bits that stands for the session's value; not for namespaces, whose
  // names only the breakdown numbers.
  long number(final Session session) {
    return switch (field) {
      case PROTOCOL -> session.protocol();
      case STATE -> stateNumber(session.protocol(), session.state());
      case DIRECTION -> DIRECTIONS.indexOf(session.direction());
      case STATUS -> session.isAssured() ? 2 : session.isReplied() ? 1 : 0;
      case FAMILY, LOCAL, REMOTE, SOURCE, DESTINATION -> session.family() == Family.IPV4 ? 0 : 1;
      case LOCAL_PORT, REMOTE_PORT, SOURCE_PORT, DESTINATION_PORT -> port(session);
      case ZONE -> session.zone();
      case MARK -> session.mark() & 0xffff_ffffL;
      case NAMESPACE -> throw new IllegalStateException("namespaces have no numbers");
    };
  }

  private int port(final Session session) {
    if (!Protocol.hasPorts(session.protocol())) {
      return NO_PORT;
    }
    final TupleView end = end(session);
    return isDestination() ? end.destinationPort() : end.sourcePort();
  }

  private static int stateNumber(final int protocol, final int state) {
    if (state < 0 || (protocol != Protocol.TCP && protocol != Protocol.SCTP)) {
      return NO_STATE;
    }
    if (protocol == Protocol.TCP) {
      return state & 0x3f;
    }
    if (state == SctpState.NONE.number()) {
      return TcpState.NONE.number();
    }
    return state == SctpState.ESTABLISHED.number()
        ? TcpState.ESTABLISHED.number()
        : SCTP_STATES + (state & 0x3f);
  }

  // The text of a number that number() gave, and for an address of its two words.
  String label(final long number, final long high, final long low) {
    return switch (field) {
      case PROTOCOL -> Protocol.displayName((int) number);
      case STATE -> stateLabel((int) number);
      case DIRECTION -> DIRECTIONS.get((int) number).word();
      case STATUS -> number == 2 ? "assured" : number == 1 ? "replied" : "unreplied";
      case FAMILY -> number == 0 ? "ipv4" : "ipv6";
      case LOCAL, REMOTE, SOURCE, DESTINATION ->
          addressLabel(number == 0 ? Family.IPV4 : Family.IPV6, high, low);
      case LOCAL_PORT, REMOTE_PORT, SOURCE_PORT, DESTINATION_PORT ->
          number == NO_PORT ? NONE : Long.toString(number);
      case MARK -> "0x" + Long.toHexString(number);
      case ZONE, NAMESPACE -> Long.toString(number);
    };
  }

  private static String stateLabel(final int number) {
    if (number == NO_STATE) {
      return NONE;
    }
    final int state = number & 0x3f;
    final Enum<?> named = number < SCTP_STATES ? TcpState.of(state) : SctpState.of(state);
    return named == null ? Integer.toString(state) : named.name();
  }

  private String addressLabel(final int family, final long high, final long low) {
    final IpNetwork network = new IpNetwork(new IpAddress(family, high, low), prefixBits(family));
    return network.isSingle() ? network.address().toString() : network.toString();
  }

  private int prefixBits(final int family) {
    return family == Family.IPV4 ? ipv4PrefixBits : ipv6PrefixBits;
  }

  /** The key as the user gives it. */
  @Override
  public String toString() {
    if (ipv4PrefixBits == 24 && ipv6PrefixBits == 64) {
      return field.word() + "/net";
    }
    return field.word()
        + (ipv4PrefixBits < IPV4_BITS ? "/" + ipv4PrefixBits : "")
        + (ipv6PrefixBits < IPV6_BITS ? "/" + ipv6PrefixBits : "");
  }
}
