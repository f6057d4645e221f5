package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionVisitor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One dump of a table, received on a thread of its own while the caller's thread decodes: the
 * kernel makes each block in the receiving call, and with two cores the decoding costs no time.
 *
 * <p>A dump is no snapshot: entries come and go under it, one may come twice or be skipped, and the
 * kernel does not say so (nf_conntrack never sets NLM_F_DUMP_INTR).
 */
final class SessionDump implements KernelTable.Dump {
  /**
   * How far the receiver may run ahead: 16 MiB, some 80,000 sessions. A command that has just begun
   * decodes more slowly than the kernel makes blocks, until the code is compiled; the kernel should
   * not have to wait for it.
   */
  private static final int MAX_BLOCKS = 512;

  private static final long PAUSE_NANOS = 1_000_000;
  private static final int DONE_BYTES = NetlinkMessages.HEADER + 4;

  private final NetlinkSocket socket;
  private final int sequence;
  // Neither side wakes the other: a wake-up costs the receiver a system call for each block, and
  // the
  // kernel's making of blocks is what all wait for. Who finds nothing looks again a little later.
  // The block that was decoded last is received into next: it is still in the processor's cache.
  private final Deque<Block> free = new ConcurrentLinkedDeque<>();
  private final Queue<Block> full = new ConcurrentLinkedQueue<>();
  private final byte[] bytes = new byte[NetlinkSocket.BLOCK_BYTES];
  private final NetlinkMessages messages = new NetlinkMessages();
  private final CtnetlinkDecoder decoder;
  private final Session session = new Session();
  private final EventClock clock;
  private final int firstMadeAt;
  // Closed with the dump: whoever dumps every few seconds must not wait for the garbage collector.
  private final Arena arena = Arena.ofShared();
  private final Thread receiver;
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;
  private long entries;
  private long damagedBlocks;
  private int madeAt;
  private boolean done;

  /** A received block. */
  private static final class Block {
    final MemorySegment memory;
    int length;
    int madeAt;
    long receivedMillis;

    Block(final Arena arena) {
      memory = arena.allocate(NetlinkSocket.BLOCK_BYTES);
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
    receiver = Thread.ofPlatform().name("plimsoll-dump").daemon().unstarted(this::receive);
    try {
      socket.send(request);
      receiver.start();
    } catch (final Throwable e) {
      arena.close();
      throw e;
    }
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
    final Block block = nextFull(waitNanos);
    if (block == null) {
      return true;
    }
    final int length = block.length;
    madeAt = block.madeAt;
    MemorySegment.copy(block.memory, JAVA_BYTE, 0, bytes, 0, length);
    session.observedNanos(block.receivedMillis * 1_000_000);
    free.addFirst(block);
    decode(length, visitor);
    return !done;
  }

  private @Nullable Block nextFull(final long waitNanos) throws KernelException {
    final long begin = System.nanoTime();
    while (true) {
      final Block block = full.poll();
      if (block != null) {
        return block;
      }
      throwFailure();
      if (System.nanoTime() - begin >= waitNanos) {
        return null;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      if (Thread.currentThread().isInterrupted()) {
        throw new KernelException("wait for a dump", Errno.EINTR);
      }
    }
  }

  // Whatever ended the receiver, an error of memory too: nobody may wait for its next block.
  private void throwFailure() throws KernelException {
    final Throwable found = failure;
    if (found != null) {
      done = true;
      switch (found) {
        case final KernelException e -> throw e;
        case final RuntimeException e -> throw e;
        case final Error e -> throw e;
        default -> throw new AssertionError(found);
      }
    }
  }

  private void decode(final int length, final SessionVisitor visitor) throws KernelException {
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
    try {
      Block block = new Block(arena);
      int blocks = 1;
      int nextMadeAt = firstMadeAt;
      boolean more = true;
      while (more && !closed) {
        block.madeAt = nextMadeAt;
        nextMadeAt = clock.now();
        block.length = socket.receive(block.memory);
        block.receivedMillis = System.currentTimeMillis();
        more = !isEnd(block);
        full.add(block);
        if (more) {
          Block next = free.pollFirst();
          if (next == null && blocks < MAX_BLOCKS) {
            blocks++;
            next = new Block(arena);
          }
          while (next == null && !closed) {
            LockSupport.parkNanos(PAUSE_NANOS);
            next = free.pollFirst();
          }
          if (next == null) {
            return;
          }
          block = next;
        }
      }
    } catch (final Throwable e) {
      failure = e;
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
    ThreadEnd.await(receiver);
    socket.close();
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
