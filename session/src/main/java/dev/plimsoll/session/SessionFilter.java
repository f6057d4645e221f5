package dev.plimsoll.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which sessions are wanted: a tree of conditions joined by and, or, not. The language is described
 * in docs/filter.md. Immutable and thread safe.
 *
 * <p>What a session does not tell matches no condition: {@code bytes<1k} is false without
 * accounting, {@code dport:22} for ICMP. So its negation matches. Two things count as told always,
 * as the kernel leaves them out when they are 0: the mark and the zone.
 *
 * <p>{@code toString()} is the canonical text: {@link #parse} makes an equal filter of it, unless
 * it is beyond the limits of a text: a list that is written out is longer, and a bracket deeper.
 */
public sealed interface SessionFilter {
  /** Every session. */
  SessionFilter ALL = new All();

  /** Whether this session is wanted. Makes no object. */
  boolean matches(Session session);

  /**
   * Reads a filter.
   *
   * @param text at most {@value FilterParser#MAX_LENGTH} characters; an empty one means every
   *     session
   * @throws FilterSyntaxException that points at the column of the error
   */
  static SessionFilter parse(final String text) throws FilterSyntaxException {
    return new FilterParser(text).parse();
  }

  /** What both want. */
  static SessionFilter both(final SessionFilter first, final SessionFilter second) {
    if (first instanceof All) {
      return second;
    }
    return second instanceof All ? first : new And(List.of(first, second));
  }

  /** Every session. */
  record All() implements SessionFilter {
    @Override
    public boolean matches(final Session session) {
      return true;
    }

    @Override
    public String toString() {
      return "any";
    }
  }

  /**
   * All of the parts.
   *
   * @param parts two or more; those that are themselves And are replaced by their parts
   */
  record And(List<SessionFilter> parts) implements SessionFilter {
    public And {
      final List<SessionFilter> flat = new ArrayList<>();
      for (final SessionFilter part : parts) {
        if (part instanceof And(final List<SessionFilter> inner)) {
          flat.addAll(inner);
        } else {
          flat.add(part);
        }
      }
      parts = atLeastTwo(flat);
    }

    @Override
    public boolean matches(final Session session) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).matches(session)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String toString() {
      final StringBuilder text = new StringBuilder();
      for (final SessionFilter part : parts) {
        text.append(text.isEmpty() ? "" : " ");
        text.append(part instanceof Or ? "(" + part + ")" : part);
      }
      return text.toString();
    }
  }

  /**
   * One of the parts, or more.
   *
   * @param parts two or more; those that are themselves Or are replaced by their parts
   */
  record Or(List<SessionFilter> parts) implements SessionFilter {
    public Or {
      final List<SessionFilter> flat = new ArrayList<>();
      for (final SessionFilter part : parts) {
        if (part instanceof Or(final List<SessionFilter> inner)) {
          flat.addAll(inner);
        } else {
          flat.add(part);
        }
      }
      parts = atLeastTwo(flat);
    }

    @Override
    public boolean matches(final Session session) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).matches(session)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      final StringBuilder text = new StringBuilder();
      for (final SessionFilter part : parts) {
        text.append(text.isEmpty() ? "" : " or ").append(part);
      }
      return text.toString();
    }
  }

  /** The sessions that the part does not match. */
  record Not(SessionFilter part) implements SessionFilter {
    @Override
    public boolean matches(final Session session) {
      return !part.matches(session);
    }

    @Override
    public String toString() {
      return part instanceof And || part instanceof Or ? "not (" + part + ")" : "not " + part;
    }
  }

  /** {@code family:ipv4}. */
  record FamilyIs(int family) implements SessionFilter {
    public FamilyIs {
      if (family != Family.IPV4 && family != Family.IPV6) {
        throw new IllegalArgumentException("neither IPv4 nor IPv6: " + family);
      }
    }

    @Override
    public boolean matches(final Session session) {
      return session.family() == family;
    }

    @Override
    public String toString() {
      return family == Family.IPV4 ? "family:ipv4" : "family:ipv6";
    }
  }

  /** {@code proto:tcp,udp}. */
  record ProtocolIs(NumberSet protocols) implements SessionFilter {
    public ProtocolIs {
      atMost(protocols, 255);
    }

    @Override
    public boolean matches(final Session session) {
      return protocols.contains(session.protocol());
    }

    @Override
    public String toString() {
      final StringBuilder text = new StringBuilder("proto:");
      for (int number = 0; number <= 255; number++) {
        if (protocols.contains(number)) {
          text.append(text.charAt(text.length() - 1) == ':' ? "" : ",");
          text.append(Protocol.displayName(number));
        }
      }
      return text.toString();
    }
  }

  /**
   * {@code state:SYN_SENT,TIME_WAIT}: the state of a TCP or SCTP session.
   *
   * @param names the kernel's words, see {@link TcpState} and {@link SctpState}
   */
  record StateIs(Set<String> names) implements SessionFilter {
    /** All names of states, those of TCP first, in the kernel's order. */
    static final List<String> ALL_NAMES = allNames();

    public StateIs {
      names = Set.copyOf(names);
      if (names.isEmpty() || !ALL_NAMES.containsAll(names)) {
        throw new IllegalArgumentException("not names of states: " + names);
      }
    }

    @Override
    public boolean matches(final Session session) {
      final String name = session.stateName();
      return name != null && names.contains(name);
    }

    @Override
    public String toString() {
      final StringBuilder text = new StringBuilder();
      for (final String name : ALL_NAMES) {
        if (names.contains(name)) {
          text.append(text.isEmpty() ? "state:" : ",").append(name);
        }
      }
      return text.toString();
    }

    private static List<String> allNames() {
      final List<String> all = new ArrayList<>();
      for (final TcpState state : TcpState.values()) {
        all.add(state.name());
      }
      for (final SctpState state : SctpState.values()) {
        if (!all.contains(state.name())) {
          all.add(state.name());
        }
      }
      return List.copyOf(all);
    }
  }

  /** {@code src:10.0.0.0/8,192.0.2.7}: one end of the session is in one of the networks. */
  record AddressIs(FilterField.Address field, List<IpNetwork> networks) implements SessionFilter {
    public AddressIs {
      networks = List.copyOf(networks);
      if (networks.isEmpty()) {
        throw new IllegalArgumentException("no network");
      }
    }

    @Override
    public boolean matches(final Session session) {
      return field.matches(session, networks);
    }

    @Override
    public String toString() {
      final StringBuilder text = new StringBuilder(field.word()).append(':');
      for (int i = 0; i < networks.size(); i++) {
        final IpNetwork network = networks.get(i);
        text.append(i == 0 ? "" : ",").append(network.isSingle() ? network.address() : network);
      }
      return text.toString();
    }
  }

  /** {@code dport:443,8000-8999}: false for protocols without ports. */
  record PortIs(FilterField.Port field, NumberSet ports) implements SessionFilter {
    public PortIs {
      atMost(ports, 65_535);
    }

    @Override
    public boolean matches(final Session session) {
      return Protocol.hasPorts(session.protocol()) && field.matches(session, ports);
    }

    @Override
    public String toString() {
      return field.word() + ":" + ports;
    }
  }

  /** {@code type:8}: the ICMP type of the original tuple; false for other protocols. */
  record IcmpTypeIs(NumberSet types) implements SessionFilter {
    public IcmpTypeIs {
      atMost(types, 255);
    }

    @Override
    public boolean matches(final Session session) {
      return Protocol.isIcmp(session.protocol()) && types.contains(session.original().icmpType());
    }

    @Override
    public String toString() {
      return "type:" + types;
    }
  }

  /** {@code code:0}: the ICMP code of the original tuple; false for other protocols. */
  record IcmpCodeIs(NumberSet codes) implements SessionFilter {
    public IcmpCodeIs {
      atMost(codes, 255);
    }

    @Override
    public boolean matches(final Session session) {
      return Protocol.isIcmp(session.protocol()) && codes.contains(session.original().icmpCode());
    }

    @Override
    public String toString() {
      return "code:" + codes;
    }
  }

  /** {@code is:assured}. */
  record Is(SessionTrait trait) implements SessionFilter {
    @Override
    public boolean matches(final Session session) {
      return trait.holdsFor(session);
    }

    @Override
    public String toString() {
      return "is:" + trait.word();
    }
  }

  /** {@code direction:out}. */
  record DirectionIs(Direction direction) implements SessionFilter {
    @Override
    public boolean matches(final Session session) {
      return session.direction() == direction;
    }

    @Override
    public String toString() {
      return "direction:" + direction.word();
    }
  }

  /** {@code mark:0x1/0xff}: the bits of the mask have this value. An absent mark is 0. */
  record MarkIs(int value, int mask) implements SessionFilter {
    public MarkIs {
      if ((value & ~mask) != 0) {
        throw new IllegalArgumentException("the mark's value has bits outside of its mask");
      }
    }

    @Override
    public boolean matches(final Session session) {
      return (session.mark() & mask) == value;
    }

    @Override
    public String toString() {
      return mask == -1
          ? "mark:" + Integer.toUnsignedString(value)
          : "mark:0x" + Integer.toHexString(value) + "/0x" + Integer.toHexString(mask);
    }
  }

  /**
   * {@code zone:5}: the zone of the session, also if it holds for one direction only, as in the
   * kernel (nf_ct_zone_equal_any).
   */
  record ZoneIs(NumberSet zones) implements SessionFilter {
    public ZoneIs {
      atMost(zones, 65_535);
    }

    @Override
    public boolean matches(final Session session) {
      final int zone;
      if (session.originalZone() != Session.ABSENT) {
        zone = session.originalZone();
      } else if (session.replyZone() != Session.ABSENT) {
        zone = session.replyZone();
      } else {
        zone = session.zone();
      }
      return zones.contains(zone);
    }

    @Override
    public String toString() {
      return "zone:" + zones;
    }
  }

  /** {@code id:123}: the kernel's name of the entry, unsigned. */
  record IdIs(NumberSet ids) implements SessionFilter {
    @Override
    public boolean matches(final Session session) {
      return session.hasId() && ids.contains(session.id() & 0xffff_ffffL);
    }

    @Override
    public String toString() {
      return "id:" + ids;
    }
  }

  /** {@code label:3,5-7}: one of these bits of the labels is set; 0 to 127. */
  record LabelIs(NumberSet bits) implements SessionFilter {
    public LabelIs {
      atMost(bits, 127);
    }

    @Override
    public boolean matches(final Session session) {
      return isSet(session.labelsLow(), 0) || isSet(session.labelsHigh(), 64);
    }

    private boolean isSet(final long labels, final int firstBit) {
      for (long rest = labels; rest != 0; rest &= rest - 1) {
        if (bits.contains(firstBit + Long.numberOfTrailingZeros(rest))) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String toString() {
      return "label:" + bits;
    }
  }

  /** {@code helper:ftp}. */
  record HelperIs(String name) implements SessionFilter {
    @Override
    public boolean matches(final Session session) {
      return name.equals(session.helper());
    }

    @Override
    public String toString() {
      return "helper:" + FilterParser.quoted(name);
    }
  }

  /** {@code netns:web}; the namespace that Plimsoll runs in has no name. */
  record NamespaceIs(String name) implements SessionFilter {
    @Override
    public boolean matches(final Session session) {
      return name.equals(session.namespace());
    }

    @Override
    public String toString() {
      return "netns:" + FilterParser.quoted(name);
    }
  }

  /** {@code bytes>1M}, {@code age<30s}: a quantity compared with a limit. */
  record QuantityIs(FilterField.Quantity field, FilterField.Comparison comparison, long limit)
      implements SessionFilter {
    public QuantityIs {
      if (limit < 0) {
        throw new IllegalArgumentException("the limit is negative: " + limit);
      }
    }

    @Override
    public boolean matches(final Session session) {
      final long value = field.of(session);
      return value != Session.ABSENT && comparison.holds(value, limit);
    }

    @Override
    public String toString() {
      return field.word() + comparison.sign() + field.units().format(limit);
    }
  }

  private static List<SessionFilter> atLeastTwo(final List<SessionFilter> parts) {
    if (parts.size() < 2) {
      throw new IllegalArgumentException("nothing to join: " + parts);
    }
    return List.copyOf(parts);
  }

  private static void atMost(final NumberSet numbers, final int greatest) {
    if (numbers.greatest() > greatest) {
      throw new IllegalArgumentException(numbers + " is beyond " + greatest);
    }
  }
}
