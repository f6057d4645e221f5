package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.IpAddress;

/**
 * An established TCP connection to a service of interest.
 *
 * @param remote the other end
 * @param port the port that was called, or the local one of a session that came in
 * @param ageMillis how long it has been there, or at least; -1 if not known
 * @param bytes in both directions, or -1 if the kernel does not count
 */
public record Held(IpAddress remote, int port, long ageMillis, long bytes) {}
