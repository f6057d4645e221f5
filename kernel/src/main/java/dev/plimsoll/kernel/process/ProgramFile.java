package dev.plimsoll.kernel.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The head of a program in the Executable and Linking Format (elf(5)). */
final class ProgramFile {
  /** How much of the file {@link #isStatic} wants to see. */
  static final int HEAD_BYTES = 4096;

  private static final int MAGIC = 0x7f454c46;
  private static final int PT_INTERP = 3;

  private ProgramFile() {}

  /**
   * Whether the program names no dynamic linker, so brings its own libraries. What is no such
   * program, or has its table of segments further back, is not held for one.
   *
   * @param head the first bytes of the file
   */
  static boolean isStatic(final byte[] head) {
    final ByteBuffer elf = ByteBuffer.wrap(head);
    if (head.length < 64 || elf.getInt(0) != MAGIC) {
      return false;
    }
    final boolean wide = head[4] == 2;
    elf.order(head[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    final long table = wide ? elf.getLong(32) : Integer.toUnsignedLong(elf.getInt(28));
    final int size = Short.toUnsignedInt(elf.getShort(wide ? 54 : 42));
    final int count = Short.toUnsignedInt(elf.getShort(wide ? 56 : 44));
    if (table < 0 || count == 0 || size < 4 || table > head.length - (long) size * count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (elf.getInt((int) table + i * size) == PT_INTERP) {
        return false;
      }
    }
    return true;
  }
}
