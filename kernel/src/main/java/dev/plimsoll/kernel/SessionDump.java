package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionVisitor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One dump of a table, received on a thread of its own while the caller's thread decodes: the
 * kernel makes each block in the receiving call, and with two cores the decoding costs no time.
 *
 * <p>A dump is no snapshot: entries come and go under it, one may come twice or be skipped, and the
 * kernel does not say so (nf_conntrack never sets NLM_F_DUMP_INTR).
 */
final class SessionDump implements KernelTable.Dump {
  private static final int BLOCKS = 16;
  private static final int DONE_BYTES = NetlinkMessages.HEADER + 4;

  private final NetlinkSocket socket;
  private final int sequence;
  private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS + 1);
  private final byte[] bytes = new byte[NetlinkSocket.BLOCK_BYTES * 2];
  private final NetlinkMessages messages = new NetlinkMessages();
  private final CtnetlinkDecoder decoder;
  private final Session session = new Session();
  private final EventClock clock;
  private final int firstMadeAt;
  // Closed with the dump: whoever dumps every few seconds must not wait for the garbage collector.
  private final Arena arena = Arena.ofShared();
  private final Thread receiver;
  private volatile boolean closed;
  private long entries;
  private long damagedBlocks;
  private int madeAt;
  private boolean done;

  /** A received block, or the failure that ended the dump. */
  private static final class Block {
    final MemorySegment memory;
    int length;
    int madeAt;
    @Nullable KernelException failure;

    Block(final Arena arena) {
      memory = arena.allocate(NetlinkSocket.BLOCK_BYTES * 2L);
    }
  }

  /**
   * Asks for the dump and begins to receive. The socket is the dump's from then on.
   *
   * @param request one message, begun with this socket's next sequence number
   * @param clock noted before each block is made
   */
  SessionDump(
      final NetlinkSocket socket,
      final NetlinkRequest request,
      final int sequence,
      final CtnetlinkDecoder decoder,
      final @Nullable String namespace,
      final HostAddresses host,
      final EventClock clock)
      throws KernelException {
    this.socket = socket;
    this.sequence = sequence;
    this.decoder = decoder;
    session.namespace(namespace);
    session.host(host);
    this.clock = clock;
    firstMadeAt = clock.now();
    try {
      socket.send(request);
    } catch (final KernelException e) {
      arena.close();
      throw e;
    }
    receiver = Thread.ofPlatform().name("plimsoll-dump").daemon().unstarted(this::receive);
    receiver.start();
  }

  /** Entries handed out so far. */
  long entries() {
    return entries;
  }

  /** Blocks whose messages did not fit into them, so far. */
  long damagedBlocks() {
    return damagedBlocks;
  }

  /**
   * The clock's count before the kernel began to make the block that was handed out last. It makes
   * the first when it is asked, and each further one while the one before is received
   * (netlink_recvmsg calls netlink_dump).
   */
  @Override
  public int madeAt() {
    return madeAt;
  }

  /** Takes all blocks to the end. */
  void readAll(final SessionVisitor visitor) throws KernelException {
    while (readBlock(visitor, Long.MAX_VALUE)) {}
  }

  /**
   * Takes the next block and hands out its sessions.
   *
   * @param waitNanos how long to wait for one at most
   * @return whether there is more to come
   */
  @Override
  public boolean readBlock(final SessionVisitor visitor, final long waitNanos)
      throws KernelException {
    if (done) {
      return false;
    }
    final Block block;
    try {
      block = full.poll(waitNanos, TimeUnit.NANOSECONDS);
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException("wait for a dump", Errno.EINTR);
    }
    if (block == null) {
      return true;
    }
    if (block.failure != null) {
      done = true;
      throw block.failure;
    }
    final int length = block.length;
    madeAt = block.madeAt;
    MemorySegment.copy(block.memory, JAVA_BYTE, 0, bytes, 0, length);
    free.add(block);
    decode(length, visitor);
    return !done;
  }

  private void decode(final int length, final SessionVisitor visitor) throws KernelException {
    session.observedNanos(System.currentTimeMillis() * 1_000_000);
    messages.reset(bytes, length);
    while (!done && messages.next()) {
      if (messages.sequence() != sequence) {
        continue;
      }
      switch (messages.type()) {
        case Ct.MSG_NEW -> {
          if (decoder.decode(bytes, messages.payload(), messages.end(), session)) {
            entries++;
            visitor.visit(session);
          }
        }
        case NetlinkMessages.DONE, NetlinkMessages.ERROR -> {
          done = true;
          if (messages.error() != 0) {
            throw new KernelException("read the kernel's table of sessions", messages.error());
          }
        }
        default -> {}
      }
    }
    if (messages.isTruncated()) {
      damagedBlocks++;
    }
  }

  private void receive() {
    for (int i = 0; i < BLOCKS; i++) {
      free.add(new Block(arena));
    }
    Block block = new Block(arena);
    int nextMadeAt = firstMadeAt;
    try {
      boolean more = true;
      while (more && !closed) {
        block.madeAt = nextMadeAt;
        nextMadeAt = clock.now();
        block.length = socket.receive(block.memory);
        more = !isEnd(block);
        full.add(block);
        if (more) {
          block = free.take();
        }
      }
    } catch (final KernelException e) {
      block.failure = e;
      full.add(block);
    } catch (final InterruptedException e) {
      // Closed before the end: nobody waits for more.
      Thread.currentThread().interrupt();
    }
  }

  // NLMSG_DONE, a header and a number, is the last of its block; an error stands alone.
  private boolean isEnd(final Block block) {
    return isAt(block, block.length - DONE_BYTES, NetlinkMessages.DONE)
        || isAt(block, 0, NetlinkMessages.ERROR);
  }

  private boolean isAt(final Block block, final int at, final int type) {
    return at >= 0
        && block.length - at >= DONE_BYTES
        && (block.memory.get(JAVA_SHORT_UNALIGNED, at + 4L) & 0xffff) == type
        && block.memory.get(JAVA_INT_UNALIGNED, at + 8L) == sequence;
  }

  /** Ends the dump, also before its end, and closes its socket. */
  @Override
  public void close() {
    closed = true;
    receiver.interrupt();
    boolean interrupted = false;
    while (receiver.isAlive()) {
      try {
        receiver.join();
      } catch (final InterruptedException e) {
        interrupted = true;
      }
    }
    socket.close();
    if (arena.scope().isAlive()) {
      arena.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
