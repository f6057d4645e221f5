package dev.plimsoll.kernel.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The first bytes of files that may vanish, be hidden, or be anything. */
final class BoundedFile {
  private static final byte[] NOTHING = {};

  private BoundedFile() {}

  /** The first bytes, or none if the file cannot be read. */
  static byte[] bytes(final Path file, final int most) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    } catch (final IOException e) {
      return NOTHING;
    }
  }

  /** The first bytes as text; what is no UTF-8 is replaced. Empty if the file cannot be read. */
  static String text(final Path file, final int most) {
    return new String(bytes(file, most), StandardCharsets.UTF_8);
  }

  /**
   * The same for a file that a process may have put where we look for it: no pipe or device, which
   * would let us wait for ever.
   */
  static String ordinaryText(final Path file, final int most) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? text(file, most) : "";
  }
}
