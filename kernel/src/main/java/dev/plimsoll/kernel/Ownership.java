package dev.plimsoll.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who owns the sessions of one look. Immutable.
 *
 * <p>Of sessions between two processes of this host, the one that began is the owner.
 */
public final class Ownership {
  private final List<SessionOwner> owners;
  private final int[] ownerOf;
  private final List<String> gaps;

  Ownership(final List<SessionOwner> owners, final int[] ownerOf, final List<String> gaps) {
    this.owners = List.copyOf(owners);
    this.ownerOf = ownerOf;
    this.gaps = List.copyOf(gaps);
  }

  /** The processes, most sessions first; at most {@link SocketOwners#MOST_OWNERS}. */
  public List<SessionOwner> owners() {
    return owners;
  }

  /**
   * The owner of one session, or null.
   *
   * @param session its place in the list that was asked about
   */
  public @Nullable SessionOwner owner(final int session) {
    return ownerOf[session] < 0 ? null : owners.get(ownerOf[session]);
  }

  /** How many sessions were asked about. */
  public int sessions() {
    return ownerOf.length;
  }

  /** How many sessions have a certain owner. */
  public long certain() {
    return owners.stream().mapToLong(SessionOwner::certain).sum();
  }

  /** How many more have a likely one. */
  public long likely() {
    return owners.stream().mapToLong(SessionOwner::likely).sum();
  }

  /** What could not be seen and why, in sentences of plain English; empty if all was seen. */
  public List<String> gaps() {
    return gaps;
  }
}
