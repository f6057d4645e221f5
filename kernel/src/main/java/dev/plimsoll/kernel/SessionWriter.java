package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.plimsoll.kernel.SessionWish.Translation;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import dev.plimsoll.session.Tuple;
import dev.plimsoll.session.TupleBuffer;
import dev.plimsoll.session.TupleView;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Puts sessions into the table of a namespace, and takes them out again, without any traffic
 * (ctnetlink_new_conntrack and ctnetlink_del_conntrack, net/netfilter/nf_conntrack_netlink.c).
 *
 * <p>Wishes are collected and sent many at a time. The kernel answers only those that it refuses:
 * they are counted, and the first is kept. Needs CAP_NET_ADMIN. Not thread safe.
 */
public final class SessionWriter implements AutoCloseable {
  private static final int BATCH_BYTES = 64 * 1024;
  // Room for a batch of refusals: each costs the kernel about a kilobyte.
  private static final int ANSWER_BYTES = 4 * 1024 * 1024;

  // What may be said of a new entry; it is confirmed by itself, and not to say so is refused.
  private static final int WRITABLE_STATUS =
      Status.SEEN_REPLY | Status.ASSURED | Status.FIXED_TIMEOUT;

  // include/uapi/linux/netfilter/nf_conntrack_tcp.h
  private static final int TCP_SACK_PERMITTED = 0x02;
  private static final int TCP_CLOSE_INIT = 0x04;
  private static final int TCP_BE_LIBERAL = 0x08;

  private final NetlinkSocket socket;
  private final Refusals refusals;
  private final NetlinkRequest request = new NetlinkRequest();
  private final TupleBuffer mirrored = new TupleBuffer();
  private final MemorySegment memory = Syscall.memory(NetlinkSocket.BLOCK_BYTES * 2L);
  private final byte[] bytes = new byte[NetlinkSocket.BLOCK_BYTES * 2];
  private final NetlinkMessages messages = new NetlinkMessages();
  private int lastSequence;
  private long sent;
  private long refused;
  private long existing;
  private @Nullable KernelException firstRefusal;

  /** Takes what the kernel refused, while a batch is sent. */
  @FunctionalInterface
  interface Refusals {
    /**
     * Takes one.
     *
     * @param sequence which wish, see {@link #lastSequence}
     */
    void refused(int sequence, KernelException why);
  }

  private SessionWriter(final NetlinkSocket socket, final Refusals refusals) {
    this.socket = socket;
    this.refusals = refusals;
  }

  /**
   * Opens the table of a namespace for writing.
   *
   * @throws IOException if the namespace is gone, or the kernel has no netfilter netlink
   */
  public static SessionWriter open(final NetworkNamespace namespace) throws IOException {
    return open(namespace, (sequence, why) -> {});
  }

