package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Captures what passes an interface or all, incoming and outgoing, through a ring of memory that is
 * shared with the kernel (TPACKET_V3, Documentation/networking/packet_mmap.rst). After {@link
 * #await} each {@link #next} moves to one more packet. The kernel hands over whole blocks; each is
 * copied into an array and given back at once.
 *
 * <p>A packet over the loopback is seen once, one that is forwarded on each interface that it
 * passes. VLAN tags that the kernel took off are put back. What has no Ethernet header is handed
 * out from its IP header on; a filter for all interfaces passes it over, as it is made for
 * Ethernet. Needs CAP_NET_RAW. One thread at a time uses it; a group shares the packets among
 * several.
 */
public final class PacketRing implements AutoCloseable {
  private static final int LARGEST_BLOCK_BYTES = 256 * 1024;
  private static final int FRAME_BYTES = 2048;
  private static final int SNAP_LENGTH = 256 * 1024;
  private static final int DLT_ETHERNET = 1;
  private static final int DLT_RAW = 12;

  // struct tpacket_block_desc
  private static final int STATUS_AT = 8;
  private static final int LENGTH_AT = 20;
  private static final int OF_KERNEL = 0;
  private static final int OF_USER = 1;
  private static final VarHandle STATUS = JAVA_INT.varHandle();

  private final PacketSocket socket;
  private final MemorySegment memory;
  private final int blockBytes;
  private final RingBlock block;
  private int next;
  private boolean closed;
  private long packets;
  private long dropped;

  private PacketRing(
      final PacketSocket socket,
      final MemorySegment memory,
      final int blockBytes,
      final boolean ethernetOnly) {
    this.socket = socket;
    this.memory = memory;
    this.blockBytes = blockBytes;
    this.block = new RingBlock(blockBytes, ethernetOnly);
  }

  /**
   * Begins to capture. From the return on no packet is missed that is not counted as dropped.
   *
   * @throws CaptureFilterException if the filter is refused, or libpcap is not installed
   * @throws KernelException if there is no such interface, it is down, or a right is missing
   */
  public static PacketRing open(final NetworkNamespace namespace, final PacketRingSettings settings)
      throws IOException {
    return namespace.call(() -> open(settings));
  }

  /**
   * As {@link #open}, with several rings that share the packets; both directions of a session come
   * to the same one.
   *
   * @param count how many, from 1 on; each has the whole size of the settings
   */
  public static List<PacketRing> openGroup(
      final NetworkNamespace namespace, final PacketRingSettings settings, final int count)
      throws IOException {
    final List<PacketRing> rings = new ArrayList<>();
    try {
      int group = PacketSocket.NEW_GROUP;
      for (int i = 0; i < count; i++) {
        rings.add(open(namespace, settings));
        group = rings.getLast().socket.join(group);
      }
      return List.copyOf(rings);
    } catch (final IOException e) {
      rings.forEach(PacketRing::close);
      throw e;
    }
  }

  private static PacketRing open(final PacketRingSettings settings) throws IOException {
    final PacketSocket socket = PacketSocket.open(settings.interfaceName());
    try {
      return open(socket, settings);
    } catch (final IOException e) {
      socket.close();
      throw e;
    }
  }

  private static PacketRing open(final PacketSocket socket, final PacketRingSettings settings)
      throws IOException {
    final String name = settings.interfaceName();
    final String filter = settings.filter();
    final int index = name == null ? 0 : socket.indexOf(name);
    if (filter != null) {
      socket.attach(compile(filter, name == null || isEthernet(socket.typeOf(name))));
    }
    final int blockBytes = blockBytes(settings.ringBytes());
    final int blocks = settings.ringBytes() / blockBytes;
    final MemorySegment memory =
        socket.ring(blockBytes, blocks, FRAME_BYTES, settings.blockMillis());
    final PacketRing ring =
        new PacketRing(socket, memory, blockBytes, name == null && filter != null);
    try {
      if (settings.promiscuous()) {
        socket.promiscuous(index);
      }
      socket.bind(index);
      return ring;
    } catch (final KernelException e) {
      ring.close();
      throw e;
    }
  }

  // Half of a small ring, so that the kernel can write while we read.
  private static int blockBytes(final int ringBytes) {
    return Math.min(LARGEST_BLOCK_BYTES, Integer.highestOneBit(ringBytes / 2));
  }

  private static boolean isEthernet(final int type) {
    return type == PacketSocket.ARPHRD_ETHER || type == PacketSocket.ARPHRD_LOOPBACK;
  }

  private static byte[] compile(final String filter, final boolean isEthernet)
      throws CaptureFilterException {
    // It would look for a tag in the packet, where there is none any more.
    if (filter.matches("(?s).*\\bvlan\\b.*")) {
      throw new CaptureFilterException(
          "the capture filter '"
              + filter
              + "' is refused: the kernel takes VLAN tags off before a filter sees a packet;"
              + " leave 'vlan' out, the rest finds tagged packets too");
    }
    return Libpcap.load().compile(filter, isEthernet ? DLT_ETHERNET : DLT_RAW, SNAP_LENGTH);
  }

  /**
   * Waits for packets. What the packet pointed at is gone afterwards.
   *
   * @param millis how long at most
   * @return whether there are any; {@link #next} moves to the first one
   * @throws KernelException if the interface is down or gone
   */
  public boolean await(final long millis) throws KernelException {
    if (closed) {
      throw new IllegalStateException("the ring is closed");
    }
    if (!block.isEmpty() || take()) {
      return true;
    }
    socket.await(millis);
    return take();
  }

  /** Copies the next block, if the kernel has handed it over. */
  private boolean take() {
    final long at = (long) next * blockBytes;
    if (((int) STATUS.getAcquire(memory, at + STATUS_AT) & OF_USER) == 0) {
      return false;
    }
    final int length = Math.min(blockBytes, memory.get(JAVA_INT, at + LENGTH_AT));
    MemorySegment.copy(memory, JAVA_BYTE, at, block.bytes(), 0, length);
    STATUS.setRelease(memory, at + STATUS_AT, OF_KERNEL);
    next = at + 2L * blockBytes > memory.byteSize() ? 0 : next + 1;
    block.begin();
    return !block.isEmpty();
  }

  /** Moves to the next packet; false if {@link #await} has to wait for more. */
  public boolean next() {
    return block.next();
  }

  /** The packet that {@link #next} moved to, always the same object. */
  public CapturedPacket packet() {
    return block.packet();
  }

  /** How many packets the kernel had for this ring, with those that it dropped. */
  public long packets() throws KernelException {
    socket.statistics(this::count);
    return packets;
  }

  /** How many packets the kernel dropped because the ring was full. */
  public long dropped() throws KernelException {
    socket.statistics(this::count);
    return dropped;
  }

  // The kernel forgets what it has told.
  private void count(final long morePackets, final long moreDropped) {
    packets += morePackets;
    dropped += moreDropped;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      socket.unmap(memory);
      socket.close();
    }
  }
}
