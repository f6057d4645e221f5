package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
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
  private final NetlinkRequest request = new NetlinkRequest();
  private final TupleBuffer mirrored = new TupleBuffer();
  private final MemorySegment memory = Syscall.memory(NetlinkSocket.BLOCK_BYTES * 2L);
  private final byte[] bytes = new byte[NetlinkSocket.BLOCK_BYTES * 2];
  private final NetlinkMessages messages = new NetlinkMessages();
  private long sent;
  private long refused;
  private @Nullable KernelException firstRefusal;

  private SessionWriter(final NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * Opens the table of a namespace for writing.
   *
   * @throws IOException if the namespace is gone, or the kernel has no netfilter netlink
   */
  public static SessionWriter open(final NetworkNamespace namespace) throws IOException {
    final NetlinkSocket socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER));
    try {
      socket.receiveBuffer(ANSWER_BYTES);
      return new SessionWriter(socket);
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

  /** Why the kernel refused the first of them, or null. */
  public @Nullable KernelException firstRefusal() {
    return firstRefusal;
  }

  /**
   * Wishes for a new session. It takes both tuples, the timeout, and what is there of status,
   * state, mark, zones, labels and helper. A reply tuple that is not the mirror of the original
   * becomes NAT.
   *
   * <p>The kernel refuses one that is there already, and one for which the table has no room. A TCP
   * session accepts whatever sequence numbers come.
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
    request.putNetInt(Ct.TIMEOUT, (int) (session.timeoutMillis() / 1000));
    request.putNetInt(Ct.STATUS, session.status() & WRITABLE_STATUS | Status.CONFIRMED);
    putState(session);
    if (session.hasMark()) {
      request.putNetInt(Ct.MARK, session.mark());
    }
    putZone(session.zone());
    if (session.hasLabels()) {
      request.putLabels(Ct.LABELS, session.labelsHigh(), session.labelsLow());
    }
    final String helper = session.helper();
    if (helper != null) {
      final int help = request.beginNested(Ct.HELP);
      request.putString(1, helper).endNested(help);
    }
    if (!mirror) {
      putTranslation(session);
    }
    end();
  }

  /**
   * Wishes that a session be removed. The kernel refuses it if there is none.
   *
   * @param tuple its original or its reply tuple
   * @param zone 0 to 65,535
   */
  public void delete(final TupleView tuple, final int zone) throws KernelException {
    begin(Ct.MSG_DELETE, 0, tuple.family());
    TupleAttributes.put(request, Ct.TUPLE_ORIG, tuple);
    putZone(zone);
    end();
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

  private void begin(final int type, final int flags, final int family) {
    request.begin(type, flags, socket.nextSequence()).netfilterHeader(family);
  }

  private void end() throws KernelException {
    request.end();
    sent++;
    if (request.length() >= BATCH_BYTES) {
      send();
    }
  }

  private void putZone(final int zone) {
    if (zone != 0) {
      request.putNetShort(Ct.ZONE, zone);
    }
  }

  private void putState(final Session session) {
    if (session.state() < 0) {
      return;
    }
    switch (session.protocol()) {
      case Protocol.TCP -> {
        final int flags =
            TCP_BE_LIBERAL
                | TCP_SACK_PERMITTED
                | (session.state() >= TcpState.TIME_WAIT.number() ? TCP_CLOSE_INIT : 0);
        final int info = request.beginNested(Ct.PROTOINFO);
        final int tcp = request.beginNested(Ct.PROTOINFO_TCP);
        request.putByte(Ct.STATE, session.state());
        // struct nf_ct_tcp_flags: the flags, and which of them to change.
        request.putNetShort(Ct.TCP_FLAGS_ORIG, flags << 8 | flags);
        request.putNetShort(Ct.TCP_FLAGS_REPLY, flags << 8 | flags);
        request.endNested(tcp).endNested(info);
      }
      case Protocol.SCTP -> {
        final int info = request.beginNested(Ct.PROTOINFO);
        final int sctp = request.beginNested(Ct.PROTOINFO_SCTP);
        request.putByte(Ct.STATE, session.state());
        // The kernel wants verification tags; a session without traffic has none.
        request.putNetInt(Ct.SCTP_VTAG_ORIG, 1).putNetInt(Ct.SCTP_VTAG_REPLY, 1);
        request.endNested(sctp).endNested(info);
      }
      default -> {}
    }
  }

  // Answers go to the translated source and come from the translated destination.
  private void putTranslation(final Session session) {
    final TupleBuffer reply = session.reply();
    if (session.isSourceNat()) {
      putRange(
          Ct.NAT_SRC,
          reply,
          reply.destinationHigh(),
          reply.destinationLow(),
          reply.destinationPort());
    }
    if (session.isDestinationNat()) {
      putRange(Ct.NAT_DST, reply, reply.sourceHigh(), reply.sourceLow(), reply.sourcePort());
    }
  }

  private void putRange(
      final int type, final TupleView reply, final long high, final long low, final int port) {
    final int range = request.beginNested(type);
    if (reply.family() == Family.IPV4) {
      request.putNetInt(Ct.NAT_V4_MIN, (int) low).putNetInt(Ct.NAT_V4_MAX, (int) low);
    } else {
      request.putIpv6(Ct.NAT_V6_MIN, high, low).putIpv6(Ct.NAT_V6_MAX, high, low);
    }
    if (Protocol.hasPorts(reply.protocol())) {
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
          if (firstRefusal == null) {
            firstRefusal = new KernelException("write a session", messages.error());
          }
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
