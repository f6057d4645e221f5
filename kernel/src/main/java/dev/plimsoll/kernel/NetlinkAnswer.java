package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Reads the answer to one request: one message, an acknowledgement, or a short dump. */
final class NetlinkAnswer {
  private static final int FLAG_MULTI = 2;

  private final NetlinkSocket socket;
  private final MemorySegment memory = Syscall.memory(NetlinkSocket.BLOCK_BYTES * 2L);
  private final byte[] bytes = new byte[NetlinkSocket.BLOCK_BYTES * 2];
  private final NetlinkMessages messages = new NetlinkMessages();

  NetlinkAnswer(final NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * Reads up to the answer's end.
   *
   * @param wanted what the request was to do, for the error: "read …"
   * @throws KernelException if the kernel answers with an error
   */
  void read(final String wanted, final int sequence, final Consumer<NetlinkMessages> part)
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
        if ((messages.flags() & FLAG_MULTI) == 0) {
          return;
        }
      }
    }
  }
}
