package dev.plimsoll.app;

import dev.plimsoll.app.diagnose.NamespaceDiagnosis;
import dev.plimsoll.app.diagnose.ProcessOwners;
import dev.plimsoll.kernel.Counters;
import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.MirrorStatistics;
import dev.plimsoll.kernel.MirroredTable;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.TableStatistics;
import dev.plimsoll.session.SessionTable;
import dev.plimsoll.watch.GroupKey;
import dev.plimsoll.watch.TableSource;
import dev.plimsoll.watch.Timeouts;
import dev.plimsoll.watch.Totals;
import java.io.IOException;
import java.util.Objects;

/**
 * One namespace as the watch sees it: the mirror's table, and a netlink socket of its own for the
 * kernel's counts, opened beforehand, because a full table locks everybody out who comes late.
 */
final class KernelSource implements TableSource, AutoCloseable {
  private final MirroredTable mirrored;
  private final Ctnetlink kernel;
  private final EventTally tally;
  private final NamespaceDiagnosis diagnosis;
  private final ProcessOwners owners;
  private final Counters countersAtStart;
  private volatile boolean followed = true;

  private KernelSource(
      final MirroredTable mirrored, final Ctnetlink kernel, final KernelSources.Heard heard)
      throws IOException {
    this.mirrored = mirrored;
    this.kernel = kernel;
    tally = heard.tally();
    diagnosis = heard.diagnosis();
    owners = new ProcessOwners(mirrored.namespace());
    countersAtStart = kernel.counters();
  }

  /**
   * Opens the socket.
   *
   * @throws IOException if the namespace is gone, or the kernel refuses
   */
  static KernelSource open(final MirroredTable mirrored, final KernelSources.Heard heard)
      throws IOException {
    final Ctnetlink kernel = Ctnetlink.open(mirrored.namespace());
    try {
      return new KernelSource(mirrored, kernel, heard);
    } catch (final IOException e) {
      kernel.close();
      throw e;
    }
  }

  /** The name of a namespace in history, metrics and the page. */
  static String name(final NetworkNamespace namespace) {
    return Objects.requireNonNullElse(namespace.name(), GroupKey.OWN_NAMESPACE);
  }

  @Override
  public String namespace() {
    return name(mirrored.namespace());
  }

  NetworkNamespace networkNamespace() {
    return mirrored.namespace();
  }

  MirroredTable mirrored() {
    return mirrored;
  }

  /** What its events told of signs. */
  NamespaceDiagnosis diagnosis() {
    return diagnosis;
  }

  /** Who owns its sessions. */
  ProcessOwners owners() {
    return owners;
  }

  @Override
  public Count count() throws IOException {
    final MirrorStatistics mirror = mirrored.statistics();
    final TableStatistics statistics = kernel.statistics();
    final Counters counters = kernel.counters();
    return new Count(
        followed && mirror.synchronised() ? mirrored.sessions().size() : -1,
        statistics.entries(),
        statistics.maximum(),
        new Totals(
            tally.begun(),
            tally.ended(),
            rise(countersAtStart.drop(), counters.drop()),
            rise(countersAtStart.earlyDrop(), counters.earlyDrop()),
            rise(countersAtStart.insertFailed(), counters.insertFailed()),
            mirror.overruns(),
            mirror.resyncs()));
  }

  // The kernel's counters wrap at 2^32 on each CPU: then the number begins anew.
  private static long rise(final long atStart, final long now) {
    return now >= atStart ? now - atStart : now;
  }

  @Override
  public SessionTable sessions() {
    return mirrored.sessions();
  }

  @Override
  public Timeouts timeouts() {
    return StatusLook.timeouts(mirrored.namespace());
  }

  /** The mirror has ended: its table is of before. */
  void unfollow() {
    followed = false;
  }

  @Override
  public void close() {
    kernel.close();
  }
}
