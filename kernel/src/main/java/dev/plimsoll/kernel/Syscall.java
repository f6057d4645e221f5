package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The one door to Linux: system calls through syscall(2). ({@link Libpcap} is the other native
 * code.)
 *
 * <p>All calls share one signature on purpose. Binding a new one costs 20 to 35 ms of a command's
 * start, binding the same again nothing.
 *
 * <p>Calls block their thread, so they belong on platform threads.
 */
final class Syscall {
  static final int SOCKET;
  static final int BIND;
  static final int GETSOCKNAME;
  static final int SETSOCKOPT;
  static final int GETSOCKOPT;
  static final int SENDTO;
  static final int RECVFROM;
  static final int RECVMMSG;
  static final int READ;
  static final int WRITE;
  static final int CLOSE;
  static final int PPOLL;
  static final int OPENAT;
  static final int SETNS;
  static final int IOCTL;
  static final int MMAP;
  static final int MUNMAP;
  static final int GETDENTS64;
  static final int READLINKAT;
  static final int KILL;
  static final int RT_SIGACTION;

  // The same on every machine.
  static final int PIDFD_SEND_SIGNAL = 424;
  static final int PIDFD_OPEN = 434;

  // Numbers: arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h.
  static {
    final String arch = System.getProperty("os.arch");
    switch (arch) {
      case "amd64" -> {
        SOCKET = 41;
        BIND = 49;
        GETSOCKNAME = 51;
        SETSOCKOPT = 54;
        GETSOCKOPT = 55;
        SENDTO = 44;
        RECVFROM = 45;
        RECVMMSG = 299;
        READ = 0;
        WRITE = 1;
        CLOSE = 3;
        PPOLL = 271;
        OPENAT = 257;
        SETNS = 308;
        IOCTL = 16;
        MMAP = 9;
        MUNMAP = 11;
        GETDENTS64 = 217;
        READLINKAT = 267;
        KILL = 62;
        RT_SIGACTION = 13;
      }
      case "aarch64", "riscv64" -> {
        SOCKET = 198;
        BIND = 200;
        GETSOCKNAME = 204;
        SETSOCKOPT = 208;
        GETSOCKOPT = 209;
        SENDTO = 206;
        RECVFROM = 207;
        RECVMMSG = 243;
        READ = 63;
        WRITE = 64;
        CLOSE = 57;
        PPOLL = 73;
        OPENAT = 56;
        SETNS = 268;
        IOCTL = 29;
        MMAP = 222;
        MUNMAP = 215;
        GETDENTS64 = 61;
        READLINKAT = 78;
        KILL = 129;
        RT_SIGACTION = 134;
      }
      default ->
          throw new UnsupportedOperationException(
              "Plimsoll makes system calls on amd64, aarch64 and riscv64, not on " + arch);
    }
  }

  @SuppressWarnings("restricted") // the one place for it
  private static final MethodHandle SYSCALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                  JAVA_LONG),
              Linker.Option.firstVariadicArg(1),
              Linker.Option.captureCallState("errno"));

  private static final ThreadLocal<MemorySegment> ERRNO =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(JAVA_INT));

  private Syscall() {}

  /** Binds the call, by initialising this class, and makes a first one. */
  static void bind() {
    // A bad descriptor: the kernel refuses at once.
    call(CLOSE, -1, 0, 0);
  }

  /**
   * Makes a system call. Memory is passed by address: the caller keeps it reachable.
   *
   * @return the result, or the error number made negative, as the kernel itself returns it
   */
  static long call(
      final int number,
      final long a,
      final long b,
      final long c,
      final long d,
      final long e,
      final long f) {
    final MemorySegment errno = ERRNO.get();
    final long result;
    try {
      result = (long) SYSCALL.invokeExact(errno, (long) number, a, b, c, d, e, f);
    } catch (final RuntimeException | Error x) {
      throw x;
    } catch (final Throwable x) {
      throw new AssertionError("a system call throws nothing", x);
    }
    return result == -1 ? -errno.get(JAVA_INT, 0) : result;
  }

  static long call(final int number, final long a, final long b, final long c) {
    return call(number, a, b, c, 0, 0, 0);
  }

  /** Memory for the kernel to read and write, freed when nobody refers to it any more. */
  static MemorySegment memory(final long bytes) {
    return Arena.ofAuto().allocate(bytes, ADDRESS.byteAlignment());
  }
}
