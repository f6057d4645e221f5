package dev.plimsoll.app.conntrack;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which options a command takes, and which it needs.
 *
 * @param needed without these there is an error
 * @param allowed these may be there, too
 * @param needsPair whether it takes a source and a destination, of either direction
 */
record OptionMatrix(Set<Option> needed, Set<Option> allowed, boolean needsPair) {
  private static final Set<Option> NONE = EnumSet.noneOf(Option.class);
  private static final Set<Option> FILTERS =
      EnumSet.of(
          Option.ORIG_SRC,
          Option.ORIG_DST,
          Option.REPLY_SRC,
          Option.REPLY_DST,
          Option.PROTOCOL,
          Option.MASK_SRC,
          Option.MASK_DST,
          Option.MARK,
          Option.FAMILY,
          Option.SRC_NAT,
          Option.DST_NAT,
          Option.OUTPUT,
          Option.LABEL,
          Option.LABELMAP,
          Option.FILTER);
  private static final Set<Option> ZONES =
      EnumSet.of(Option.ZONE, Option.ORIG_ZONE, Option.REPLY_ZONE);
  private static final OptionMatrix NOTHING = taking(NONE);

  /** The row of a command; null is no command at all. */
  static OptionMatrix of(final @Nullable Verb verb, final Table table) {
    if (verb == null) {
      return NOTHING;
    }
    return table == Table.EXPECT ? ofExpectations(verb) : ofSessions(verb);
  }

  private static OptionMatrix ofSessions(final Verb verb) {
    return switch (verb) {
      case LIST ->
          taking(
              plus(
                  plus(FILTERS, ZONES),
                  EnumSet.of(Option.STATUS, Option.ZERO, Option.SECMARK, Option.ANY_NAT)));
      case GET ->
          new OptionMatrix(
              EnumSet.of(Option.PROTOCOL),
              plus(pairs(), EnumSet.of(Option.ID, Option.OUTPUT, Option.LABEL, Option.LABELMAP)),
              true);
      case DELETE ->
          taking(
              plus(
                  plus(FILTERS, ZONES),
                  EnumSet.of(Option.TIMEOUT, Option.STATUS, Option.ID, Option.DRY_RUN)));
      case CREATE, ADD ->
          new OptionMatrix(
              EnumSet.of(Option.PROTOCOL, Option.TIMEOUT),
              plus(
                  plus(pairs(), ZONES),
                  EnumSet.of(
                      Option.STATUS,
                      Option.MARK,
                      Option.SRC_NAT,
                      Option.DST_NAT,
                      Option.LABEL_ADD,
                      Option.LABELMAP)),
              true);
      case UPDATE ->
          taking(
              plus(
                  FILTERS,
                  EnumSet.of(
                      Option.TIMEOUT,
                      Option.STATUS,
                      Option.ID,
                      Option.LABEL_ADD,
                      Option.LABEL_DEL,
                      Option.DRY_RUN)));
      case EVENT ->
          taking(
              plus(
                  plus(FILTERS, ZONES),
                  EnumSet.of(
                      Option.EVENT_MASK, Option.SECMARK, Option.BUFFER_SIZE, Option.ANY_NAT)));
      case FLUSH -> taking(EnumSet.of(Option.FAMILY, Option.DRY_RUN));
      case HELP -> taking(EnumSet.of(Option.PROTOCOL));
      case COUNT, STATS, VERSION -> NOTHING;
    };
  }

  private static OptionMatrix ofExpectations(final Verb verb) {
    final Set<Option> tuple = EnumSet.of(Option.ORIG_SRC, Option.ORIG_DST, Option.PROTOCOL);
    final Set<Option> reply = EnumSet.of(Option.REPLY_SRC, Option.REPLY_DST);
    return switch (verb) {
      case LIST -> taking(EnumSet.of(Option.FAMILY, Option.OUTPUT));
      case EVENT -> taking(EnumSet.of(Option.OUTPUT));
      case GET, DELETE -> new OptionMatrix(tuple, reply, false);
      case CREATE ->
          new OptionMatrix(
              plus(
                  tuple,
                  EnumSet.of(
                      Option.TIMEOUT,
                      Option.TUPLE_SRC,
                      Option.TUPLE_DST,
                      Option.MASK_SRC,
                      Option.MASK_DST)),
              plus(reply, EnumSet.of(Option.STATUS)),
              false);
      case FLUSH, COUNT, STATS, VERSION, ADD, UPDATE -> NOTHING;
      case HELP -> taking(EnumSet.of(Option.PROTOCOL));
    };
  }

  /** Complains about the first option that is missing or out of place, in their order. */
  void check(final Set<Option> given) throws ConntrackUsageException {
    for (final Option option : Option.values()) {
      final boolean isGiven = given.contains(option);
      if (needed.contains(option)) {
        if (!isGiven) {
          throw missing(option.word());
        }
      } else if (isGiven && option != Option.NETNS && !allowed.contains(option)) {
        throw illegal(option.word());
      }
    }
    if (needsPair) {
      checkPair(
          given.contains(Option.ORIG_SRC),
          given.contains(Option.ORIG_DST),
          given.contains(Option.REPLY_SRC),
          given.contains(Option.REPLY_DST),
          "`--src' and `--dst'",
          "`--reply-src' and `--reply-dst'");
    }
  }

  /** Complains unless both ends of one of the directions are there. */
  static void checkPair(
      final boolean origSource,
      final boolean origDestination,
      final boolean replySource,
      final boolean replyDestination,
      final String origWords,
      final String replyWords)
      throws ConntrackUsageException {
    if (origSource && origDestination || replySource && replyDestination) {
      return;
    }
    final boolean isReply = !origSource && !origDestination && (replySource || replyDestination);
    throw ConntrackUsageException.parameter(
        "you have to specify " + (isReply ? replyWords : origWords));
  }

  static ConntrackUsageException missing(final String word) {
    return ConntrackUsageException.parameter(
        "You need to supply the `--" + word + "' option for this command");
  }

  static ConntrackUsageException illegal(final String word) {
    return ConntrackUsageException.parameter("Illegal option `--" + word + "' with this command");
  }

  private static OptionMatrix taking(final Set<Option> allowed) {
    return new OptionMatrix(NONE, allowed, false);
  }

  private static Set<Option> pairs() {
    return EnumSet.of(Option.ORIG_SRC, Option.ORIG_DST, Option.REPLY_SRC, Option.REPLY_DST);
  }

  private static Set<Option> plus(final Set<Option> some, final Set<Option> more) {
    final Set<Option> sum = EnumSet.copyOf(some);
    sum.addAll(more);
    return sum;
  }
}
