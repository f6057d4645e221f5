package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.plimsoll.session.Expectation;
import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * What becomes of one namespace's expectations as it happens, handed out in the caller's thread.
 * They are few, so each is received by itself.
 *
 * <p>If the session that expects another began before anybody listened, a kernel with its default
 * setting (nf_conntrack_events=2) tells nothing of it. Needs CAP_NET_ADMIN. Not thread safe.
 */
public final class ExpectationStream implements AutoCloseable {
  private static final int CREATED = NetlinkRequest.FLAG_CREATE | NetlinkRequest.FLAG_EXCLUSIVE;

  private final NetlinkSocket socket;
  private final int bufferBytes;
  private final Listener listener;
  private final MemorySegment memory = Syscall.memory(NetlinkSocket.BLOCK_BYTES);
  private final byte[] bytes = new byte[NetlinkSocket.BLOCK_BYTES];
  private final NetlinkMessages messages = new NetlinkMessages();
  private final ExpectationDecoder decoder = new ExpectationDecoder();

  /** Takes what happened, in its order. */
  public interface Listener {
    /**
     * Takes one event.
     *
     * @param portId the netlink port of the process that made the change, or 0 for traffic
     */
    void event(SessionEvent.Type type, Expectation expectation, int portId);

    /** The buffer was full: events were lost before the next one. */
    void overrun();
  }

  private ExpectationStream(
      final NetlinkSocket socket, final int bufferBytes, final Listener listener) {
    this.socket = socket;
    this.bufferBytes = bufferBytes;
    this.listener = listener;
  }

  /**
   * Begins to hear. From the return on no event is missed without {@link Listener#overrun}.
   *
   * @param types the kinds of events to hear
   * @param bufferBytes what the kernel may hold back for us, its overhead included
   * @param listener called by {@link #receive}
   * @throws IOException if the namespace is gone, or the kernel refuses
   */
  public static ExpectationStream open(
      final NetworkNamespace namespace,
      final Set<SessionEvent.Type> types,
      final int bufferBytes,
      final Listener listener)
      throws IOException {
    final NetlinkSocket socket = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER));
    try {
      final int got = socket.receiveBuffer(bufferBytes);
      for (final SessionEvent.Type type : types) {
        socket.join(group(type));
      }
      return new ExpectationStream(socket, got, listener);
    } catch (final KernelException e) {
      socket.close();
      throw e;
    }
  }

  private static int group(final SessionEvent.Type type) {
    return switch (type) {
      case NEW -> Ct.GROUP_EXPECT_NEW;
      case UPDATE -> Ct.GROUP_EXPECT_UPDATE;
      case DESTROY -> Ct.GROUP_EXPECT_DESTROY;
    };
  }

  /** What the kernel may hold back for us, in bytes. */
  public int bufferBytes() {
    return bufferBytes;
  }

  /**
   * Waits until something is there to be received.
   *
   * @return false if the time is over before, or a signal came
   */
  public boolean await(final long millis) throws KernelException {
    return socket.awaitReadable(millis);
  }

  /** Hands out all that is there now, without waiting. */
  public void receive() throws KernelException {
    boolean more = true;
    while (more) {
      more = receiveOne();
    }
  }

  private boolean receiveOne() throws KernelException {
    final int length;
    try {
      length = socket.receiveNow(memory);
    } catch (final KernelException e) {
      if (e.errno() == Errno.ENOBUFS) {
        listener.overrun();
        return true;
      }
      throw e;
    }
    if (length < 0) {
      return false;
    }
    MemorySegment.copy(memory, JAVA_BYTE, 0, bytes, 0, length);
    messages.reset(bytes, length);
    while (messages.next()) {
      final int type = messages.type();
      if (type == Ct.MSG_EXPECT_NEW || type == Ct.MSG_EXPECT_DELETE) {
        final Expectation expectation = decoder.decode(messages);
        if (expectation != null) {
          listener.event(kind(type, messages.flags()), expectation, messages.portId());
        }
      }
    }
    return true;
  }

  private static SessionEvent.Type kind(final int type, final int flags) {
    if (type == Ct.MSG_EXPECT_DELETE) {
      return SessionEvent.Type.DESTROY;
    }
    return (flags & CREATED) == CREATED ? SessionEvent.Type.NEW : SessionEvent.Type.UPDATE;
  }

  @Override
  public void close() {
    socket.close();
  }
}
