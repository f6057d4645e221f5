package dev.plimsoll.watch;

/**
 * What has happened in one server's table since somebody began to watch it. Each number only rises,
 * so the difference of two looks is what happened between them.
 *
 * @param created sessions that began, as far as events told; more may have begun where events were
 *     lost
 * @param destroyed sessions that ended, as far as events told
 * @param drops packets that the kernel dropped because its table was full, or memory short
 * @param earlyDrops unassured sessions that it dropped to make room
 * @param insertFailures entries that it lost because another packet was faster
 * @param overruns how often the kernel had more events than the buffer holds, and lost some
 * @param resyncs how often the table was read anew because events were lost or it had drifted
 */
public record Totals(
    long created,
    long destroyed,
    long drops,
    long earlyDrops,
    long insertFailures,
    long overruns,
    long resyncs) {

  public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0);

  /** What happened since an earlier look; a number that fell, as after a restart, counts anew. */
  public Totals since(final Totals earlier) {
    return new Totals(
        rise(earlier.created, created),
        rise(earlier.destroyed, destroyed),
        rise(earlier.drops, drops),
        rise(earlier.earlyDrops, earlyDrops),
        rise(earlier.insertFailures, insertFailures),
        rise(earlier.overruns, overruns),
        rise(earlier.resyncs, resyncs));
  }

  /** This and what happened besides. */
  public Totals plus(final Totals more) {
    return new Totals(
        created + more.created,
        destroyed + more.destroyed,
        drops + more.drops,
        earlyDrops + more.earlyDrops,
        insertFailures + more.insertFailures,
        overruns + more.overruns,
        resyncs + more.resyncs);
  }

  /** All that the kernel's ceiling or a race cost: drops, early drops and failed insertions. */
  public long losses() {
    return drops + earlyDrops + insertFailures;
  }

  private static long rise(final long earlier, final long now) {
    return now >= earlier ? now - earlier : now;
  }
}
