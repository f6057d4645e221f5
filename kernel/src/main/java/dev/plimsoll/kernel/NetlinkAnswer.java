package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Reads the answer to one request: one message, or a short dump. */
final class NetlinkAnswer {
  private final NetlinkSocket socket;
  private final MemorySegment memory = Syscall.memory(NetlinkSocket.BLOCK_BYTES * 2L);
  private final byte[] bytes = new byte[NetlinkSocket.BLOCK_BYTES * 2];
  private final NetlinkMessages messages = new NetlinkMessages();

  NetlinkAnswer(final NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * Reads the one message that answers a plain question. Whether it is marked as a part of several
   * says nothing: the kernel marks its global statistics so, and sends nothing after them.
   *
   * @param wanted what the request was to do, for the error: "read …"
   * @throws KernelException if the kernel answers with an error
   */
  void readOne(final String wanted, final int sequence, final Consumer<NetlinkMessages> part)
      throws KernelException {
    read(wanted, sequence, part, false);
  }

  /**
   * Reads a dump up to its end.
   *
   * @param wanted what the request was to do, for the error: "read …"
   * @throws KernelException if the kernel answers with an error
   */
  void readDump(final String wanted, final int sequence, final Consumer<NetlinkMessages> part)
      throws KernelException {
    read(wanted, sequence, part, true);
  }

  private void read(
      final String wanted,
      final int sequence,
      final Consumer<NetlinkMessages> part,
      final boolean dump)
      throws KernelException {
    while (true) {
      final int length = socket.receive(memory);
      MemorySegment.copy(memory, JAVA_BYTE, 0, bytes, 0, length);
      messages.reset(bytes, length);
      while (messages.next()) {
        if (messages.sequence() != sequence) {
          continue;
        }
        final int type = messages.type();
        if (type == NetlinkMessages.ERROR || type == NetlinkMessages.DONE) {
          if (messages.error() != 0) {
            throw new KernelException(wanted, messages.error());
          }
          return;
        }
        part.accept(messages);
        if (!dump) {
          return;
        }
      }
    }
  }
}
