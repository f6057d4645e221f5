package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/** An open file of this process, closed once. Used by one thread at a time. */
final class FileDescriptor implements AutoCloseable {
  private static final int AT_FDCWD = -100;
  private static final int O_RDONLY = 0;
  static final int O_CLOEXEC = 0x80000;

  private final int number;
  private boolean closed;

  FileDescriptor(final int number) {
    this.number = number;
  }

  /** Opens a file for reading, such as one that stands for a namespace. */
  static FileDescriptor open(final String path) throws KernelException {
    return open(path, O_RDONLY);
  }

  /**
   * Opens a file.
   *
   * @param flags as open(2) takes them; O_CLOEXEC is added
   */
  static FileDescriptor open(final String path, final int flags) throws KernelException {
    final byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    final MemorySegment text = Syscall.memory(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
    try {
      final long result = Syscall.call(Syscall.OPENAT, AT_FDCWD, text.address(), flags | O_CLOEXEC);
      if (result < 0) {
        throw new KernelException("open " + path, (int) -result);
      }
      return new FileDescriptor((int) result);
    } finally {
      Reference.reachabilityFence(text);
    }
  }

  int number() {
    return number;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      // Whatever close(2) answers, the number is free afterwards.
      Syscall.call(Syscall.CLOSE, number, 0, 0);
    }
  }
}
