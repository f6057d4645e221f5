package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/**
 * A TAP device: a network interface whose wire is this process (Documentation/networking/tuntap.rst
 * of the kernel). Frames are whole Ethernet frames. The device vanishes on {@link #close}. Making
 * one needs CAP_NET_ADMIN in its namespace. Not thread safe.
 */
public final class TapDevice implements AutoCloseable {
  /** The longest frame that can be written or read. */
  public static final int MAX_FRAME_BYTES = 65_535 + 14;

  private static final int O_RDWR = 2;
  private static final int O_NONBLOCK = 0x800;
  private static final long TUNSETIFF = 0x4004_54ca;
  private static final short IFF_TAP_NO_PI = 0x1002;
  private static final int NAME_BYTES = 16;
  private static final int REQUEST_BYTES = 40;

  private final FileDescriptor file;
  private final MemorySegment memory = Syscall.memory(MAX_FRAME_BYTES);

  private TapDevice(final FileDescriptor file) {
    this.file = file;
  }

  /**
   * Makes a device; it is down at first.
   *
   * @param name at most 15 ASCII letters and digits
   * @throws IOException if it cannot be made, such as for want of rights
   */
  public static TapDevice create(final NetworkNamespace namespace, final String name)
      throws IOException {
    return namespace.call(() -> create(name));
  }

  // The device comes into the namespace of the thread that opens the file.
  private static TapDevice create(final String name) throws KernelException {
    final byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length == 0 || bytes.length >= NAME_BYTES) {
      throw new IllegalArgumentException("an interface's name has 1 to 15 letters: " + name);
    }
    final FileDescriptor file = FileDescriptor.open("/dev/net/tun", O_RDWR | O_NONBLOCK);
    final MemorySegment request = Syscall.memory(REQUEST_BYTES);
    MemorySegment.copy(bytes, 0, request, JAVA_BYTE, 0, bytes.length);
    request.set(JAVA_SHORT, NAME_BYTES, IFF_TAP_NO_PI);
    try {
      final long result = Syscall.call(Syscall.IOCTL, file.number(), TUNSETIFF, request.address());
      if (result < 0) {
        file.close();
        throw new KernelException("make the TAP device " + name, (int) -result);
      }
      return new TapDevice(file);
    } finally {
      Reference.reachabilityFence(request);
    }
  }

  /**
   * Lets the kernel receive a frame. When this returns, the kernel's receiving path has run.
   *
   * @throws KernelException if the device is down, or the frame too short or too long for it
   */
  public void write(final byte[] frame) throws KernelException {
    MemorySegment.copy(frame, 0, memory, JAVA_BYTE, 0, frame.length);
    final long result = transfer(Syscall.WRITE, frame.length);
    if (result < 0) {
      throw new KernelException("write a frame to a TAP device", (int) -result);
    }
  }

  /**
   * Takes a frame that the kernel sent, without waiting.
   *
   * @param into as long as the longest frame to be expected; a longer one is cut
   * @return its length in bytes, or -1 if there is none
   */
  public int read(final byte[] into) throws KernelException {
    final long result = transfer(Syscall.READ, Math.min(into.length, MAX_FRAME_BYTES));
    if (result == -Errno.EAGAIN) {
      return -1;
    }
    if (result < 0) {
      throw new KernelException("read a frame from a TAP device", (int) -result);
    }
    MemorySegment.copy(memory, JAVA_BYTE, 0, into, 0, (int) result);
    return (int) result;
  }

  private long transfer(final int call, final int length) {
    try {
      return Syscall.call(call, file.number(), memory.address(), length);
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
