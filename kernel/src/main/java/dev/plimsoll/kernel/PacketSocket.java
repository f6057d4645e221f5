package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A packet socket (packet(7)): it sees the frames of an interface or of all. It belongs to the
 * network namespace of the thread that opened it. Used by one thread at a time.
 */
final class PacketSocket implements AutoCloseable {
  /** The type of devices with Ethernet headers, of the loopback too (net/if_arp.h). */
  static final int ARPHRD_ETHER = 1;

  static final int ARPHRD_LOOPBACK = 772;

  /** No group yet: the kernel numbers them from 0. */
  static final int NEW_GROUP = -1;

  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final short ETH_P_ALL = 3;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_ADD_MEMBERSHIP = 1;
  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_STATISTICS = 6;
  private static final int PACKET_VERSION = 10;
  private static final int PACKET_FANOUT = 18;
  private static final int TPACKET_V3 = 2;
  private static final int PACKET_MR_PROMISC = 1;
  private static final int FANOUT_HASH_DEFRAGMENTED = 0x8000;
  private static final int FANOUT_UNIQUE_ID = 0x2000;
  private static final int SIOCGIFHWADDR = 0x8927;
  private static final int SIOCGIFINDEX = 0x8933;
  private static final int LONGEST_NAME = 15;
  private static final int VALUE_AT = 16;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;
  private static final short POLLIN = 1;
  private static final short POLLERR = 8;

  private final FileDescriptor file;
  private final String source;
  private final MemorySegment small = Syscall.memory(64);

  private PacketSocket(final FileDescriptor file, final String source) {
    this.file = file;
    this.source = source;
  }

  /**
   * Opens a socket that sees nothing yet, in the network namespace of the calling thread.
   *
   * @param interfaceName for messages; null for all interfaces
   */
  static PacketSocket open(final @Nullable String interfaceName) throws KernelException {
    final String source = interfaceName == null ? "all interfaces" : interfaceName;
    // Without a protocol nothing arrives before the filter is there.
    final long result = Syscall.call(Syscall.SOCKET, AF_PACKET, SOCK_RAW_CLOEXEC, 0);
    if (result < 0) {
      throw new KernelException("capture on " + source, (int) -result);
    }
    return new PacketSocket(new FileDescriptor((int) result), source);
  }

  /** The number of an interface. */
  int indexOf(final String interfaceName) throws KernelException {
    request(SIOCGIFINDEX, interfaceName);
    return small.get(JAVA_INT, VALUE_AT);
  }

  /** The type of an interface (ARPHRD_). */
  int typeOf(final String interfaceName) throws KernelException {
    request(SIOCGIFHWADDR, interfaceName);
    return small.get(JAVA_SHORT, VALUE_AT) & 0xffff;
  }

  // struct ifreq: a name of 16 bytes, and the answer.
  private void request(final int number, final String interfaceName) throws KernelException {
    final byte[] name = interfaceName.getBytes(StandardCharsets.UTF_8);
    if (name.length > LONGEST_NAME) {
      throw refused(Errno.ENODEV);
    }
    small.fill((byte) 0);
    MemorySegment.copy(name, 0, small, JAVA_BYTE, 0, name.length);
    check(Syscall.call(Syscall.IOCTL, file.number(), number, small.address()));
  }

  /** Lets only packets through that a program of classic BPF accepts. */
  void attach(final byte[] program) throws KernelException {
    final MemorySegment instructions = Syscall.memory(program.length);
    MemorySegment.copy(program, 0, instructions, JAVA_BYTE, 0, program.length);
    small.set(JAVA_SHORT, 0, (short) (program.length / 8));
    small.set(JAVA_LONG, 8, instructions.address());
    try {
      check(setOption(SOL_SOCKET, SO_ATTACH_FILTER, 16));
    } finally {
      Reference.reachabilityFence(instructions);
    }
  }

  /** Makes the ring, and shares its memory. {@link #unmap} ends that. */
  @SuppressWarnings("restricted") // memory that the kernel gives
  MemorySegment ring(
      final int blockBytes, final int blocks, final int frameBytes, final int blockMillis)
      throws KernelException {
    small.set(JAVA_INT, 0, TPACKET_V3);
    check(setOption(SOL_PACKET, PACKET_VERSION, 4));
    // struct tpacket_req3
    small.fill((byte) 0);
    small.set(JAVA_INT, 0, blockBytes);
    small.set(JAVA_INT, 4, blocks);
    small.set(JAVA_INT, 8, frameBytes);
    small.set(JAVA_INT, 12, blockBytes / frameBytes * blocks);
    small.set(JAVA_INT, 16, blockMillis);
    check(setOption(SOL_PACKET, PACKET_RX_RING, 28));
    final long address =
        Syscall.call(
            Syscall.MMAP,
            0,
            (long) blockBytes * blocks,
            PROT_READ_WRITE,
            MAP_SHARED,
            file.number(),
            0);
    check(address);
    return MemorySegment.ofAddress(address).reinterpret((long) blockBytes * blocks);
  }

