package dev.plimsoll.kernel;

import dev.plimsoll.session.Expectation;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the expectations that ctnetlink sends in dumps, answers and events
 * (ctnetlink_exp_dump_expect, net/netfilter/nf_conntrack_netlink.c). What it does not know it
 * skips, what is cut short it leaves out. No input makes it throw. Not thread safe.
 */
final class ExpectationDecoder {
  private static final int NETFILTER_HEADER = 4;

  private final CtnetlinkDecoder tuples = new CtnetlinkDecoder();
  private final TupleBuffer buffer = new TupleBuffer();

  /** An expectation while its attributes are read. */
  private static final class Parts {
    @Nullable Tuple tuple;
    @Nullable Tuple mask;
    @Nullable Tuple master;
    int timeoutSeconds;
    int id;
    int zone;
    int flags;
    int expectClass;
    @Nullable String helper;
    @Nullable String function;
    int natDirection = Session.ABSENT;
    @Nullable Tuple nat;
  }

  /**
   * Reads one expectation.
   *
   * @return null if one of its three tuples is missing or has no addresses
   */
  @Nullable Expectation decode(final NetlinkMessages message) {
    final Parts parts = new Parts();
    final NetlinkAttributes attributes = new NetlinkAttributes(message, NETFILTER_HEADER);
    while (attributes.next()) {
      read(attributes, parts);
    }
    if (parts.tuple == null || parts.mask == null || parts.master == null) {
      return null;
    }
    return new Expectation(
        parts.tuple,
        parts.mask,
        parts.master,
        parts.timeoutSeconds,
        parts.id,
        parts.zone,
        parts.flags,
        parts.expectClass,
        parts.helper,
        parts.function,
        parts.nat == null ? Session.ABSENT : parts.natDirection,
        parts.nat);
  }

  private void read(final NetlinkAttributes at, final Parts into) {
    switch (at.type()) {
      case Ct.EXPECT_MASTER -> into.master = tuple(at);
      case Ct.EXPECT_TUPLE -> into.tuple = tuple(at);
      case Ct.EXPECT_MASK -> into.mask = tuple(at);
      case Ct.EXPECT_TIMEOUT -> into.timeoutSeconds = number(at);
      case Ct.EXPECT_ID -> into.id = number(at);
      case Ct.EXPECT_ZONE ->
          into.zone = at.size() < 2 ? 0 : NetlinkBytes.netShort(at.bytes(), at.payload());
      case Ct.EXPECT_FLAGS -> into.flags = number(at);
      case Ct.EXPECT_CLASS -> into.expectClass = number(at);
      case Ct.EXPECT_HELP_NAME -> into.helper = at.text();
      case Ct.EXPECT_FN -> into.function = at.text();
      case Ct.EXPECT_NAT -> readNat(at.nested(), into);
      default -> {}
    }
  }

  private void readNat(final NetlinkAttributes at, final Parts into) {
    while (at.next()) {
      switch (at.type()) {
        // The kernel knows two directions.
        case Ct.EXPECT_NAT_DIRECTION -> into.natDirection = number(at) == 0 ? 0 : 1;
        case Ct.EXPECT_NAT_TUPLE -> into.nat = tuple(at);
        default -> {}
      }
    }
  }

  private @Nullable Tuple tuple(final NetlinkAttributes at) {
    return tuples.decodeTuple(at.bytes(), at.payload(), at.size(), buffer)
        ? Tuple.copyOf(buffer)
        : null;
  }

  private static int number(final NetlinkAttributes at) {
    return at.size() < 4 ? 0 : NetlinkBytes.netInt(at.bytes(), at.payload());
  }
}
