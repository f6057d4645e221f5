package dev.plimsoll.watch;

/**
 * A stretch of a server's history, as a chart draws it: one sample, a minute, an hour or more.
 *
 * @param timeMillis when it begins, in milliseconds since 1970
 * @param spanMillis how long it is; 0 for a single sample
 * @param min the least count
 * @param mean the mean count
 * @param max the largest count
 * @param created sessions that began
 * @param destroyed sessions that ended
 * @param losses what the kernel dropped: {@link Totals#losses}
 */
public record SeriesPoint(
    long timeMillis,
    long spanMillis,
    long min,
    double mean,
    long max,
    long created,
    long destroyed,
    long losses) {}
