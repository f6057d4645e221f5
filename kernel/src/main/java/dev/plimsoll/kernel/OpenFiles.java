package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * What lies under {@code /proc/PID}, read without an object for each file: a process may have a
 * hundred thousand open. Not thread safe.
 */
final class OpenFiles {
  private static final int AT_FDCWD = -100;
  private static final int O_DIRECTORY = 0x10000;
  private static final int O_DIRECTORY_OF_ARM = 0x4000;
  private static final int BLOCK_BYTES = 32 * 1024;
  private static final int LINK_BYTES = 64;
  // struct linux_dirent64
  private static final int RECORD_LENGTH = 16;
  private static final int RECORD_NAME = 19;
  private static final byte[] SOCKET = "socket:[".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NAMESPACE = "net:[".getBytes(StandardCharsets.US_ASCII);

  /** How far the reading of a process came. */
  enum Outcome {
    READ,
    FORBIDDEN,
    GONE
  }

  private final MemorySegment block = Syscall.memory(BLOCK_BYTES);
  private final byte[] entries = new byte[BLOCK_BYTES];
  private final MemorySegment link = Syscall.memory(LINK_BYTES);
  private final byte[] target = new byte[LINK_BYTES];
  private final MemorySegment path = Syscall.memory(LINK_BYTES);

  /**
   * The numbers of all processes that can be seen, ascending.
   *
   * @throws KernelException if there is no /proc
   */
  long[] processes() throws KernelException {
    final long[][] found = {new long[256]};
    final int[] size = {0};
    try (FileDescriptor proc = FileDescriptor.open("/proc", directory())) {
      final int end =
          list(
              proc.number(),
              at -> {
                final long pid = number(entries, at, entries.length, (byte) 0);
                if (pid > 0) {
                  if (size[0] == found[0].length) {
                    found[0] = Arrays.copyOf(found[0], size[0] * 2);
                  }
                  found[0][size[0]++] = pid;
                }
              });
      if (end < 0) {
        throw new KernelException("list the processes", -end);
      }
    }
    return Arrays.copyOf(found[0], size[0]);
  }

  /** Hands out the inodes of the sockets that a process has open. */
  Outcome sockets(final long pid, final LongConsumer inode) {
    setPath("/proc/" + pid + "/fd");
    final long opened =
        Syscall.call(
            Syscall.OPENAT, AT_FDCWD, path.address(), directory() | FileDescriptor.O_CLOEXEC);
    if (opened < 0) {
      return outcome(opened);
    }
    try (FileDescriptor files = new FileDescriptor((int) opened)) {
      final long[] refused = {0};
      final int end =
          list(
              files.number(),
              at -> {
                if (entries[at] != '.' && refused[0] == 0) {
                  final long length = readLink(files.number(), block.address() + at);
                  if (length > 0) {
                    final long number = bracketed(SOCKET, (int) length);
                    if (number > 0) {
                      inode.accept(number);
                    }
                  } else if (length == -Errno.EACCES || length == -Errno.EPERM) {
                    refused[0] = length;
                  }
                }
              });
      return outcome(refused[0] < 0 ? refused[0] : end);
    }
  }

  /** The inode of a process' network namespace; 0 if the process is gone, -1 if it is kept. */
  long namespace(final long pid) {
    setPath("/proc/" + pid + "/ns/net");
    final long length = readLink(AT_FDCWD, path.address());
    if (length > 0) {
      return Math.max(0, bracketed(NAMESPACE, (int) length));
    }
    return outcome(length) == Outcome.FORBIDDEN ? -1 : 0;
  }

  private static Outcome outcome(final long result) {
    if (result >= 0) {
      return Outcome.READ;
    }
    return result == -Errno.EACCES || result == -Errno.EPERM ? Outcome.FORBIDDEN : Outcome.GONE;
  }

  /** Takes the place of an entry's name in a block. */
  private interface Entry {
    void at(int place);
  }

  /** Hands out a directory's names, which zero bytes end; 0, or the error number made negative. */
  private int list(final int directory, final Entry entry) {
    while (true) {
      final long length = Syscall.call(Syscall.GETDENTS64, directory, block.address(), BLOCK_BYTES);
      if (length <= 0) {
        return (int) length;
      }
      MemorySegment.copy(block, JAVA_BYTE, 0, entries, 0, (int) length);
      int at = 0;
      while (at < length) {
        entry.at(at + RECORD_NAME);
        at += NetlinkBytes.hostShort(entries, at + RECORD_LENGTH);
      }
    }
  }

  private long readLink(final int directory, final long name) {
    try {
      final long length =
          Syscall.call(Syscall.READLINKAT, directory, name, link.address(), LINK_BYTES, 0, 0);
      if (length > 0) {
        MemorySegment.copy(link, JAVA_BYTE, 0, target, 0, (int) length);
      }
      return length;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private long bracketed(final byte[] prefix, final int length) {
    return length > prefix.length
            && Arrays.equals(target, 0, prefix.length, prefix, 0, prefix.length)
        ? number(target, prefix.length, length, (byte) ']')
        : -1;
  }

  /** The number that stands before the given byte; -1 if something else does. */
  static long number(final byte[] text, final int from, final int end, final byte last) {
    long number = 0;
    int at = from;
    while (at < end && text[at] != last) {
      final int digit = text[at] - '0';
      if (digit < 0 || digit > 9 || at - from > 17) {
        return -1;
      }
      number = number * 10 + digit;
      at++;
    }
    return at > from && at < end ? number : -1;
  }

  private void setPath(final String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    MemorySegment.copy(bytes, 0, path, JAVA_BYTE, 0, bytes.length);
    path.set(JAVA_BYTE, bytes.length, (byte) 0);
  }

  private static int directory() {
    return System.getProperty("os.arch").equals("aarch64") ? O_DIRECTORY_OF_ARM : O_DIRECTORY;
  }
}
