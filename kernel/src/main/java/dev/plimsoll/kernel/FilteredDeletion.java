package dev.plimsoll.kernel;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Deletes the sessions of one namespace that are wanted gone, and tells exactly which they were.
 *
 * <p>The kernel searches its table with as much of the filter as it can compare, and each session
 * that it finds is deleted by its tuple, zone and id, many with one call, while it searches on. So
 * a session that is told was there and is gone by our doing. One that ended by itself in between is
 * not told, and a later one with the same tuple stays, unless the kernel gave it the same id. One
 * that begins while the kernel searches may stay, and so may one that changes: what matched when it
 * was found is deleted.
 *
 * <p>The kernel could also search and delete with one message (ctnetlink_flush_conntrack), for
 * about half of the processor time. But it would take what nobody has looked at, and tell only of
 * those sessions that began while somebody listened.
 *
 * <p>Needs CAP_NET_ADMIN. Not thread safe.
 */
public final class FilteredDeletion implements AutoCloseable {
  private static final int BATCH = 512;

  private final Ctnetlink table;
  private final SessionWriter writer;
  private final Session[] batch = new Session[BATCH];
  private final BitSet refused = new BitSet(BATCH);
  private int batched;
  private int firstSequence;
  private @Nullable KernelException refusal;
  private long deleted;

  private FilteredDeletion(final NetworkNamespace namespace) throws IOException {
    for (int i = 0; i < BATCH; i++) {
      batch[i] = new Session();
    }
    table = Ctnetlink.open(namespace);
    try {
      writer = SessionWriter.open(namespace, this::refuse);
    } catch (final IOException e) {
      table.close();
      throw e;
    }
  }

  /**
   * Opens the table of a namespace.
   *
   * @throws IOException if the namespace is gone, or the kernel has no netfilter netlink
   */
  public static FilteredDeletion open(final NetworkNamespace namespace) throws IOException {
    return new FilteredDeletion(namespace);
  }

  /**
   * Deletes the sessions that match both conditions.
   *
   * @param filter what the kernel is asked for, as far as it can compare
   * @param also what a filter cannot say
   * @param visitor takes each session that was deleted, as it was when it was found
   * @return how many were deleted
   * @throws KernelException if the kernel refuses to search, or, after all others were deleted, the
   *     first refusal to delete one: those in a flow table cannot be (EBUSY)
   */
  public long delete(
      final SessionFilter filter, final Predicate<Session> also, final SessionVisitor visitor)
      throws IOException {
    deleted = 0;
    batched = 0;
    refused.clear();
    refusal = null;
    try {
      table.dump(
          filter,
          session -> {
            if (also.test(session)) {
              add(session, visitor);
            }
          });
      deleteBatch(visitor);
    } catch (final UncheckedIOException e) {
      throw e.getCause();
    }
    if (refusal != null) {
      throw refusal;
    }
    return deleted;
  }

  private void add(final Session session, final SessionVisitor visitor) {
    try {
      writer.delete(session.original(), SessionWriter.zoneOfOriginal(session), session.id());
      if (batched == 0) {
        firstSequence = writer.lastSequence();
      }
      batch[batched++].set(session);
      if (batched == BATCH) {
        deleteBatch(visitor);
      }
    } catch (final KernelException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteBatch(final SessionVisitor visitor) throws KernelException {
    writer.send();
    for (int i = 0; i < batched; i++) {
      if (!refused.get(i)) {
        deleted++;
        visitor.visit(batch[i]);
      }
    }
    batched = 0;
    refused.clear();
  }

  private void refuse(final int sequence, final KernelException why) {
    refused.set(sequence - firstSequence);
    if (!why.isNotFound() && refusal == null) {
      refusal = why;
    }
  }

  @Override
  public void close() {
    writer.close();
    table.close();
  }
}
