package dev.plimsoll.kernel.process;

/**
 * One process while the machine runs: numbers are given anew, but not with the same start.
 *
 * @param pid in this program's own process namespace
 * @param startTicks when it started, in hundredths of a second since the machine did
 *     (proc_pid_stat(5))
 */
public record ProcessId(long pid, long startTicks) {}
