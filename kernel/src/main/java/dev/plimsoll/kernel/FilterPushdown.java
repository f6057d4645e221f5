package dev.plimsoll.kernel;

import dev.plimsoll.kernel.KernelFilter.Bits;
import dev.plimsoll.kernel.KernelFilter.TupleParts;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.IpNetwork;
import dev.plimsoll.session.NumberSet;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionTrait;
import dev.plimsoll.session.Status;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the part of a filter that the kernel can compare itself: the family, bits of the status and
 * of the mark, the zone, and exact addresses, protocol and ports of both tuples.
 *
 * <p>Each condition becomes what it demands at least, {@link KernelFilter#ALL} if the kernel can
 * compare nothing of it. "And" keeps the demands of all parts, "or" only those that all parts
 * share. ICMP types and codes stay here: once the protocol is compared, few sessions are left, and
 * the kernel answers types that it does not track with an error.
 */
final class FilterPushdown {
  private FilterPushdown() {}

  /** A filter for the kernel that lets at least those sessions pass that the given one does. */
  static KernelFilter of(final SessionFilter filter) {
    return demandsOf(filter).comparable();
  }

  private static KernelFilter demandsOf(final SessionFilter filter) {
    return switch (filter) {
      case SessionFilter.And(final List<SessionFilter> parts) -> joined(parts, FilterPushdown::and);
      case SessionFilter.Or(final List<SessionFilter> parts) -> joined(parts, FilterPushdown::or);
      case SessionFilter.Not(final SessionFilter part) -> demandsOfNot(part);
      case SessionFilter.FamilyIs(final int family) -> family(family);
      case SessionFilter.Is(final SessionTrait trait) ->
          status(trait.statusBits(), trait.statusMask());
      case SessionFilter.MarkIs(final int value, final int mask) -> mark(value, mask);
      case SessionFilter.ZoneIs(final NumberSet zones) -> zone(single(zones));
      case SessionFilter.ProtocolIs(final NumberSet protocols) ->
          original(new TupleParts(null, null, single(protocols), null, null));
      case SessionFilter.AddressIs address -> address(address);
      case SessionFilter.PortIs port -> port(port);
      case SessionFilter.All _,
          SessionFilter.StateIs _,
          SessionFilter.IcmpTypeIs _,
          SessionFilter.IcmpCodeIs _,
          SessionFilter.DirectionIs _,
          SessionFilter.IdIs _,
          SessionFilter.LabelIs _,
          SessionFilter.HelperIs _,
          SessionFilter.NamespaceIs _,
          SessionFilter.QuantityIs _ ->
          KernelFilter.ALL;
    };
  }

  private static KernelFilter demandsOfNot(final SessionFilter part) {
    return switch (part) {
      case SessionFilter.Not(final SessionFilter inner) -> demandsOf(inner);
      // De Morgan: none of the parts, and so on.
      case SessionFilter.Or(final List<SessionFilter> parts) ->
          joined(negated(parts), FilterPushdown::and);
      case SessionFilter.And(final List<SessionFilter> parts) ->
          joined(negated(parts), FilterPushdown::or);
      // A table holds sessions of these two families only.
      case SessionFilter.FamilyIs(final int family) ->
          family(family == Family.IPV4 ? Family.IPV6 : Family.IPV4);
      case SessionFilter.Is(final SessionTrait trait) -> demandsOfNot(trait);
      default -> KernelFilter.ALL;
    };
  }

  private static KernelFilter demandsOfNot(final SessionTrait trait) {
    if (trait == SessionTrait.OFFLOADED) {
      return status(0, Status.OFFLOAD | Status.HW_OFFLOAD);
    }
    final int mask = trait.statusMask();
    // The opposite of several bits is no value of these bits.
    return Integer.bitCount(mask) == 1
        ? status(mask & ~trait.statusBits(), mask)
        : KernelFilter.ALL;
  }

  private static List<SessionFilter> negated(final List<SessionFilter> parts) {
    return parts.stream().<SessionFilter>map(SessionFilter.Not::new).toList();
  }

  private static KernelFilter joined(
      final List<SessionFilter> parts, final BinaryOperator<KernelFilter> join) {
    return parts.stream().map(FilterPushdown::demandsOf).reduce(join).orElseThrow();
  }

  private static KernelFilter family(final int family) {
    return new KernelFilter(family, null, null, null, TupleParts.ANY, TupleParts.ANY);
  }

  private static KernelFilter status(final int bits, final int mask) {
    final Bits status = mask == 0 ? null : new Bits(bits, mask);
    return new KernelFilter(0, status, null, null, TupleParts.ANY, TupleParts.ANY);
  }

  private static KernelFilter mark(final int value, final int mask) {
    final Bits mark = mask == 0 ? null : new Bits(value, mask);
    return new KernelFilter(0, null, mark, null, TupleParts.ANY, TupleParts.ANY);
  }

  private static KernelFilter zone(final @Nullable Integer zone) {
    return new KernelFilter(0, null, null, zone, TupleParts.ANY, TupleParts.ANY);
  }

  private static KernelFilter original(final TupleParts parts) {
    return new KernelFilter(0, null, null, null, parts, TupleParts.ANY);
  }

  private static KernelFilter reply(final TupleParts parts) {
    return new KernelFilter(0, null, null, null, TupleParts.ANY, parts);
  }

  private static @Nullable Integer single(final NumberSet numbers) {
    return numbers.isSingle() ? (int) numbers.smallest() : null;
  }

  private static KernelFilter address(final SessionFilter.AddressIs condition) {
    final List<IpNetwork> networks = condition.networks();
    final int family = networks.getFirst().address().family();
    if (!networks.stream().allMatch(n -> n.address().family() == family)) {
      return KernelFilter.ALL;
    }
    // Of IPv6 the family must do: see TupleParts.
    final boolean isExact =
        family == Family.IPV4 && networks.size() == 1 && networks.getFirst().isSingle();
    final IpAddress address = isExact ? networks.getFirst().address() : null;
    final TupleParts source = new TupleParts(address, null, null, null, null);
    final TupleParts destination = new TupleParts(null, address, null, null, null);
    return and(
        family(family),
        switch (condition.field()) {
          case SRC -> original(source);
          case DST -> original(destination);
          case REPLY_SRC -> reply(source);
          case REPLY_DST -> reply(destination);
          // Either of several places: no single one is demanded.
          case ADDR, LOCAL, REMOTE -> KernelFilter.ALL;
        });
  }

  private static KernelFilter port(final SessionFilter.PortIs condition) {
    final TupleParts source = new TupleParts(null, null, null, single(condition.ports()), null);
    final TupleParts destination =
        new TupleParts(null, null, null, null, single(condition.ports()));
    return switch (condition.field()) {
      case SPORT -> original(source);
      case DPORT -> original(destination);
      case REPLY_SPORT -> reply(source);
      case REPLY_DPORT -> reply(destination);
      case PORT, LPORT, RPORT -> KernelFilter.ALL;
    };
  }

  // Where two demands contradict each other no session matches: the first is as good as any.
  private static KernelFilter and(final KernelFilter a, final KernelFilter b) {
    return new KernelFilter(
        a.family() != 0 ? a.family() : b.family(),
        and(a.status(), b.status()),
        and(a.mark(), b.mark()),
        first(a.zone(), b.zone()),
        and(a.original(), b.original()),
        and(a.reply(), b.reply()));
  }

  private static TupleParts and(final TupleParts a, final TupleParts b) {
    return new TupleParts(
        first(a.source(), b.source()),
        first(a.destination(), b.destination()),
        first(a.protocol(), b.protocol()),
        first(a.sourcePort(), b.sourcePort()),
        first(a.destinationPort(), b.destinationPort()));
  }

  private static @Nullable Bits and(final @Nullable Bits a, final @Nullable Bits b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return new Bits(a.value() | b.value() & ~a.mask(), a.mask() | b.mask());
  }

  private static <T> @Nullable T first(final @Nullable T a, final @Nullable T b) {
    return a != null ? a : b;
  }

  private static KernelFilter or(final KernelFilter a, final KernelFilter b) {
    return new KernelFilter(
        a.family() == b.family() ? a.family() : 0,
        or(a.status(), b.status()),
        or(a.mark(), b.mark()),
        same(a.zone(), b.zone()),
        or(a.original(), b.original()),
        or(a.reply(), b.reply()));
  }

  private static TupleParts or(final TupleParts a, final TupleParts b) {
    return new TupleParts(
        same(a.source(), b.source()),
        same(a.destination(), b.destination()),
        same(a.protocol(), b.protocol()),
        same(a.sourcePort(), b.sourcePort()),
        same(a.destinationPort(), b.destinationPort()));
  }

  private static @Nullable Bits or(final @Nullable Bits a, final @Nullable Bits b) {
    if (a == null || b == null) {
      return null;
    }
    final int mask = a.mask() & b.mask() & ~(a.value() ^ b.value());
    return mask == 0 ? null : new Bits(a.value() & mask, mask);
  }

  private static <T> @Nullable T same(final @Nullable T a, final @Nullable T b) {
    return Objects.equals(a, b) ? a : null;
  }
}
