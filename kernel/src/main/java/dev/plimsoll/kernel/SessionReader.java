package dev.plimsoll.kernel;

import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionVisitor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one namespace, read by the way that the kernel allows: ctnetlink, or where it
 * refuses that, the text in /proc. Not thread safe.
 */
public final class SessionReader implements AutoCloseable {
  /** How the sessions are read. */
  public enum Way {
    NETLINK,
    /** Slower, and without ids, labels and helpers. */
    PROC
  }

  private final NetworkNamespace namespace;
  private final Ctnetlink netlink;
  private final @Nullable ProcTable text;
  private boolean resized;

  private SessionReader(
      final NetworkNamespace namespace, final Ctnetlink netlink, final @Nullable ProcTable text) {
    this.namespace = namespace;
    this.netlink = netlink;
    this.text = text;
  }

  /**
   * Opens the table of a namespace.
   *
   * @throws ConntrackAbsentException if the kernel does not track connections at all
   * @throws KernelException with {@link KernelException#isMissingRight()} if neither way is open to
   *     us
   */
  public static SessionReader open(final NetworkNamespace namespace) throws IOException {
    final Ctnetlink netlink = openNetlink(namespace);
    try {
      return new SessionReader(namespace, netlink, textIfRefused(netlink));
    } catch (final Throwable e) {
      netlink.close();
      throw e;
    }
  }

  private static Ctnetlink openNetlink(final NetworkNamespace namespace) throws IOException {
    try {
      return Ctnetlink.open(namespace);
    } catch (final KernelException e) {
      // Without nfnetlink there is no such socket to open; where it is a module it comes by itself.
      if (e.errno() == Errno.EPROTONOSUPPORT) {
        throw orAbsent(namespace, e);
      }
      throw e;
    }
  }

  /** The table as text if the kernel refuses netlink; null if it does not. */
  private static @Nullable ProcTable textIfRefused(final Ctnetlink netlink) throws IOException {
    try {
      netlink.statistics();
      return null;
    } catch (final KernelException e) {
      final NetworkNamespace namespace = netlink.namespace();
      final ProcFiles.Access access = namespace.call(() -> ProcFiles.access(ProcFiles.CONNTRACK));
      if (access == ProcFiles.Access.READABLE) {
        return ProcTable.open(namespace);
      }
      throw e.isMissingRight()
          ? new KernelException("read the sessions of " + namespace.displayName(), e.errno())
          : orAbsent(namespace, e);
    }
  }

  private static IOException orAbsent(
      final NetworkNamespace namespace, final KernelException refusal) {
    return ConntrackSettings.read(namespace).isPresent()
        ? refusal
        : new ConntrackAbsentException(
            ConntrackModule.read(System.getProperty("os.version", "")), refusal);
  }

  public NetworkNamespace namespace() {
    return namespace;
  }

  public Way way() {
    return text == null ? Way.NETLINK : Way.PROC;
  }

  /** Hands out the live sessions that match. What the visitor throws ends the reading. */
  public void read(final SessionFilter filter, final SessionVisitor visitor) throws IOException {
    final long buckets = ConntrackSettings.bucketsNow();
    if (text == null) {
      netlink.dump(filter, visitor);
    } else {
      text.dump(filter, visitor);
    }
    resized |= ConntrackSettings.bucketsNow() != buckets;
  }

  /**
   * The kernel's own counts: one small question, whatever the table's size. Read by {@link
   * Way#PROC}, a count that a container hides (/proc/sys) is 0.
   */
  public TableStatistics statistics() throws IOException {
    if (text == null) {
      return netlink.statistics();
    }
    final ConntrackSettings settings = ConntrackSettings.read(namespace);
    return new TableStatistics(settings.entries().orElse(0), settings.maximum().orElse(0));
  }

  /** The kernel's counters since the namespace was made. */
  public Counters counters() throws IOException {
    return text == null ? netlink.counters() : ProcStat.read(namespace).counters();
  }

  /** What may be missing in what was read so far, in a sentence; null if nothing is. */
  public @Nullable String missing() {
    if (resized) {
      return "the kernel's hash table changed its size (%s) while it was read, so sessions may be missing here or stand here twice: ask again"
          .formatted(ConntrackSettings.sysctl("buckets"));
    }
    return text == null || text.unreadableLines() == 0
        ? null
        : "%,d lines of %s could not be read and are left out; the first: %s"
            .formatted(text.unreadableLines(), ProcFiles.CONNTRACK, text.firstProblem());
  }

  @Override
  public void close() {
    netlink.close();
  }
}
