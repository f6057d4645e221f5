package dev.plimsoll.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compiles filters in tcpdump's syntax (pcap-filter(7)) with libpcap, which is loaded when the
 * first one is asked for.
 */
@SuppressWarnings("restricted") // native calls
final class Libpcap {
  private static final List<String> NAMES = List.of("libpcap.so.0.8", "libpcap.so.1");
  private static final int INSTRUCTION_BYTES = 8;
  private static final int PROGRAM_BYTES = 16;
  private static final int INSTRUCTIONS_AT = 8;
  private static final int OPTIMIZE = 1;

  /** No network mask is known (PCAP_NETMASK_UNKNOWN). */
  private static final int NO_NETMASK = -1;

  private static final int LONGEST_MESSAGE = 256;

  private final MethodHandle openDead;
  private final MethodHandle compile;
  private final MethodHandle message;
  private final MethodHandle freeCode;
  private final MethodHandle close;

  private Libpcap(final SymbolLookup library) {
    final Linker linker = Linker.nativeLinker();
    openDead =
        linker.downcallHandle(
            library.findOrThrow("pcap_open_dead"),
            FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT));
    compile =
        linker.downcallHandle(
            library.findOrThrow("pcap_compile"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT));
    message =
        linker.downcallHandle(
            library.findOrThrow("pcap_geterr"), FunctionDescriptor.of(ADDRESS, ADDRESS));
    freeCode =
        linker.downcallHandle(
            library.findOrThrow("pcap_freecode"), FunctionDescriptor.ofVoid(ADDRESS));
    close =
        linker.downcallHandle(
            library.findOrThrow("pcap_close"), FunctionDescriptor.ofVoid(ADDRESS));
  }

  /** Loads the library. */
  static Libpcap load() throws CaptureFilterException {
    for (final String name : NAMES) {
      final SymbolLookup library = find(name);
      if (library != null) {
        return new Libpcap(library);
      }
    }
    throw new CaptureFilterException(
        "a capture filter needs libpcap, which is not installed; on Debian: apt install libpcap0.8");
  }

  private static @Nullable SymbolLookup find(final String name) {
    try {
      return SymbolLookup.libraryLookup(name, Arena.global());
    } catch (final IllegalArgumentException e) {
      // It is not there by this name.
      return null;
    }
  }

  /**
   * Compiles a filter.
   *
   * @param dataLinkType what the packets begin with (DLT_ of pcap/dlt.h)
   * @param snapLength how much of a packet that passes is kept
   * @return the instructions of classic BPF, as struct sock_filter
   */
  byte[] compile(final String filter, final int dataLinkType, final int snapLength)
      throws CaptureFilterException {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment pcap = (MemorySegment) openDead.invokeExact(dataLinkType, snapLength);
      try {
        return compile(pcap, filter, arena);
      } finally {
        close.invokeExact(pcap);
      }
    } catch (final CaptureFilterException | RuntimeException | Error e) {
      throw e;
    } catch (final Throwable e) {
      throw new AssertionError("libpcap throws nothing", e);
    }
  }

  private byte[] compile(final MemorySegment pcap, final String filter, final Arena arena)
      throws Throwable {
    final MemorySegment program = arena.allocate(PROGRAM_BYTES, ADDRESS.byteAlignment());
    final int result =
        (int) compile.invokeExact(pcap, program, arena.allocateFrom(filter), OPTIMIZE, NO_NETMASK);
    if (result != 0) {
      final MemorySegment text = (MemorySegment) message.invokeExact(pcap);
      throw new CaptureFilterException(
          "the capture filter '%s' is refused: %s"
              .formatted(filter, text.reinterpret(LONGEST_MESSAGE).getString(0)));
    }
    try {
      final long bytes = (long) program.get(JAVA_INT, 0) * INSTRUCTION_BYTES;
      return program.get(ADDRESS, INSTRUCTIONS_AT).reinterpret(bytes).toArray(JAVA_BYTE);
    } finally {
      freeCode.invokeExact(program);
    }
  }
}
