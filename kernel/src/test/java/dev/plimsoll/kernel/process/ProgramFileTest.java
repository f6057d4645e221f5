package dev.plimsoll.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramFileTest {
  private static byte[] elf(final boolean wide, final ByteOrder order, final int... segments) {
    final int header = wide ? 64 : 52;
    final int size = wide ? 56 : 32;
    final ByteBuffer file = ByteBuffer.allocate(header + segments.length * size + 64);
    file.putInt(0, 0x7f454c46).put(4, (byte) (wide ? 2 : 1));
    file.put(5, (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1)).order(order);
    if (wide) {
      file.putLong(32, header).putShort(54, (short) size).putShort(56, (short) segments.length);
    } else {
      file.putInt(28, header).putShort(42, (short) size).putShort(44, (short) segments.length);
    }
    for (int i = 0; i < segments.length; i++) {
      file.putInt(header + i * size, segments[i]);
    }
    return file.array();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProgramWithoutALinkerIsStatic(final boolean wide) {
    assertThat(ProgramFile.isStatic(elf(wide, ByteOrder.LITTLE_ENDIAN, 6, 1, 1))).isTrue();
    assertThat(ProgramFile.isStatic(elf(wide, ByteOrder.BIG_ENDIAN, 6, 1, 1))).isTrue();
    assertThat(ProgramFile.isStatic(elf(wide, ByteOrder.LITTLE_ENDIAN, 6, 3, 1))).isFalse();
    assertThat(ProgramFile.isStatic(elf(wide, ByteOrder.BIG_ENDIAN, 6, 3, 1))).isFalse();
  }

  @Test
  void thisVeryProgramIsNot() {
    final byte[] head = BoundedFile.bytes(Path.of("/proc/self/exe"), ProgramFile.HEAD_BYTES);
    assertThat(head).hasSize(ProgramFile.HEAD_BYTES);
    assertThat(ProgramFile.isStatic(head)).isFalse();
  }

  @Test
  void whatIsNoProgramIsNot() {
    assertThat(ProgramFile.isStatic("#!/bin/sh".getBytes(StandardCharsets.US_ASCII))).isFalse();
    final byte[] cut = Arrays.copyOf(elf(true, ByteOrder.LITTLE_ENDIAN, 6, 1), 70);
    assertThat(ProgramFile.isStatic(cut)).isFalse();
  }
}
