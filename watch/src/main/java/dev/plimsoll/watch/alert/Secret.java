package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A password, key or address that nobody but its receiver may see; no text of it shows it. */
public sealed interface Secret {
  /** The longest secret in a file, in bytes. */
  int MAX_BYTES = 8_192;

  /** A secret that stands in the configuration. */
  record Value(String text) implements Secret {
    @Override
    public String reveal() {
      return text;
    }

    @Override
    public String toString() {
      return "(secret)";
    }
  }

  /** A secret that is the content of a file, without white space around it. */
  record InFile(Path path) implements Secret {
    @Override
    public String reveal() throws IOException {
      try (var in = Files.newInputStream(path)) {
        final byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw new IOException("%s holds more than %d bytes".formatted(path, MAX_BYTES));
        }
        return new String(bytes, UTF_8).strip();
      } catch (final NoSuchFileException e) {
        throw new IOException("there is no file " + path, e);
      }
    }
  }

  /**
   * The secret itself. A file is read each time, so that one that was replaced takes effect.
   *
   * @throws IOException if its file cannot be read; the message says why
   */
  String reveal() throws IOException;
}
