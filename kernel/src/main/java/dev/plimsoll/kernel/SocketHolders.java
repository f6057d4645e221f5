package dev.plimsoll.kernel;

import java.util.Arrays;

/**
 * Finds the processes that have sockets open, by the links in {@code /proc/PID/fd}. Of several that
 * have the same one it takes the first by number, mostly the parent; but the first process of all
 * only if nobody else has it, since systemd keeps the sockets that it opened for its services. Not
 * thread safe.
 */
final class SocketHolders {
  private static final int FIRST_PROCESS = 1;

  private final OpenFiles files;
  private long[] inodes = new long[64];
  private int[] pids = new int[64];
  private int size;
  private int missing;
  private int forbidden;
  private int unread;

  SocketHolders(final OpenFiles files) {
    this.files = files;
  }

  /** Asks for the holder of a socket; inodes are above 0. */
  void want(final long inode) {
    final int at = place(inode);
    if (inodes[at] == 0) {
      inodes[at] = inode;
      size++;
      missing++;
      if (size > inodes.length / 2) {
        grow();
      }
    }
  }

  /**
   * Looks through processes until all sockets have a holder.
   *
   * @param processes their numbers, ascending
   * @param deadlineNanos when to end, by {@link System#nanoTime}
   */
  void search(final long[] processes, final long deadlineNanos) {
    for (int i = 0; i < processes.length && missing > 0; i++) {
      if (System.nanoTime() - deadlineNanos > 0) {
        unread = processes.length - i;
        return;
      }
      final int pid = (int) processes[i];
      if (files.sockets(pid, inode -> hold(inode, pid)) == OpenFiles.Outcome.FORBIDDEN) {
        forbidden++;
      }
    }
  }

  private void hold(final long inode, final int pid) {
    final int at = place(inode);
    if (inodes[at] == 0) {
      return;
    }
    if (pids[at] == 0) {
      pids[at] = pid;
      missing -= pid == FIRST_PROCESS ? 0 : 1;
    } else if (pids[at] == FIRST_PROCESS && pid != FIRST_PROCESS) {
      pids[at] = pid;
      missing--;
    }
  }

  /** The number of the process that has a wanted socket; 0 if none was seen. */
  long holder(final long inode) {
    return pids[place(inode)];
  }

  /** How many processes do not show us their files. */
  int forbidden() {
    return forbidden;
  }

  /** How many processes the time did not suffice for. */
  int unread() {
    return unread;
  }

  private void grow() {
    final long[] before = inodes;
    inodes = new long[before.length * 2];
    // Nobody has been found yet: all are asked for before the search.
    pids = new int[inodes.length];
    for (final long inode : before) {
      if (inode != 0) {
        inodes[place(inode)] = inode;
      }
    }
  }

  private int place(final long inode) {
    final int mask = inodes.length - 1;
    int at = (int) (inode * 0x9e37_79b9_7f4a_7c15L >>> 32) & mask;
    while (inodes[at] != 0 && inodes[at] != inode) {
      at = at + 1 & mask;
    }
    return at;
  }

  @Override
  public String toString() {
    return "SocketHolders[wanted=%d, missing=%d, pids=%s]"
        .formatted(size, missing, Arrays.stream(pids).filter(pid -> pid != 0).distinct().count());
  }
}