  /** The same, with one who wants to know which wishes are refused. */
  static SessionWriter open(final NetworkNamespace namespace, final Refusals refusals)
      throws IOException {
    final NetlinkSocket socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER));
    try {
      socket.receiveBuffer(ANSWER_BYTES);
      return new SessionWriter(socket, refusals);
    } catch (final KernelException e) {
      socket.close();
      throw e;
    }
  }

  /** Wishes sent so far. */
  public long sent() {
    return sent;
  }

  /** Wishes that the kernel refused so far, of those sent. */
  public long refused() {
    return refused;
  }

  /** New sessions refused so far because they are there already; they count as refused, too. */
  public long existing() {
    return existing;
  }

  /** Why the kernel refused the first of them, or null. */
  public @Nullable KernelException firstRefusal() {
    return firstRefusal;
  }

  /**
   * Wishes for a new session. It takes both tuples, the timeout, and what is there of status,
   * state, mark, zones, labels, helper and master. A reply tuple that is not the mirror of the
   * original becomes NAT.
   *
   * <p>The kernel refuses one that is there already, one whose master is not (ENOENT), and one for
   * which the table has no room. A TCP session accepts whatever sequence numbers come.
   *
   * @throws IllegalArgumentException if the session has no timeout
   * @throws KernelException if a full batch cannot be sent
   */
  public void create(final Session session) throws KernelException {
    if (session.timeoutMillis() < 0) {
      throw new IllegalArgumentException("a new session needs a timeout: " + session);
    }
    final TupleBuffer original = session.original();
    final boolean mirror = original.isMirroredBy(session.reply());
    mirrored.setInverse(original);
    begin(
        Ct.MSG_NEW, NetlinkRequest.FLAG_CREATE | NetlinkRequest.FLAG_EXCLUSIVE, original.family());
    TupleAttributes.put(request, Ct.TUPLE_ORIG, original, session.originalZone());
    TupleAttributes.put(request, Ct.TUPLE_REPLY, mirrored, session.replyZone());
    putMaster(session.master());
    request.putNetInt(Ct.TIMEOUT, (int) (session.timeoutMillis() / 1000));
    request.putNetInt(Ct.STATUS, session.status() & WRITABLE_STATUS | Status.CONFIRMED);
    if (session.state() >= 0 && session.protocol() == Protocol.TCP) {
      putTcp(session.state());
    } else if (session.state() >= 0 && session.protocol() == Protocol.SCTP) {
      // A session that does not tell them had no traffic yet; the kernel wants some all the same.
      final boolean has = session.hasTags();
      putSctp(session.state(), true, has ? session.originalTag() : 1, has ? session.replyTag() : 1);
    }
    if (session.hasMark()) {
      request.putNetInt(Ct.MARK, session.mark());
    }
    putZone(session.zone());
    if (session.hasLabels()) {
      request.putLabels(Ct.LABELS, session.labelsHigh(), session.labelsLow());
    }
    putHelper(session.helper());
    if (!mirror) {
      putTranslation(session);
    }
    end();
  }

  /**
   * Wishes for a new session, as it was put together: both tuples are sent as they are.
   *
   * @param exclusive whether the kernel refuses one that is there already (EEXIST); if not it
   *     changes that one, as {@link #change} would
   * @throws KernelException if a full batch cannot be sent
   */
  public void create(final SessionWish wish, final boolean exclusive) throws KernelException {
    final Session session = wish.session();
    begin(
        Ct.MSG_NEW,
        NetlinkRequest.FLAG_CREATE | (exclusive ? NetlinkRequest.FLAG_EXCLUSIVE : 0),
        session.family());
    TupleAttributes.put(request, Ct.TUPLE_ORIG, session.original(), session.originalZone());
    TupleAttributes.put(request, Ct.TUPLE_REPLY, session.reply(), session.replyZone());
    putMaster(session.master());
    putZone(session.zone());
    if (wish.hasStatus()) {
      request.putNetInt(Ct.STATUS, session.status() | Status.CONFIRMED);
    }
    putTranslation(Ct.NAT_SRC, wish.source(), session.protocol());
    putTranslation(Ct.NAT_DST, wish.destination(), session.protocol());
    putState(wish, session.protocol());
    putValues(wish);
    end();
  }

  /**
   * Wishes that a session be changed: timeout, status, state, mark, labels and helper, as far as
   * the wish has them. The kernel refuses it if there is none.
   *
   * <p>Bits of the status can only be added, and those of the session as it was found stay: what
   * the kernel sets meanwhile makes it refuse the change (EBUSY) rather than lose that.
   *
   * @param found the session, as the kernel told it
   */
  public void change(final Session found, final SessionWish wish) throws KernelException {
    begin(Ct.MSG_NEW, 0, found.family());
    TupleAttributes.put(request, Ct.TUPLE_ORIG, found.original());
    putZone(zoneOfOriginal(found));
    if (wish.hasStatus()) {
      request.putNetInt(Ct.STATUS, found.status() | wish.session().status());
    }
    putState(wish, found.protocol());
    putValues(wish);
    end();
  }

  /**
   * Wishes that a session be removed. The kernel refuses it if there is none.
   *
   * @param tuple its original or its reply tuple
   * @param zone 0 to 65,535
   */
  public void delete(final TupleView tuple, final int zone) throws KernelException {
    beginDeletion(tuple, zone);
    end();
  }

  /**
   * The same for one session only: a later one with the same tuple has another id, and stays.
   *
   * @param id what the kernel calls it
   */
  public void delete(final TupleView tuple, final int zone, final int id) throws KernelException {
    beginDeletion(tuple, zone);
    request.putNetInt(Ct.ID, id);
    end();
  }

  private void beginDeletion(final TupleView tuple, final int zone) {
    begin(Ct.MSG_DELETE, 0, tuple.family());
    TupleAttributes.put(request, Ct.TUPLE_ORIG, tuple);
    putZone(zone);
  }

  /** Empties the table: at once, with one message, after all that was wished before. */
  public void deleteAll() throws KernelException {
    begin(Ct.MSG_DELETE, 0, 0);
    end();
    send();
  }

  /** Sends what is not sent yet. Afterwards the kernel has done all of it, or refused it. */
  public void send() throws KernelException {
    if (request.length() > 0) {
      socket.send(request);
      request.clear();
      readRefusals();
    }
  }

  /**
   * Sends what is not sent yet, and tells the first refusal of it. The kernel has answered before
   * the sending returns, so success needs no answer.
   */
  public void perform() throws KernelException {
    final KernelException earlier = firstRefusal;
    firstRefusal = null;
    send();
    final KernelException refusal = firstRefusal;
    if (earlier != null) {
      firstRefusal = earlier;
    }
    if (refusal != null) {
      throw refusal;
    }
  }

  /** The number of the wish that was uttered last; the next one has the number after it. */
  int lastSequence() {
    return lastSequence;
  }

  private void begin(final int type, final int flags, final int family) {
    lastSequence = socket.nextSequence();
    request.begin(type, flags, lastSequence).netfilterHeader(family);
  }

  private void end() throws KernelException {
    request.end();
    sent++;
    if (request.length() >= BATCH_BYTES) {
      send();
    }
  }

  /**
   * The zone to look a session up in by its original tuple: one that holds for the answers only
   * does not count there (nf_ct_zone_id).
   */
  static int zoneOfOriginal(final Session session) {
    if (session.originalZone() != Session.ABSENT) {
      return session.originalZone();
    }
    return session.replyZone() != Session.ABSENT ? 0 : session.zone();
  }

  private void putZone(final int zone) {
    if (zone != 0) {
      request.putNetShort(Ct.ZONE, zone);
    }
  }

  private void putMaster(final @Nullable Tuple master) {
    if (master != null) {
      TupleAttributes.put(request, Ct.TUPLE_MASTER, master);
    }
  }

  private void putHelper(final @Nullable String name) {
    if (name != null) {
      final int help = request.beginNested(Ct.HELP);
      request.putString(1, name).endNested(help);
    }
  }

  // What a new session and a changed one may have.
  private void putValues(final SessionWish wish) {
    final Session session = wish.session();
    if (session.timeoutMillis() >= 0) {
      request.putNetInt(Ct.TIMEOUT, (int) (session.timeoutMillis() / 1000));
    }
    if (session.hasMark()) {
      request.putNetInt(Ct.MARK, session.mark());
      if (wish.markMask() != -1) {
        request.putNetInt(Ct.MARK_MASK, wish.markMask());
      }
    }
    if (session.hasLabels()) {
      request.putLabels(Ct.LABELS, session.labelsHigh(), session.labelsLow());
      if ((wish.labelMaskHigh() | wish.labelMaskLow()) != 0) {
        request.putLabels(Ct.LABELS_MASK, wish.labelMaskHigh(), wish.labelMaskLow());
      }
    }
    putHelper(session.helper());
  }

  private void putState(final SessionWish wish, final int protocol) {
    final Session session = wish.session();
    final int state = session.state();
    if (state >= 0) {
      switch (protocol) {
        case Protocol.TCP -> putTcp(state);
        case Protocol.SCTP ->
            putSctp(state, session.hasTags(), session.originalTag(), session.replyTag());
        case Protocol.DCCP -> putDccp(state, wish.role());
        default -> {}
      }
    }
  }

  // Whoever sets the state does not know the sequence numbers, so the kernel must take any.
  private void putTcp(final int state) {
    final int flags =
        TCP_BE_LIBERAL
            | TCP_SACK_PERMITTED
            | (state >= TcpState.TIME_WAIT.number() ? TCP_CLOSE_INIT : 0);
    final int info = request.beginNested(Ct.PROTOINFO);
    final int tcp = request.beginNested(Ct.PROTOINFO_TCP);
    request.putByte(Ct.STATE, state);
    // struct nf_ct_tcp_flags: the flags, and which of them to change.
    request.putNetShort(Ct.TCP_FLAGS_ORIG, flags << 8 | flags);
    request.putNetShort(Ct.TCP_FLAGS_REPLY, flags << 8 | flags);
    request.endNested(tcp).endNested(info);
  }

  // A kernel that is told a state without verification tags refuses it.
  private void putSctp(
      final int state, final boolean hasTags, final int originalTag, final int replyTag) {
    final int info = request.beginNested(Ct.PROTOINFO);
    final int sctp = request.beginNested(Ct.PROTOINFO_SCTP);
    request.putByte(Ct.STATE, state);
    if (hasTags) {
      // As they stand in the packets: the kernel does not turn them (sctp_to_nlattr).
      request.putHostInt(Ct.SCTP_VTAG_ORIG, originalTag).putHostInt(Ct.SCTP_VTAG_REPLY, replyTag);
    }
    request.endNested(sctp).endNested(info);
  }

  private void putDccp(final int state, final int role) {
    final int info = request.beginNested(Ct.PROTOINFO);
    final int dccp = request.beginNested(Ct.PROTOINFO_DCCP);
    request.putByte(Ct.STATE, state).putByte(Ct.DCCP_ROLE, role);
    request.endNested(dccp).endNested(info);
  }

  // Answers go to the translated source and come from the translated destination.
  private void putTranslation(final Session session) {
    final TupleBuffer reply = session.reply();
    if (session.isSourceNat()) {
      putTranslation(Ct.NAT_SRC, reply.destination(), reply.protocol(), reply.destinationPort());
    }
    if (session.isDestinationNat()) {
      putTranslation(Ct.NAT_DST, reply.source(), reply.protocol(), reply.sourcePort());
    }
  }

  private void putTranslation(
      final int type, final @Nullable Translation wanted, final int protocol) {
    if (wanted != null) {
      putTranslation(type, wanted.address(), protocol, wanted.port());
    }
  }

  private void putTranslation(
      final int type, final @Nullable IpAddress to, final int protocol, final int port) {
    final int range = request.beginNested(type);
    if (to != null && to.family() == Family.IPV4) {
      request.putNetInt(Ct.NAT_V4_MIN, (int) to.low()).putNetInt(Ct.NAT_V4_MAX, (int) to.low());
    } else if (to != null) {
      request.putIpv6(Ct.NAT_V6_MIN, to.high(), to.low());
      request.putIpv6(Ct.NAT_V6_MAX, to.high(), to.low());
    }
    if (port >= 0 && Protocol.hasPorts(protocol)) {
      final int ports = request.beginNested(Ct.NAT_PROTO);
      request.putNetShort(Ct.NAT_PORT_MIN, port).putNetShort(Ct.NAT_PORT_MAX, port);
      request.endNested(ports);
    }
    request.endNested(range);
  }

  private void readRefusals() throws KernelException {
    int length = socket.receiveNow(memory);
    while (length >= 0) {
      MemorySegment.copy(memory, JAVA_BYTE, 0, bytes, 0, length);
      messages.reset(bytes, length);
      while (messages.next()) {
        if (messages.type() == NetlinkMessages.ERROR && messages.error() != 0) {
          refused++;
          existing += messages.error() == Errno.EEXIST ? 1 : 0;
          final KernelException why = new KernelException("write a session", messages.error());
          if (firstRefusal == null) {
            firstRefusal = why;
          }
          refusals.refused(messages.sequence(), why);
        }
      }
      length = socket.receiveNow(memory);
    }
  }

  /** Closes the socket. What was not sent is not done. */
  @Override
  public void close() {
    socket.close();
  }
}
