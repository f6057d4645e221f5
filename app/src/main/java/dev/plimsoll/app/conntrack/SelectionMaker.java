package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.FilterField;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.IpNetwork;
import dev.plimsoll.session.NumberSet;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.SctpState;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionTrait;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes of the options of a command line which entries it means. */
final class SelectionMaker {
  /** The bits of the status that a word can ask for, and what filters call them. */
  private static final Map<Integer, SessionTrait> TRAITS =
      Map.of(
          Status.EXPECTED, SessionTrait.EXPECTED,
          Status.SEEN_REPLY, SessionTrait.REPLIED,
          Status.ASSURED, SessionTrait.ASSURED,
          Status.FIXED_TIMEOUT, SessionTrait.FIXED_TIMEOUT,
          Status.HW_OFFLOAD, SessionTrait.HW_OFFLOADED);

  private final Verb verb;
  private final OptionValues values;
  private final ProtocolValues ofProtocol;
  private Selection selection = Selection.ALL;

  SelectionMaker(final Verb verb, final OptionValues values, final ProtocolValues ofProtocol) {
    this.verb = verb;
    this.values = values;
    this.ofProtocol = ofProtocol;
  }

  Selection selection() {
    if (values.family != 0) {
      and(new SessionFilter.FamilyIs(values.family));
    }
    originalAddress(FilterField.Address.SRC, values.original.source, values.mask.source);
    originalAddress(FilterField.Address.DST, values.original.destination, values.mask.destination);
    address(FilterField.Address.REPLY_SRC, values.reply.source);
    address(FilterField.Address.REPLY_DST, values.reply.destination);
    protocol();
    zones();
    translations();
    for (final int label : values.labels) {
      and(new SessionFilter.LabelIs(NumberSet.of(label)));
    }
    if (values.has(Option.ID)) {
      and(new SessionFilter.IdIs(NumberSet.of(values.id)));
    }
    // An update takes these for what to write.
    if (verb != Verb.UPDATE) {
      status();
      state();
      mark();
      if (values.has(Option.TIMEOUT)) {
        final long seconds = values.timeoutSeconds;
        also(session -> session.timeoutSeconds() == seconds);
      }
    }
    and(values.filter);
    return selection;
  }

  private void and(final SessionFilter part) {
    selection = new Selection(SessionFilter.both(selection.filter(), part), selection.also());
  }

  private void also(final Predicate<Session> part) {
    selection = selection.and(part);
  }

  private void address(final FilterField.Address field, final @Nullable IpAddress address) {
    if (address != null) {
      and(new SessionFilter.AddressIs(field, List.of(new IpNetwork(address, address.bits()))));
    }
  }

  private void originalAddress(
      final FilterField.Address field,
      final @Nullable IpAddress address,
      final @Nullable IpAddress mask) {
    if (address == null || mask == null) {
      address(field, address);
      return;
    }
    final int prefixBits = prefixBits(mask);
    if (prefixBits >= 0) {
      and(new SessionFilter.AddressIs(field, List.of(new IpNetwork(address, prefixBits))));
      return;
    }
    final boolean isSource = field == FilterField.Address.SRC;
    also(session -> {
      final long high =
          isSource ? session.original().sourceHigh() : session.original().destinationHigh();
      final long low =
          isSource ? session.original().sourceLow() : session.original().destinationLow();
      return ((high ^ address.high()) & mask.high()) == 0
          && ((low ^ address.low()) & mask.low()) == 0;
    });
  }

  /** How many leading bits of a mask are set, or -1 if there are others behind them. */
  private static int prefixBits(final IpAddress mask) {
    final int ones = Long.bitCount(mask.high()) + Long.bitCount(mask.low());
    final IpAddress all =
        mask.bits() == 32 ? IpAddress.ipv4(-1) : new IpAddress(mask.family(), -1, -1);
    return new IpNetwork(all, ones).address().equals(mask) ? ones : -1;
  }

  private void protocol() {
    final ProtocolSyntax protocol = values.protocol;
    if (protocol == null) {
      return;
    }
    and(new SessionFilter.ProtocolIs(NumberSet.of(protocol.number())));
    if (Protocol.hasPorts(protocol.number())) {
      port(FilterField.Port.SPORT, values.original.sourcePort);
      port(FilterField.Port.DPORT, values.original.destinationPort);
      port(FilterField.Port.REPLY_SPORT, values.reply.sourcePort);
      port(FilterField.Port.REPLY_DPORT, values.reply.destinationPort);
    } else if (protocol.number() == Protocol.GRE) {
      keys();
    } else if (Protocol.isIcmp(protocol.number())) {
      icmp();
    }
  }

  private void port(final FilterField.Port field, final int port) {
    if (port != Session.ABSENT) {
      and(new SessionFilter.PortIs(field, NumberSet.of(port)));
    }
  }

