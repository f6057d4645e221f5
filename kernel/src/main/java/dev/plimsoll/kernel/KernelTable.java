package dev.plimsoll.kernel;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.session.TupleView;
import java.io.IOException;

/** What the mirror asks the kernel for; its tests put a model in the kernel's place. */
interface KernelTable extends AutoCloseable {

  /** Looks one session up, as {@link Ctnetlink#get}. */
  boolean get(TupleView tuple, int zone, Session into) throws IOException;

  /** The kernel's own count of entries, expired ones among them. */
  long entries() throws IOException;

  /** Buckets of the kernel's hash table now, or -1 where that is hidden. */
  long buckets();

  /** Begins a dump. Its blocks tell by this clock when they were made. */
  Dump startDump(EventClock clock) throws IOException;

  /** The addresses of the namespace now. */
  HostAddresses addresses() throws IOException;

  @Override
  void close();

  /** A dump on its way. */
  interface Dump extends AutoCloseable {
    /**
     * Hands out the sessions of the next block.
     *
     * @return whether more may come
     */
    boolean readBlock(SessionVisitor visitor, long waitNanos) throws IOException;

    /** The clock's count before the kernel began to make the block that was handed out last. */
    int madeAt();

    @Override
    void close();
  }
}
