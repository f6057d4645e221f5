package dev.plimsoll.kernel;

/**
 * How a namespace's mirror fares: a moment's picture, at most a tenth of a second old.
 *
 * @param synchronised whether the table is believed to equal the kernel's: dumped, and nothing lost
 *     since
 * @param sinceMillis when the mirror began, in milliseconds since 1970
 * @param events events heard
 * @param overruns how often the kernel said that it had dropped events
 * @param resyncs dumps that were made because of an overrun or of drift
 * @param dumps dumps of all kinds, finished ones
 * @param lastDumpMillis when the last finished dump ended, in milliseconds since 1970, or 0:
 *     counters are from then
 * @param lastDumpTookMillis how long it took
 * @param looks single sessions looked up in the kernel
 * @param entries the kernel's own count when last asked, expired entries included, or -1
 * @param drift sessions that the table has too many (or, below 0, too few), as far as the kernel's
 *     count can tell; 0 is right
 */
public record MirrorStatistics(
    boolean synchronised,
    long sinceMillis,
    long events,
    long overruns,
    long resyncs,
    long dumps,
    long lastDumpMillis,
    long lastDumpTookMillis,
    long looks,
    long entries,
    long drift) {}
