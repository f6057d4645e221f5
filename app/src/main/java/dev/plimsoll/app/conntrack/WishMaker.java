package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.ExpectationWish;
import dev.plimsoll.kernel.SessionWish;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Tuple;
import java.util.Objects;

/** Makes of the options of a command line what to write to the kernel, or to look up in it. */
final class WishMaker {
  private final OptionValues values;
  private final ProtocolValues ofProtocol;

  WishMaker(final OptionValues values, final ProtocolValues ofProtocol) {
    this.values = values;
    this.ofProtocol = ofProtocol;
  }

  /** The entry to create: both tuples, and the values it begins with. */
  SessionWish toCreate() {
    final SessionWish wish = toChange();
    final Session session = wish.session();
    final Tuple original = original();
    session.original().set(original);
    session.reply().set(reply(original));
    wish.mark(values.mark, -1);
    if (!values.has(Option.MARK)) {
      session.noMark();
    }
    if (values.has(Option.ZONE)) {
      session.zone(values.zone);
    }
    if (values.has(Option.ORIG_ZONE)) {
      session.originalZone(values.originalZone);
    }
    if (values.has(Option.REPLY_ZONE)) {
      session.replyZone(values.replyZone);
    }
    values.nat.forEach((option, target) -> {
      final var to = new SessionWish.Translation(target.address(), target.port());
      if (option == Option.SRC_NAT) {
        wish.source(to);
      } else {
        wish.destination(to);
      }
    });
    return wish;
  }

  /** The tuple to look up: the other one has no family. */
  SessionWish toGet() throws ConntrackUsageException {
    final SessionWish wish = new SessionWish();
    final boolean isPartOfOriginal = values.original.hasAddress() && values.original.hasPort();
    if (values.original.hasBothAddresses() || isPartOfOriginal) {
      if (protocolHasEnds() && !values.original.hasPort()) {
        throw ConntrackUsageException.other("Operation failed: No data available");
      }
      wish.session().original().set(original());
    } else {
      if (protocolHasEnds() && !values.reply.hasPort()) {
        throw ConntrackUsageException.other("Operation failed: invalid parameters");
      }
      wish.session().reply().set(icmpOr(values.reply.tuple(protocol())));
    }
    return wish;
  }

  /** What to change of each entry. */
  SessionWish toChange() {
    final SessionWish wish = new SessionWish();
    final Session session = wish.session();
    session.original().protocol(protocol());
    if (values.has(Option.TIMEOUT)) {
      session.timeoutMillis(values.timeoutSeconds * 1000);
    }
    if (values.has(Option.STATUS)) {
      wish.status(values.status.set());
    }
    if (values.has(Option.MARK)) {
      wish.mark(values.mark, values.markMask);
    }
    if (ofProtocol.has(ProtocolOption.STATE)) {
      session.state(ofProtocol.state);
    }
    if (ofProtocol.has(ProtocolOption.ORIG_TAG) || ofProtocol.has(ProtocolOption.REPLY_TAG)) {
      wish.session().tags(ofProtocol.originalTag, ofProtocol.replyTag);
    }
    if (values.has(Option.LABEL_ADD)) {
      final LabelBits add = values.labelsToAdd;
      wish.labels(add.high(), add.low(), add.high(), add.low());
    } else if (values.has(Option.LABEL_DEL)) {
      final LabelBits delete = values.labelsToDelete;
      wish.labels(0, 0, delete.high(), delete.low());
    }
    return wish;
  }

  /** The expectation to create, with its master; or to find, by its tuple alone. */
  ExpectationWish expectation(final Verb verb) {
    if (verb != Verb.CREATE) {
      return new ExpectationWish(
          values.original.tuple(protocol()), null, null, Session.ABSENT, 0, 0, null);
    }
    return new ExpectationWish(
        values.expected.tuple(protocol()),
        values.mask.tuple(protocol()),
        values.original.tuple(protocol()),
        values.timeoutSeconds,
        0,
        0,
        null);
  }

  private Tuple original() {
    if (values.original.hasAddress() || !values.reply.hasAddress()) {
      return icmpOr(values.original.tuple(protocol()));
    }
    // Told by its answers alone: it is their mirror, with the ports of its own that are told.
    final Ends mirror = new Ends();
    mirror.source = values.reply.destination;
    mirror.destination = values.reply.source;
    mirror.sourcePort =
        values.reply.hasPort() ? values.reply.destinationPort : values.original.sourcePort;
    mirror.destinationPort =
        values.reply.hasPort() ? values.reply.sourcePort : values.original.destinationPort;
    return icmpOr(mirror.tuple(protocol()));
  }

  private Tuple reply(final Tuple original) {
    if (!values.reply.hasAddress() || !values.original.hasAddress()) {
      return original.inverse();
    }
    final Tuple mirror = original.inverse();
    // Addresses without their ports name no answer, and the kernel refuses them as conntrack(8)'s.
    final int protocol = protocolHasEnds() && !values.reply.hasPort() ? 0 : protocol();
    final Tuple told = values.reply.tuple(protocol);
    final boolean isIcmp = Protocol.isIcmp(protocol);
    return new Tuple(
        original.family(),
        protocol,
        values.reply.source == null ? mirror.sourceHigh() : told.sourceHigh(),
        values.reply.source == null ? mirror.sourceLow() : told.sourceLow(),
        values.reply.destination == null ? mirror.destinationHigh() : told.destinationHigh(),
        values.reply.destination == null ? mirror.destinationLow() : told.destinationLow(),
        isIcmp ? mirror.sourcePort() : told.sourcePort(),
        isIcmp ? mirror.destinationPort() : told.destinationPort());
  }

  private Tuple icmpOr(final Tuple tuple) {
    if (!Protocol.isIcmp(tuple.protocol())) {
      return tuple;
    }
    final int type = Math.max(ofProtocol.icmpType, 0);
    final int code = Math.max(ofProtocol.icmpCode, 0);
    return new Tuple(
        tuple.family(),
        tuple.protocol(),
        tuple.sourceHigh(),
        tuple.sourceLow(),
        tuple.destinationHigh(),
        tuple.destinationLow(),
        Math.max(ofProtocol.icmpId, 0),
        type << 8 | code);
  }

  private int protocol() {
    return values.protocol == null ? 0 : Objects.requireNonNull(values.protocol).number();
  }

  private boolean protocolHasEnds() {
    return values.protocol != null && values.protocol.hasEnds();
  }
}
