package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * A netlink socket (netlink(7)). It belongs for ever to the network namespace of the thread that
 * opened it; afterwards any thread may use it, one at a time.
 */
final class NetlinkSocket implements AutoCloseable {
  static final int NETFILTER = 12;
  static final int ROUTE = 0;
  static final int SOCK_DIAG = 4;

  /**
   * A dump's messages come in blocks of at most this size: af_netlink.c never makes larger ones.
   */
  static final int BLOCK_BYTES = 32 * 1024;

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_ADD_MEMBERSHIP = 1;
  private static final int NETLINK_LISTEN_ALL_NSID = 8;
  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int ADDRESS_BYTES = 12;
  private static final int POLLIN = 1;

  private final FileDescriptor file;
  private final MemorySegment small = Syscall.memory(32);
  private MemorySegment outgoing = Syscall.memory(1024);
  private int sequence;

  private NetlinkSocket(final FileDescriptor file) {
    this.file = file;
  }

  /** Opens a socket in the network namespace of the calling thread. */
  static NetlinkSocket open(final int protocol) throws KernelException {
    final long result = Syscall.call(Syscall.SOCKET, AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
    if (result < 0) {
      throw new KernelException("open a netlink socket", (int) -result);
    }
    final NetlinkSocket socket = new NetlinkSocket(new FileDescriptor((int) result));
    try {
      socket.bind();
      return socket;
    } catch (final KernelException e) {
      socket.close();
      throw e;
    }
  }

  // Bound at once: NETLINK_LISTEN_ALL_NSID works on bound sockets only.
  private void bind() throws KernelException {
    small.fill((byte) 0);
    small.set(JAVA_SHORT, 0, (short) AF_NETLINK);
    check("bind a netlink socket", call(Syscall.BIND, small.address(), ADDRESS_BYTES));
  }

  /** The number that the kernel knows this socket by: messages that it caused carry it. */
  int portId() throws KernelException {
    small.set(JAVA_INT, 16, ADDRESS_BYTES);
    check(
        "read a netlink socket's address",
        call(Syscall.GETSOCKNAME, small.address(), small.address() + 16));
    return small.get(JAVA_INT, 4);
  }

  /**
   * Asks for a receive buffer, by force where the rights suffice (SO_RCVBUFFORCE), else within
   * net.core.rmem_max.
   *
   * @param bytes what the buffer shall hold; the kernel counts its own overhead into it
   * @return the size that it got, in the same measure
   */
  int receiveBuffer(final int bytes) throws KernelException {
    // The kernel doubles what it is given (sock_set_rcvbuf).
    final int half = bytes / 2;
    if (setOption(SOL_SOCKET, SO_RCVBUFFORCE, half) < 0) {
      check("set a receive buffer", setOption(SOL_SOCKET, SO_RCVBUF, half));
    }
    small.set(JAVA_INT, 16, 4);
    check(
        "read the size of a receive buffer",
        Syscall.call(
            Syscall.GETSOCKOPT,
            file.number(),
            SOL_SOCKET,
            SO_RCVBUF,
            small.address(),
            small.address() + 16,
            0));
    return small.get(JAVA_INT, 0);
  }

  /** Joins a multicast group, by its number (enum nfnetlink_groups). */
  void join(final int group) throws KernelException {
    check(
        "subscribe to the kernel's events", setOption(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group));
  }

  /** Hears the groups of every namespace that has an id here too (needs CAP_NET_BROADCAST). */
  void listenToAllNamespaces() throws KernelException {
    check("hear events of other namespaces", setOption(SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, 1));
  }

  private long setOption(final int level, final int option, final int value) {
    small.set(JAVA_INT, 0, value);
    return Syscall.call(Syscall.SETSOCKOPT, file.number(), level, option, small.address(), 4, 0);
  }

  int number() {
    return file.number();
  }

  int nextSequence() {
    return ++sequence;
  }

  /** Sends all messages of the request in one datagram. */
  void send(final NetlinkRequest request) throws KernelException {
    if (outgoing.byteSize() < request.length()) {
      outgoing = Syscall.memory(request.length() * 2L);
    }
    MemorySegment.copy(request.bytes(), 0, outgoing, JAVA_BYTE, 0, request.length());
    check("send a netlink request", transfer(Syscall.SENDTO, outgoing, request.length(), 0));
  }

  /**
   * Waits for one block of messages.
   *
   * @return its length in bytes
   * @throws KernelException also with ENOBUFS, when messages were lost before this one
   */
  int receive(final MemorySegment into) throws KernelException {
    return whole(into, transfer(Syscall.RECVFROM, into, into.byteSize(), MSG_TRUNC));
  }

  /**
   * Takes a block of messages if one is there.
   *
   * @return its length in bytes, or -1 if there is none
   * @throws KernelException also with ENOBUFS, when messages were lost before this one
   */
  int receiveNow(final MemorySegment into) throws KernelException {
    final long got = transfer(Syscall.RECVFROM, into, into.byteSize(), MSG_TRUNC | MSG_DONTWAIT);
    return got == -Errno.EAGAIN ? -1 : whole(into, got);
  }

  private static int whole(final MemorySegment into, final long got) throws KernelException {
    check("receive from netlink", got);
    if (got > into.byteSize()) {
      throw new KernelException("receive a netlink message of " + got + " bytes", 90);
    }
    return (int) got;
  }

  private long transfer(
      final int call, final MemorySegment memory, final long length, final int flags) {
    try {
      long result;
      do {
        result = Syscall.call(call, file.number(), memory.address(), length, flags, 0, 0);
      } while (result == -Errno.EINTR);
      return result;
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  /** Waits until there is something to receive; an error to be fetched counts as something. */
  boolean awaitReadable(final long millis) throws KernelException {
    small.set(JAVA_INT, 0, file.number());
    small.set(JAVA_SHORT, 4, (short) POLLIN);
    small.set(JAVA_SHORT, 6, (short) 0);
    small.set(JAVA_LONG, 8, millis / 1000);
    small.set(JAVA_LONG, 16, millis % 1000 * 1_000_000);
    final long ready =
        Syscall.call(Syscall.PPOLL, small.address(), 1, small.address() + 8, 0, 0, 0);
    if (ready == -Errno.EINTR) {
      return false;
    }
    check("wait for netlink", ready);
    return ready > 0;
  }

  private long call(final int number, final long b, final long c) {
    return Syscall.call(number, file.number(), b, c);
  }

  private static void check(final String wanted, final long result) throws KernelException {
    if (result < 0) {
      throw new KernelException(wanted, (int) -result);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