  private void keys() {
    if (values.original.hasPort() || values.reply.hasPort()) {
      final Ends original = values.original;
      final Ends reply = values.reply;
      also(session ->
          isAsTold(original.sourcePort, session.original().sourcePort())
              && isAsTold(original.destinationPort, session.original().destinationPort())
              && isAsTold(reply.sourcePort, session.reply().sourcePort())
              && isAsTold(reply.destinationPort, session.reply().destinationPort()));
    }
  }

  private static boolean isAsTold(final int told, final int found) {
    return told == Session.ABSENT || told == found;
  }

  private void icmp() {
    if (ofProtocol.icmpType != Session.ABSENT) {
      and(new SessionFilter.IcmpTypeIs(NumberSet.of(ofProtocol.icmpType)));
    }
    if (ofProtocol.icmpCode != Session.ABSENT) {
      and(new SessionFilter.IcmpCodeIs(NumberSet.of(ofProtocol.icmpCode)));
    }
    if (ofProtocol.icmpId != Session.ABSENT) {
      final int id = ofProtocol.icmpId;
      also(session -> session.original().icmpId() == id);
    }
  }

  private void state() {
    final int number = ofProtocol.state;
    final ProtocolSyntax protocol = values.protocol;
    if (number == Session.ABSENT || protocol == null) {
      return;
    }
    switch (protocol.number()) {
      case Protocol.TCP ->
          and(
              new SessionFilter.StateIs(
                  Set.of(Objects.requireNonNull(TcpState.of(number)).name())));
      case Protocol.SCTP ->
          and(
              new SessionFilter.StateIs(
                  Set.of(Objects.requireNonNull(SctpState.of(number)).name())));
      default -> also(session -> session.state() == number);
    }
  }

  /** What is asked for must be set; of the rest, what is negated must not be. */
  private void status() {
    final int set = values.status.set();
    final int clear = values.status.clear() & ~set;
    TRAITS.forEach((bit, trait) -> {
      if ((set & bit) != 0) {
        and(new SessionFilter.Is(trait));
      } else if ((clear & bit) != 0) {
        and(new SessionFilter.Not(new SessionFilter.Is(trait)));
      }
    });
    if (((set | clear) & Status.OFFLOAD) != 0) {
      // No trait: that of filters is true for hardware, too.
      final int wanted = set & Status.OFFLOAD;
      also(session -> (session.status() & Status.OFFLOAD) == wanted);
    }
  }

  private void mark() {
    if (!values.has(Option.MARK)) {
      return;
    }
    if ((values.mark & ~values.markMask) == 0) {
      and(new SessionFilter.MarkIs(values.mark, values.markMask));
    } else {
      also(session -> false);
    }
  }

  private void zones() {
    if (values.has(Option.ZONE)) {
      final int zone = values.zone;
      if (zone != 0) {
        and(new SessionFilter.ZoneIs(NumberSet.of(zone)));
      }
      // The filter's zone is true for one that holds in a single direction, too.
      also(session -> session.zone() == zone);
    }
    if (values.has(Option.ORIG_ZONE)) {
      final int zone = values.originalZone;
      also(session -> Math.max(session.originalZone(), 0) == zone);
    }
    if (values.has(Option.REPLY_ZONE)) {
      final int zone = values.replyZone;
      also(session -> Math.max(session.replyZone(), 0) == zone);
    }
  }

  private void translations() {
    if (values.has(Option.SRC_NAT)) {
      also(SelectionMaker::isSourceTranslated);
      translation(Option.SRC_NAT, FilterField.Address.REPLY_DST, FilterField.Port.REPLY_DPORT);
    }
    if (values.has(Option.DST_NAT)) {
      also(SelectionMaker::isDestinationTranslated);
      translation(Option.DST_NAT, FilterField.Address.REPLY_SRC, FilterField.Port.REPLY_SPORT);
    }
    if (values.has(Option.ANY_NAT)) {
      final NatTarget target = values.nat.get(Option.ANY_NAT);
      also(session ->
          isSourceTranslated(session)
                  && (target == null
                      || isAt(target, session.reply().destination())
                          && isAsTold(target.port(), session.reply().destinationPort()))
              || isDestinationTranslated(session)
                  && (target == null
                      || isAt(target, session.reply().source())
                          && isAsTold(target.port(), session.reply().sourcePort())));
    }
  }

  private void translation(
      final Option option,
      final FilterField.Address addressField,
      final FilterField.Port portField) {
    final NatTarget target = values.nat.get(option);
    if (target != null) {
      address(addressField, target.address());
      port(portField, target.port());
    }
  }

  private static boolean isAt(final NatTarget target, final IpAddress address) {
    return target.address().equals(address);
  }

  private static boolean isSourceTranslated(final Session session) {
    return (session.status() & Status.SRC_NAT_DONE) != 0 && session.isSourceNat();
  }

  private static boolean isDestinationTranslated(final Session session) {
    return (session.status() & Status.DST_NAT_DONE) != 0 && session.isDestinationNat();
  }
}