  /** Gives the memory of the ring back; nobody may look at it any more. */
  void unmap(final MemorySegment ring) {
    Syscall.call(Syscall.MUNMAP, ring.address(), ring.byteSize(), 0);
  }

  /**
   * Begins to see frames.
   *
   * @param interfaceIndex 0 for all
   */
  void bind(final int interfaceIndex) throws KernelException {
    // struct sockaddr_ll
    small.fill((byte) 0);
    small.set(JAVA_SHORT, 0, (short) AF_PACKET);
    small.set(JAVA_SHORT, 2, Short.reverseBytes(ETH_P_ALL));
    small.set(JAVA_INT, 4, interfaceIndex);
    check(Syscall.call(Syscall.BIND, file.number(), small.address(), 20));
    failIfDown();
  }

  void promiscuous(final int interfaceIndex) throws KernelException {
    // struct packet_mreq
    small.fill((byte) 0);
    small.set(JAVA_INT, 0, interfaceIndex);
    small.set(JAVA_SHORT, 4, (short) PACKET_MR_PROMISC);
    check(setOption(SOL_PACKET, PACKET_ADD_MEMBERSHIP, 16));
  }

  /**
   * Shares the frames with the other sockets of a group: both directions of a session go to the
   * same one.
   *
   * @param group the group's number, or {@link #NEW_GROUP}
   * @return the group
   */
  int join(final int group) throws KernelException {
    final int modes = FANOUT_HASH_DEFRAGMENTED << 16;
    small.set(JAVA_INT, 0, group == NEW_GROUP ? modes | FANOUT_UNIQUE_ID << 16 : modes | group);
    check(setOption(SOL_PACKET, PACKET_FANOUT, 4));
    return getOption(SOL_PACKET, PACKET_FANOUT, 4) & 0xffff;
  }

  /**
   * Asks for what happened since the last time, and calls {@link Counts#add} with it: packets with
   * those that were dropped, and those.
   */
  void statistics(final Counts counts) throws KernelException {
    getOption(SOL_PACKET, PACKET_STATISTICS, 12);
    counts.add(
        Integer.toUnsignedLong(small.get(JAVA_INT, 0)),
        Integer.toUnsignedLong(small.get(JAVA_INT, 4)));
  }

  /** Takes counts. */
  interface Counts {
    void add(long packets, long dropped);
  }

  /**
   * Waits until a block is full, or the time is over.
   *
   * @throws KernelException if the interface is down or gone
   */
  void await(final long millis) throws KernelException {
    small.set(JAVA_INT, 0, file.number());
    small.set(JAVA_SHORT, 4, (short) (POLLIN | POLLERR));
    small.set(JAVA_SHORT, 6, (short) 0);
    small.set(JAVA_LONG, 8, millis / 1000);
    small.set(JAVA_LONG, 16, millis % 1000 * 1_000_000);
    final long ready =
        Syscall.call(Syscall.PPOLL, small.address(), 1, small.address() + 8, 0, 0, 0);
    if (ready == -Errno.EINTR) {
      return;
    }
    check(ready);
    if ((small.get(JAVA_SHORT, 6) & POLLERR) != 0) {
      failIfDown();
    }
  }

  private void failIfDown() throws KernelException {
    final int error = getOption(SOL_SOCKET, SO_ERROR, 4);
    if (error != 0) {
      throw refused(error);
    }
  }

  private long setOption(final int level, final int option, final int length) {
    return Syscall.call(
        Syscall.SETSOCKOPT, file.number(), level, option, small.address(), length, 0);
  }

  private int getOption(final int level, final int option, final int length)
      throws KernelException {
    small.set(JAVA_INT, 32, length);
    check(
        Syscall.call(
            Syscall.GETSOCKOPT,
            file.number(),
            level,
            option,
            small.address(),
            small.address() + 32,
            0));
    return small.get(JAVA_INT, 0);
  }

  private void check(final long result) throws KernelException {
    // Addresses are large, errors small.
    if (result < 0 && result > -4096) {
      throw refused((int) -result);
    }
  }

  private KernelException refused(final int errno) {
    return new KernelException("capture on " + source, errno);
  }

  @Override
  public void close() {
    file.close();
  }
}
