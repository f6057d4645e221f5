package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Tells systemd how the service fares, as sd_notify(3) does: a datagram of {@code NAME=VALUE} lines
 * to the Unix socket named by the environment's NOTIFY_SOCKET. Without that variable it does
 * nothing. Thread safe.
 */
public final class ServiceNotifier {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  // MSG_NOSIGNAL and MSG_DONTWAIT: nobody waits for systemd.
  private static final int FLAGS = 0x4000 | 0x40;
  // struct sockaddr_un
  private static final int FAMILY_BYTES = 2;
  private static final int MOST_PATH_BYTES = 108;

  private final byte @Nullable [] path;

  private ServiceNotifier(final byte @Nullable [] path) {
    this.path = path;
  }

  /**
   * The one of this process.
   *
   * @throws IOException if NOTIFY_SOCKET is no path or abstract name that a socket can have
   */
  public static ServiceNotifier ofEnvironment() throws IOException {
    return to(System.getenv("NOTIFY_SOCKET"));
  }

  /**
   * One for a socket.
   *
   * @param address a path, or an abstract name behind {@code @}; null or empty for nobody
   */
  static ServiceNotifier to(final @Nullable String address) throws IOException {
    if (address == null || address.isEmpty()) {
      return new ServiceNotifier(null);
    }
    final byte[] path = address.getBytes(StandardCharsets.UTF_8);
    if (path.length > MOST_PATH_BYTES || (path[0] != '/' && path[0] != '@')) {
      throw new IOException(
          "NOTIFY_SOCKET is \"%s\", which is neither a path nor an abstract name"
              .formatted(address));
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
    return new ServiceNotifier(path);
  }

  /** Whether somebody listens. */
  public boolean isListenedTo() {
    return path != null;
  }

  /**
   * Sends lines such as {@code READY=1}.
   *
   * @throws IOException if nobody takes them
   */
  public void send(final String... lines) throws IOException {
    if (path == null) {
      return;
    }
    final long opened = Syscall.call(Syscall.SOCKET, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
    check("open a socket for systemd", opened);
    final FileDescriptor file = new FileDescriptor((int) opened);
    final byte[] text = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    final MemorySegment message = memory(text, 0);
    final MemorySegment address = memory(path, FAMILY_BYTES);
    address.set(JAVA_SHORT, 0, (short) AF_UNIX);
    try {
      check(
          "tell systemd how the service fares",
          Syscall.call(
              Syscall.SENDTO,
              file.number(),
              message.address(),
              text.length,
              FLAGS,
              address.address(),
              FAMILY_BYTES + path.length));
    } finally {
      Reference.reachabilityFence(message);
      Reference.reachabilityFence(address);
      file.close();
    }
  }

  private static MemorySegment memory(final byte[] bytes, final int offset) {
    final MemorySegment memory = Syscall.memory(offset + bytes.length);
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, offset, bytes.length);
    return memory;
  }

  private static void check(final String wanted, final long result) throws KernelException {
    if (result < 0) {
      throw new KernelException(wanted, (int) -result);
    }
  }
}
