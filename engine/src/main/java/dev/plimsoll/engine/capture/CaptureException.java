package dev.plimsoll.engine.capture;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A capture cannot be read on. The message is one sentence that begins with the file and the place,
 * such as {@code web.pcap, byte 4711, packet 12: …}, unless that is its beginning. The frames
 * before are good.
 */
public final class CaptureException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;
  private final long packet;

  CaptureException(final String file, final long offset, final long packet, final String problem) {
    this(file, offset, packet, problem, null);
  }

  CaptureException(
      final String file,
      final long offset,
      final long packet,
      final String problem,
      final @Nullable Throwable cause) {
    super(place(file, offset, packet) + ": " + problem, cause);
    this.file = file;
    this.offset = offset;
    this.packet = packet;
  }

  private static String place(final String file, final long offset, final long packet) {
    final String at = offset == 0 ? file : file + ", byte " + offset;
    return packet == 0 ? at : at + ", packet " + packet;
  }

  /** The file's name as it was given, or {@code standard input}. */
  public String file() {
    return file;
  }

  /** Where it went wrong, in bytes from the file's beginning, after decompression. */
  public long offset() {
    return offset;
  }

  /** The number of the packet within its file, from 1; 0 if it is not about a packet. */
  public long packet() {
    return packet;
  }
}
