package dev.plimsoll.kernel;

/**
 * The counters of one namespace since it was made, summed over all CPUs; each wraps at 2^32 on a
 * CPU (struct ip_conntrack_stat).
 *
 * @param found look-ups that found an entry of their own when they put one in
 * @param invalid packets that no session could be made of
 * @param insert entries put in by ctnetlink
 * @param insertFailed entries that were lost because another packet was faster
 * @param drop packets dropped because the table was full, or memory short
 * @param earlyDrop unassured sessions that were dropped to make room for new ones
 * @param error ICMP errors and the like that could not be tracked
 * @param searchRestart look-ups begun anew because the table was resized
 * @param clashResolve races between equal packets that were resolved
 * @param chainTooLong entries refused because the chain of their bucket was too long
 */
public record Counters(
    long found,
    long invalid,
    long insert,
    long insertFailed,
    long drop,
    long earlyDrop,
    long error,
    long searchRestart,
    long clashResolve,
    long chainTooLong) {
  public static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  Counters plus(final Counters more) {
    return new Counters(
        found + more.found,
        invalid + more.invalid,
        insert + more.insert,
        insertFailed + more.insertFailed,
        drop + more.drop,
        earlyDrop + more.earlyDrop,
        error + more.error,
        searchRestart + more.searchRestart,
        clashResolve + more.clashResolve,
        chainTooLong + more.chainTooLong);
  }
}
