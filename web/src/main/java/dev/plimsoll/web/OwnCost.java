package dev.plimsoll.web;

/**
 * What the watch itself costs and how well it works.
 *
 * @param cpuSeconds time of processors used since the start
 * @param cpuShare of one core, over the last minute; 1 is a whole core
 * @param residentBytes memory that the process holds
 * @param heapBytes of that, the Java heap in use
 * @param mirrorBytes of that, the mirrored tables
 * @param samples samples taken
 * @param lateSamples of those, how many were taken more than 100 ms after they were due
 * @param latestMillis the most that one was late in the last minute, in milliseconds
 * @param viewers open live streams
 */
public record OwnCost(
    double cpuSeconds,
    double cpuShare,
    long residentBytes,
    long heapBytes,
    long mirrorBytes,
    long samples,
    long lateSamples,
    long latestMillis,
    int viewers) {}
