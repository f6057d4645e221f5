package dev.plimsoll.kernel;

import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How much the kernel would hold back for a listener that is slow for a moment. Beyond it events
 * are lost.
 *
 * @param obtainableBytes what a socket got that asked for {@link #WANTED_BYTES}; absent if no
 *     socket could be opened
 * @param maximumBytes net.core.rmem_max, which bounds those without CAP_NET_ADMIN on the host
 * @param defaultBytes net.core.rmem_default
 */
public record EventBuffer(
    OptionalLong obtainableBytes, OptionalLong maximumBytes, OptionalLong defaultBytes) {
  public static final int WANTED_BYTES = 64 << 20;

  private static final Path SETTINGS = Path.of("/proc/sys/net/core");

  /** Asks for a buffer and lets it go. Never fails. */
  public static EventBuffer read() {
    OptionalLong obtained;
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
      obtained = OptionalLong.of(socket.receiveBuffer(WANTED_BYTES));
    } catch (final KernelException e) {
      obtained = OptionalLong.empty();
    }
    return new EventBuffer(
        obtained,
        ProcFiles.number(SETTINGS.resolve("rmem_max")),
        ProcFiles.number(SETTINGS.resolve("rmem_default")));
  }
}
