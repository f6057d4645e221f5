package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.Protocol;
import java.util.EnumSet;
import java.util.Set;

/** Which options of a protocol a command takes, and which it needs. */
final class ProtocolMatrix {
  private static final Set<ProtocolOption> TAGS =
      EnumSet.of(ProtocolOption.ORIG_TAG, ProtocolOption.REPLY_TAG);
  private static final Set<ProtocolOption> MASKS =
      EnumSet.of(ProtocolOption.MASK_SOURCE, ProtocolOption.MASK_DESTINATION);
  private static final Set<ProtocolOption> TUPLES =
      EnumSet.of(ProtocolOption.TUPLE_SOURCE, ProtocolOption.TUPLE_DESTINATION);
  private static final Set<ProtocolOption> ORIGINALS =
      EnumSet.of(ProtocolOption.ORIG_SOURCE, ProtocolOption.ORIG_DESTINATION);
  private static final Set<ProtocolOption> REPLIES =
      EnumSet.of(ProtocolOption.REPLY_SOURCE, ProtocolOption.REPLY_DESTINATION);

  private final ProtocolSyntax protocol;
  private final Verb verb;
  private final Table table;

  ProtocolMatrix(final ProtocolSyntax protocol, final Verb verb, final Table table) {
    this.protocol = protocol;
    this.verb = verb;
    this.table = table;
  }

  /** Complains about the first option that is missing or out of place, in their order. */
  void check(final Set<ProtocolOption> given) throws ConntrackUsageException {
    if (verb == Verb.HELP) {
      return;
    }
    final Set<ProtocolOption> needed = table == Table.EXPECT ? neededForExpectation() : needed();
    final Set<ProtocolOption> illegal = table == Table.EXPECT ? illegalForExpectation() : illegal();
    for (final ProtocolOption option : ProtocolOption.values()) {
      if (given.contains(option) && illegal.contains(option)) {
        throw OptionMatrix.illegal(protocol.word(option));
      }
      if (!given.contains(option) && needed.contains(option)) {
        throw OptionMatrix.missing(protocol.word(option));
      }
    }
    if (table != Table.EXPECT && protocol.hasEnds() && (verb == Verb.GET || creates())) {
      checkPair(given);
    }
  }

  private boolean creates() {
    return verb == Verb.CREATE || verb == Verb.ADD;
  }

  private Set<ProtocolOption> needed() {
    final Set<ProtocolOption> needed = EnumSet.noneOf(ProtocolOption.class);
    if (Protocol.isIcmp(protocol.number()) && (verb == Verb.GET || creates())) {
      needed.add(ProtocolOption.ICMP_TYPE);
      needed.add(ProtocolOption.ICMP_CODE);
    }
    if (creates()) {
      switch (protocol.number()) {
        case Protocol.TCP -> needed.add(ProtocolOption.STATE);
        case Protocol.SCTP -> {
          needed.add(ProtocolOption.STATE);
          needed.addAll(TAGS);
        }
        case Protocol.DCCP -> {
          needed.add(ProtocolOption.STATE);
          needed.add(ProtocolOption.ROLE);
        }
        default -> {
          // The others have no state.
        }
      }
    }
    return needed;
  }

  private Set<ProtocolOption> illegal() {
    final Set<ProtocolOption> illegal = EnumSet.copyOf(MASKS);
    illegal.addAll(TUPLES);
    if (!creates()) {
      illegal.add(ProtocolOption.ROLE);
      if (verb != Verb.GET && verb != Verb.UPDATE) {
        illegal.addAll(TAGS);
      }
    }
    return illegal;
  }

  private Set<ProtocolOption> neededForExpectation() {
    final Set<ProtocolOption> needed = EnumSet.noneOf(ProtocolOption.class);
    if (!protocol.hasEnds()) {
      return needed;
    }
    needed.addAll(ORIGINALS);
    if (verb != Verb.CREATE || protocol.number() == Protocol.GRE) {
      needed.addAll(REPLIES);
    }
    if (verb == Verb.CREATE) {
      needed.addAll(MASKS);
      needed.addAll(TUPLES);
      switch (protocol.number()) {
        case Protocol.SCTP -> needed.addAll(TAGS);
        case Protocol.DCCP -> needed.add(ProtocolOption.ROLE);
        default -> {
          // Nothing else.
        }
      }
    }
    return needed;
  }

  private Set<ProtocolOption> illegalForExpectation() {
    return EnumSet.complementOf(EnumSet.copyOf(neededForExpectation()));
  }

  private void checkPair(final Set<ProtocolOption> given) throws ConntrackUsageException {
    final String orig =
        "`--"
            + protocol.word(ProtocolOption.ORIG_SOURCE)
            + "' and `--"
            + protocol.word(ProtocolOption.ORIG_DESTINATION)
            + "'";
    // Not the options' words: each protocol's message has its own.
    final String reply =
        switch (protocol.number()) {
          case Protocol.GRE -> "`--reply-src-key' and `--reply-dst-key'";
          case Protocol.DCCP -> "`--reply-port-src' and `--report-port-dst'";
          default -> "`--reply-src-port' and `--reply-dst-port'";
        };
    OptionMatrix.checkPair(
        given.contains(ProtocolOption.ORIG_SOURCE),
        given.contains(ProtocolOption.ORIG_DESTINATION),
        given.contains(ProtocolOption.REPLY_SOURCE),
        given.contains(ProtocolOption.REPLY_DESTINATION),
        orig,
        reply);
  }
}
