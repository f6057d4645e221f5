package dev.plimsoll.kernel;

/**
 * What the kernel counts for one namespace without looking at its sessions.
 *
 * @param entries entries in the table; those that expired and wait for the collector are among them
 * @param maximum nf_conntrack_max: one number for the host, compared with each namespace's own
 *     entries; 0 is no maximum
 */
public record TableStatistics(long entries, long maximum) {}
