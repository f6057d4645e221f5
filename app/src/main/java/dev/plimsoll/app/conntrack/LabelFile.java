package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.LabelNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads the file with the names of the labels. */
final class LabelFile {
  /** Where conntrack(8) and iptables(8) look for it. */
  static final Path SYSTEM = Path.of("/etc/xtables/connlabel.conf");

  private static final int LARGEST_BYTES = 1 << 20;

  private LabelFile() {}

  /**
   * The names in a file.
   *
   * @param complaints takes a line of conntrack's own, which has no name of the program in front,
   *     where there are none
   * @return {@link LabelNames#NONE} where there are none
   */
  static LabelNames read(final Path file, final Consumer<String> complaints) {
    final LabelNames names;
    try (InputStream in = Files.newInputStream(file)) {
      // Not UTF-8: names are ASCII, and what is not must not make the file unreadable.
      names =
          LabelNames.parse(new String(in.readNBytes(LARGEST_BYTES), StandardCharsets.ISO_8859_1));
    } catch (final NoSuchFileException e) {
      complaints.accept("nfct_labelmap_new: No such file or directory");
      return LabelNames.NONE;
    } catch (final AccessDeniedException e) {
      complaints.accept("nfct_labelmap_new: Permission denied");
      return LabelNames.NONE;
    } catch (final IOException e) {
      complaints.accept("nfct_labelmap_new: Success");
      return LabelNames.NONE;
    }
    if (names.isEmpty()) {
      // A file was there, so this is what the original makes of the error number.
      complaints.accept("nfct_labelmap_new: Success");
    }
    return names;
  }
}
