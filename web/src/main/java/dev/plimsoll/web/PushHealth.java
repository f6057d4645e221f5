package dev.plimsoll.web;

import org.jspecify.annotations.Nullable;

/**
 * How the push of the metrics fares.
 *
 * @param where the collector: scheme, host and port
 * @param trouble why the newest was not taken, in a sentence; null while all is well
 * @param troubleSinceMillis since when, in milliseconds since 1970, or 0
 */
public record PushHealth(String where, @Nullable String trouble, long troubleSinceMillis) {}
