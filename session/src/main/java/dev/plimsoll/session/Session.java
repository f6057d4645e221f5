package dev.plimsoll.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A view of one entry of a connection tracking table. A source fills one {@code Session} again and
 * again and hands it out; its content is valid during that call only. {@link #copy()} keeps it.
 *
 * <p>What a source does not tell is absent, and each accessor says what it returns then: the kernel
 * leaves out counters without accounting, the timeout of offloaded sessions, and more (see {@code
 * ctnetlink_fill_info} and {@code ctnetlink_conntrack_event} in nf_conntrack_netlink.c).
 *
 * <p>Not thread safe.
 */
public final class Session {
  /** What number accessors return for a value that the source did not tell. */
  public static final int ABSENT = -1;

  private final TupleBuffer original = new TupleBuffer();
  private final TupleBuffer reply = new TupleBuffer();
  private int status;
  private int state;
  private boolean hasTags;
  private int originalTag;
  private int replyTag;
  private long timeoutMillis;
  private boolean hasMark;
  private int mark;
  private int zone;
  private int originalZone;
  private int replyZone;
  private boolean hasId;
  private int id;
  private int use;
  private long originalPackets;
  private long originalBytes;
  private long replyPackets;
  private long replyBytes;
  private long startNanos;
  private long stopNanos;
  private boolean hasLabels;
  private long labelsHigh;
  private long labelsLow;
  private @Nullable String helper;
  private @Nullable String securityContext;
  private @Nullable Tuple master;
  private @Nullable String namespace;
  private HostAddresses host = HostAddresses.UNKNOWN;
  private long observedNanos;

  public Session() {
    clear();
  }

  /** Makes everything absent; addresses of the host and the namespace's name stay. */
  public void clear() {
    original.clear();
    reply.clear();
    status = 0;
    state = ABSENT;
    hasTags = false;
    originalTag = 0;
    replyTag = 0;
    timeoutMillis = ABSENT;
    hasMark = false;
    mark = 0;
    zone = 0;
    originalZone = ABSENT;
    replyZone = ABSENT;
    hasId = false;
    id = 0;
    use = 0;
    originalPackets = ABSENT;
    originalBytes = ABSENT;
    replyPackets = ABSENT;
    replyBytes = ABSENT;
    startNanos = 0;
    stopNanos = 0;
    hasLabels = false;
    labelsHigh = 0;
    labelsLow = 0;
    helper = null;
    securityContext = null;
    master = null;
  }

  public void set(final Session from) {
    original.set(from.original);
    reply.set(from.reply);
    status = from.status;
    state = from.state;
    hasTags = from.hasTags;
    originalTag = from.originalTag;
    replyTag = from.replyTag;
    timeoutMillis = from.timeoutMillis;
    hasMark = from.hasMark;
    mark = from.mark;
    zone = from.zone;
    originalZone = from.originalZone;
    replyZone = from.replyZone;
    hasId = from.hasId;
    id = from.id;
    use = from.use;
    originalPackets = from.originalPackets;
    originalBytes = from.originalBytes;
    replyPackets = from.replyPackets;
    replyBytes = from.replyBytes;
    startNanos = from.startNanos;
    stopNanos = from.stopNanos;
    hasLabels = from.hasLabels;
    labelsHigh = from.labelsHigh;
    labelsLow = from.labelsLow;
    helper = from.helper;
    securityContext = from.securityContext;
    master = from.master;
    namespace = from.namespace;
    host = from.host;
    observedNanos = from.observedNanos;
  }

  public Session copy() {
    final Session copy = new Session();
    copy.set(this);
    return copy;
  }

  /** The tuple of the packet that began the session. */
  public TupleBuffer original() {
    return original;
  }

  /** The tuple of the answers. With NAT it is not the mirror of the original. */
  public TupleBuffer reply() {
    return reply;
  }

  public int family() {
    return original.family();
  }

  public int protocol() {
    return original.protocol();
  }

  /** Bits of {@link Status}. */
  public int status() {
    return status;
  }

  public void status(final int bits) {
    status = bits;
  }

  public boolean isAssured() {
    return (status & Status.ASSURED) != 0;
  }

  public boolean isReplied() {
    return (status & Status.SEEN_REPLY) != 0;
  }

  public boolean isOffloaded() {
    return (status & (Status.OFFLOAD | Status.HW_OFFLOAD)) != 0;
  }

  /** Whether the source address is translated: the answers do not go to the original's source. */
  public boolean isSourceNat() {
    return original.sourceLow() != reply.destinationLow()
        || original.sourceHigh() != reply.destinationHigh()
        || (Protocol.hasPorts(protocol()) && original.sourcePort() != reply.destinationPort());
  }

  /** Whether the destination is translated: the answers do not come from the original's. */
  public boolean isDestinationNat() {
    return original.destinationLow() != reply.sourceLow()
        || original.destinationHigh() != reply.sourceHigh()
        || (Protocol.hasPorts(protocol()) && original.destinationPort() != reply.sourcePort());
  }

  /** The number of a {@link TcpState} or {@link SctpState} by protocol, or {@link #ABSENT}. */
  public int state() {
    return state;
  }

  public void state(final int number) {
    state = number;
  }

  /** The name of the state in the kernel's words, or null if there is none. */
  public @Nullable String stateName() {
    final Enum<?> named =
        switch (protocol()) {
          case Protocol.TCP -> TcpState.of(state);
          case Protocol.SCTP -> SctpState.of(state);
          default -> null;
        };
    return named == null ? null : named.name();
  }

  /** Whether SCTP's verification tags are there. */
  public boolean hasTags() {
    return hasTags;
  }

  /**
   * The verification tag of SCTP's original direction, unsigned, as conntrack(8) counts it: a
   * packet's bytes in this machine's order. 0 if absent.
   */
  public int originalTag() {
    return originalTag;
  }

  /** The same of the reply direction. */
  public int replyTag() {
    return replyTag;
  }

  public void tags(final int inOriginal, final int inReply) {
    hasTags = true;
    originalTag = inOriginal;
    replyTag = inReply;
  }

  /** Milliseconds until the session expires unless a packet comes, or {@link #ABSENT}. */
  public long timeoutMillis() {
    return timeoutMillis;
  }

  public void timeoutMillis(final long millis) {
    timeoutMillis = millis;
  }

  /** The time left in whole seconds, rounded down as the kernel prints it, or {@link #ABSENT}. */
  public long timeoutSeconds() {
    return timeoutMillis < 0 ? ABSENT : timeoutMillis / 1000;
  }

  public boolean hasMark() {
    return hasMark;
  }

  /** 32 bits, unsigned; 0 if absent. */
  public int mark() {
    return mark;
  }

  /** Makes the mark absent. */
  public void noMark() {
    hasMark = false;
    mark = 0;
  }

  public void mark(final int bits) {
    hasMark = true;
    mark = bits;
  }

  /** 0 to 65,535; 0 is the default zone and stands for an absent one too. */
  public int zone() {
    return zone;
  }

  public void zone(final int number) {
    zone = number;
  }

  /** The zone of the original direction alone, or {@link #ABSENT}. */
  public int originalZone() {
    return originalZone;
  }

  public void originalZone(final int number) {
    originalZone = number;
  }

  /** The zone of the reply direction alone, or {@link #ABSENT}. */
  public int replyZone() {
    return replyZone;
  }

  public void replyZone(final int number) {
    replyZone = number;
  }

  public boolean hasId() {
    return hasId;
  }

  /** The kernel's keyed hash that names this entry for its life; 32 bits, unsigned. */
  public int id() {
    return id;
  }

  public void id(final int bits) {
    hasId = true;
    id = bits;
  }

  /** The kernel's reference count, or 0 if absent. */
  public int use() {
    return use;
  }

  public void use(final int count) {
    use = count;
  }

  public boolean hasCounters() {
    return originalPackets != ABSENT;
  }

  /** Packets of the original direction, unsigned, or {@link #ABSENT}. */
  public long originalPackets() {
    return originalPackets;
  }

  /** Bytes of the original direction, IP header included, unsigned, or {@link #ABSENT}. */
  public long originalBytes() {
    return originalBytes;
  }

  public void originalCounters(final long packets, final long bytes) {
    originalPackets = packets;
    originalBytes = bytes;
  }

  /** Packets of the reply direction, unsigned, or {@link #ABSENT}. */
  public long replyPackets() {
    return replyPackets;
  }

  /** Bytes of the reply direction, IP header included, unsigned, or {@link #ABSENT}. */
  public long replyBytes() {
    return replyBytes;
  }

  public void replyCounters(final long packets, final long bytes) {
    replyPackets = packets;
    replyBytes = bytes;
  }

  /** When the session was confirmed, in nanoseconds since 1970, or 0 if absent. */
  public long startNanos() {
    return startNanos;
  }

  public void startNanos(final long nanos) {
    startNanos = nanos;
  }

  /** When the session ended, in nanoseconds since 1970, or 0 if absent or alive. */
  public long stopNanos() {
    return stopNanos;
  }

  public void stopNanos(final long nanos) {
    stopNanos = nanos;
  }

  /** When the source looked, in nanoseconds since 1970. */
  public long observedNanos() {
    return observedNanos;
  }

  public void observedNanos(final long nanos) {
    observedNanos = nanos;
  }

  /** Seconds from start to stop, or to the look if it lives; {@link #ABSENT} without a start. */
  public long ageSeconds() {
    if (startNanos == 0) {
      return ABSENT;
    }
    final long end = stopNanos != 0 ? stopNanos : observedNanos;
    return Math.max(0, (end - startNanos) / 1_000_000_000L);
  }

  public boolean hasLabels() {
    return hasLabels;
  }

  /** Label bits 64 to 127. */
  public long labelsHigh() {
    return labelsHigh;
  }

  /** Label bits 0 to 63. */
  public long labelsLow() {
    return labelsLow;
  }

  public void labels(final long high, final long low) {
    hasLabels = true;
    labelsHigh = high;
    labelsLow = low;
  }

  /** The name of the helper that follows the session's payload, such as {@code ftp}, or null. */
  public @Nullable String helper() {
    return helper;
  }

  public void helper(final @Nullable String name) {
    helper = name;
  }

  /** The security context of an LSM, or null. */
  public @Nullable String securityContext() {
    return securityContext;
  }

  public void securityContext(final @Nullable String context) {
    securityContext = context;
  }

  /** The original tuple of the session that expected this one, or null. */
  public @Nullable Tuple master() {
    return master;
  }

  public void master(final @Nullable Tuple tuple) {
    master = tuple;
  }

  /** The name of the network namespace, or null for the one that Plimsoll runs in. */
  public @Nullable String namespace() {
    return namespace;
  }

  public void namespace(final @Nullable String name) {
    namespace = name;
  }

  /** The addresses of the host that holds the table. */
  public HostAddresses host() {
    return host;
  }

  public void host(final HostAddresses addresses) {
    host = Objects.requireNonNull(addresses);
  }

  /** Who began the session, seen from the host. */
  public Direction direction() {
    return host.directionOf(this);
  }

  /**
   * The tuple whose source is the host's own end: the original for sessions that it began or
   * forwards, the reply for those that came to it. NAT of the other end is undone in it.
   */
  private TupleBuffer localEnd(final Direction direction) {
    return direction == Direction.IN ? reply : original;
  }

  /** The other end: where the packets really go to or come from, behind NAT of ours. */
  private TupleBuffer remoteEnd(final Direction direction) {
    return direction == Direction.IN ? original : reply;
  }

  /** The tuple whose source address and port are this host's end of the session. */
  public TupleView local() {
    return localEnd(direction());
  }

  /** The tuple whose source address and port are the other end of the session. */
  public TupleView remote() {
    return remoteEnd(direction());
  }

  @Override
  public String toString() {
    return "Session[original=%s, reply=%s, status=%#x, state=%s, zone=%d]"
        .formatted(original, reply, status, stateName(), zone);
  }
}
