package dev.plimsoll.watch.alert;

/**
 * What one channel has done since the start.
 *
 * @param channel its name
 * @param delivered alerts that were delivered
 * @param failedAttempts alerts in attempts that failed and are, or were, tried again
 * @param givenUp alerts that were given up
 * @param waiting alerts that are still to be delivered
 */
public record ChannelCount(
    String channel, long delivered, long failedAttempts, long givenUp, long waiting) {}
