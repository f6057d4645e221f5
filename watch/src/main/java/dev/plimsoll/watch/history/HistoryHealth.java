package dev.plimsoll.watch.history;

import org.jspecify.annotations.Nullable;

/**
 * How the history fares.
 *
 * @param where the file or the database, without a password
 * @param bytes its size on disk, or -1 if that is not known
 * @param trouble why it cannot be written at present, and what to do, in plain English; null while
 *     all is well
 * @param troubleSinceMillis since when, in milliseconds since 1970, or 0
 * @param waiting rows that wait in memory to be written
 * @param lost rows that were given up because too many were waiting
 * @param damagedFiles files that were damaged and put aside, and still lie there
 */
public record HistoryHealth(
    String where,
    long bytes,
    @Nullable String trouble,
    long troubleSinceMillis,
    long waiting,
    long lost,
    int damagedFiles) {}
