package dev.plimsoll.kernel;

import dev.plimsoll.kernel.ProcFiles.Access;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What can be known of connection tracking in one network namespace without reading its whole
 * table. Each fact is absent, or {@code UNKNOWN}, if it cannot be read.
 *
 * @param barrier why the namespace cannot be entered; null if it can. If it cannot, all else is
 *     absent
 * @param netlink whether ctnetlink answers us; {@code ABSENT} also when the kernel part is not
 *     loaded
 * @param procFile whether {@code /proc/net/nf_conntrack} can be read
 * @param entries entries of the table, those that expired and wait for the collector among them
 * @param maximum entries at most, one number for the host; 0 is no maximum
 * @param counters since the namespace was made; null if neither netlink nor /proc tells
 * @param sample what a look at a few sessions showed; null if none could be taken
 */
public record ConntrackFacts(
    NetworkNamespace namespace,
    @Nullable String barrier,
    ConntrackSettings settings,
    Access netlink,
    Access procFile,
    Hooks hooks,
    OptionalLong entries,
    OptionalLong maximum,
    @Nullable Counters counters,
    @Nullable Sample sample) {

  /**
   * What came out of decoding the table's first sessions.
   *
   * @param sessions how many were looked at
   * @param unknownAttributes attributes that this version of Plimsoll does not know
   * @param damagedAttributes attributes that were cut short
   */
  public record Sample(long sessions, long unknownAttributes, long damagedAttributes) {}

  /** Reads them. Never fails. */
  public static ConntrackFacts read(final NetworkNamespace namespace) {
    try {
      final Access procFile = namespace.call(() -> ProcFiles.access(ProcFiles.CONNTRACK));
      return read(namespace, procFile);
    } catch (final IOException e) {
      return closed(namespace, String.valueOf(e.getMessage()));
    }
  }

  private static ConntrackFacts read(final NetworkNamespace namespace, final Access procFile)
      throws IOException {
    final ConntrackSettings settings = ConntrackSettings.read(namespace);
    final Hooks hooks = Hooks.read(namespace);
    OptionalLong entries = settings.entries();
    OptionalLong maximum = settings.maximum();
    Counters counters = null;
    Sample sample = null;
    Access netlink;
    try (Ctnetlink table = Ctnetlink.open(namespace)) {
      final TableStatistics statistics = table.statistics();
      entries = OptionalLong.of(statistics.entries());
      maximum = maximum.isPresent() ? maximum : OptionalLong.of(statistics.maximum());
      netlink = Access.READABLE;
      counters = table.counters();
      sample = sample(table);
    } catch (final KernelException e) {
      netlink = e.isMissingRight() ? Access.FORBIDDEN : Access.ABSENT;
    }
    return new ConntrackFacts(
        namespace,
        null,
        settings,
        netlink,
        procFile,
        hooks,
        entries,
        maximum,
        counters == null ? countersOfProc(namespace) : counters,
        sample);
  }

  private static ConntrackFacts closed(final NetworkNamespace namespace, final String barrier) {
    return new ConntrackFacts(
        namespace,
        barrier,
        ConntrackSettings.NONE,
        Access.FORBIDDEN,
        Access.FORBIDDEN,
        Hooks.UNKNOWN,
        OptionalLong.empty(),
        OptionalLong.empty(),
        null,
        null);
  }

  // One block of the dump is enough to meet each attribute that this kernel sends.
  private static Sample sample(final Ctnetlink table) throws IOException {
    final long[] sessions = {0};
    try (SessionDump dump = table.startDump(KernelFilter.ALL)) {
      dump.readBlock(_ -> sessions[0]++, TimeUnit.SECONDS.toNanos(1));
    }
    final CtnetlinkDecoder decoder = table.decoder();
    return new Sample(sessions[0], decoder.unknownAttributes(), decoder.damagedAttributes());
  }

  private static @Nullable Counters countersOfProc(final NetworkNamespace namespace) {
    try {
      return ProcStat.read(namespace).counters();
    } catch (final IOException e) {
      return null;
    }
  }

  /** Whether this kernel tracks connections at all, hooked in or not, as far as we can see. */
  public boolean isConntrackThere() {
    return settings.isPresent() || netlink == Access.READABLE || procFile != Access.ABSENT;
  }

  /** Whether only a {@link TrackingProbe} could tell if connections are tracked here. */
  public boolean isProbeNeeded() {
    return barrier == null && hooks == Hooks.UNKNOWN && isConntrackThere();
  }
}
