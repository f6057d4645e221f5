package dev.plimsoll.app.conntrack;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of protocols in {@code /etc/protocols}, as getprotobyname(3) finds them. */
final class ProtocolNames {
  private static final Path FILE = Path.of("/etc/protocols");

  private ProtocolNames() {}

  /** The protocol of a name or alias, or null if there is none, or no such file. */
  static @Nullable ProtocolSyntax find(final String name) {
    // Latin-1 takes any bytes: a comment in another encoding is no reason to know no protocol.
    try (BufferedReader lines = Files.newBufferedReader(FILE, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        final ProtocolSyntax found = find(name, line);
        if (found != null) {
          return found;
        }
      }
      return null;
    } catch (final IOException e) {
      // As getprotobyname(3): without the file there are no names, and -p says so.
      return null;
    }
  }

  /** A line is the name, the number and the aliases; behind # stands what is for people. */
  private static @Nullable ProtocolSyntax find(final String name, final String line) {
    final List<String> words = Arrays.asList(line.split("#", 2)[0].strip().split("\\s+"));
    if (words.size() < 2 || !(name.equals(words.getFirst()) || isAlias(name, words))) {
      return null;
    }
    final int number = CNumber.decimal(words.get(1));
    return new ProtocolSyntax(number & 0xff, words.getFirst(), List.of());
  }

  private static boolean isAlias(final String name, final List<String> words) {
    return words.subList(2, words.size()).contains(name);
  }
}
