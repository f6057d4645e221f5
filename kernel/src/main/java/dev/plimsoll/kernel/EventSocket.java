package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Hears the events of a namespace's table; if asked, of every namespace that has an id there too.
 * Events come one a datagram, so many datagrams are fetched with one call (recvmmsg(2)).
 *
 * <p>When the socket's buffer overruns the kernel drops events and says so once; {@link #receive}
 * tells its listener, and goes on. Not thread safe.
 */
final class EventSocket implements AutoCloseable {
  private static final int BATCH = 64;
  private static final int MESSAGE_BYTES = 8 * 1024;
  private static final int CONTROL_BYTES = 64;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_TRUNC = 0x20;
  private static final int SOL_NETLINK = 270;
  private static final int NSID = 8;

  // struct mmsghdr on 64-bit machines.
  private static final int HEADER_BYTES = 64;
  private static final int IOV_AT = 16;
  private static final int IOV_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int FLAGS_AT = 48;
  private static final int LENGTH_AT = 56;
  private static final int IOVEC_BYTES = 16;

  private static final int CREATED = NetlinkRequest.FLAG_CREATE | NetlinkRequest.FLAG_EXCLUSIVE;

  private final NetlinkSocket socket;
  private final int bufferBytes;
  private final CtnetlinkDecoder decoder;
  private final MemorySegment headers = Syscall.memory(BATCH * (long) HEADER_BYTES);
  private final MemorySegment vectors = Syscall.memory(BATCH * (long) IOVEC_BYTES);
  private final MemorySegment controls = Syscall.memory(BATCH * (long) CONTROL_BYTES);
  private final MemorySegment buffers = Syscall.memory(BATCH * (long) MESSAGE_BYTES);
  private final byte[] bytes = new byte[MESSAGE_BYTES];
  private final NetlinkMessages messages = new NetlinkMessages();
  private final SessionEvent event = new SessionEvent();
  private long events;

  /** Takes what happened, in its order. */
  interface Listener {
    /**
     * Takes one event.
     *
     * @param namespaceId the id of the namespace that it comes from, or -1 for the socket's own
     */
    void event(SessionEvent event, int namespaceId);

    /** Events were lost before this one, in whatever namespace. */
    void overrun();
  }

  private EventSocket(
      final NetlinkSocket socket, final int bufferBytes, final CtnetlinkDecoder decoder) {
    this.socket = socket;
    this.bufferBytes = bufferBytes;
    this.decoder = decoder;
    for (int i = 0; i < BATCH; i++) {
      final long header = (long) i * HEADER_BYTES;
      final long vector = (long) i * IOVEC_BYTES;
      vectors.set(JAVA_LONG, vector, buffers.address() + (long) i * MESSAGE_BYTES);
      vectors.set(JAVA_LONG, vector + 8, MESSAGE_BYTES);
      headers.set(JAVA_LONG, header + IOV_AT, vectors.address() + vector);
      headers.set(JAVA_LONG, header + IOV_COUNT_AT, 1);
      headers.set(JAVA_LONG, header + CONTROL_AT, controls.address() + (long) i * CONTROL_BYTES);
    }
  }

  /**
   * Begins to hear. From the return on no event is missed without {@link Listener#overrun}.
   *
   * @param bufferBytes what the kernel may hold back for us, its overhead included
   * @param allNamespaces whether to hear those that have an id in this one too
   */
  static EventSocket open(
      final NetworkNamespace namespace,
      final int bufferBytes,
      final boolean allNamespaces,
      final CtnetlinkDecoder decoder)
      throws IOException {
    final NetlinkSocket socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER));
    try {
      final int got = socket.receiveBuffer(bufferBytes);
      if (allNamespaces) {
        socket.listenToAllNamespaces();
      }
      socket.join(Ct.GROUP_NEW);
      socket.join(Ct.GROUP_UPDATE);
      socket.join(Ct.GROUP_DESTROY);
      return new EventSocket(socket, got, decoder);
    } catch (final KernelException e) {
      socket.close();
      throw e;
    }
  }

  /** What the kernel may hold back for us, in bytes. */
  int bufferBytes() {
    return bufferBytes;
  }

  /** Events handed out so far. */
  long events() {
    return events;
  }

  /** The number of the file that it is, to be polled. */
  int number() {
    return socket.number();
  }

  /** Waits for the next event, or an overrun. */
  boolean awaitReadable(final long millis) throws KernelException {
    return socket.awaitReadable(millis);
  }

  /**
   * Hands out what is there, up to one batch, without waiting.
   *
   * @return whether there may be more
   */
  boolean receive(final Listener listener) throws KernelException {
    try {
      for (int i = 0; i < BATCH; i++) {
        headers.set(JAVA_LONG, (long) i * HEADER_BYTES + CONTROL_LENGTH_AT, CONTROL_BYTES);
      }
      final long got =
          Syscall.call(
              Syscall.RECVMMSG, socket.number(), headers.address(), BATCH, MSG_DONTWAIT, 0, 0);
      if (got == -Errno.ENOBUFS) {
        listener.overrun();
        return true;
      }
      if (got == -Errno.EAGAIN || got == -Errno.EINTR) {
        return got == -Errno.EINTR;
      }
      if (got < 0) {
        throw new KernelException("receive the kernel's events", (int) -got);
      }
      event.timeNanos(System.currentTimeMillis() * 1_000_000);
      for (int i = 0; i < got; i++) {
        handOut(i, listener);
      }
      return got == BATCH;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private void handOut(final int index, final Listener listener) {
    final long header = (long) index * HEADER_BYTES;
    final int length = headers.get(JAVA_INT, header + LENGTH_AT);
    if ((headers.get(JAVA_INT, header + FLAGS_AT) & MSG_TRUNC) != 0) {
      // No event of the kernel is that long. What it said is lost, so it counts as such.
      listener.overrun();
      return;
    }
    MemorySegment.copy(buffers, JAVA_BYTE, (long) index * MESSAGE_BYTES, bytes, 0, length);
    messages.reset(bytes, length);
    while (messages.next()) {
      final int type = messages.type();
      if ((type == Ct.MSG_NEW || type == Ct.MSG_DELETE)
          && decoder.decode(bytes, messages.payload(), messages.end(), event.session())) {
        event.type(kind(type, messages.flags()));
        event.portId(messages.portId());
        event.session().observedNanos(event.timeNanos());
        events++;
        listener.event(event, namespaceId(index));
      }
    }
  }

  private static SessionEvent.Type kind(final int type, final int flags) {
    if (type == Ct.MSG_DELETE) {
      return SessionEvent.Type.DESTROY;
    }
    return (flags & CREATED) == CREATED ? SessionEvent.Type.NEW : SessionEvent.Type.UPDATE;
  }

  // The kernel adds the id to the events of other namespaces only (netlink_cmsg_listen_all_nsid).
  private int namespaceId(final int index) {
    final long header = (long) index * HEADER_BYTES;
    final long control = (long) index * CONTROL_BYTES;
    final boolean isId =
        headers.get(JAVA_LONG, header + CONTROL_LENGTH_AT) >= 20
            && controls.get(JAVA_INT, control + 8) == SOL_NETLINK
            && controls.get(JAVA_INT, control + 12) == NSID;
    return isId ? controls.get(JAVA_INT, control + 16) : -1;
  }

  @Override
  public void close() {
    socket.close();
  }
}
