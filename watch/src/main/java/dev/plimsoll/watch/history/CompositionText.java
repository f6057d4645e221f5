package dev.plimsoll.watch.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.watch.Composition;
import dev.plimsoll.watch.Composition.Kind;
import dev.plimsoll.watch.Composition.Remote;
import dev.plimsoll.watch.Composition.Service;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The form in which a composition is kept: text, a line a row, fields between tabs, gzipped. That
 * is a third of the size of rows of a table of their own, and {@code zcat} shows it.
 *
 * <pre>
 * plimsoll-composition-1 SESSIONS DISTINCT_REMOTES
 * kind PROTOCOL STATE DIRECTION SESSIONS
 * service PROTOCOL STATE DIRECTION PORT SESSIONS REMOTES
 * remote ADDRESS SESSIONS
 * </pre>
 */
final class CompositionText {
  /** More than any composition that was ever written has, unpacked. */
  private static final int MOST_BYTES = 1 << 20;

  private static final String FORMAT = "plimsoll-composition-1";

  private CompositionText() {}

  static byte[] write(final Composition composition) {
    final StringBuilder text = new StringBuilder(4096);
    line(text, FORMAT, composition.sessions(), composition.distinctRemotes());
    for (final Kind it : composition.kinds()) {
      line(text, "kind", it.protocol(), it.state(), it.direction(), it.sessions());
    }
    for (final Service it : composition.services()) {
      line(
          text,
          "service",
          it.protocol(),
          it.state(),
          it.direction(),
          it.port(),
          it.sessions(),
          it.remotes());
    }
    for (final Remote it : composition.remotes()) {
      line(text, "remote", it.address(), it.sessions());
    }
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.toString().getBytes(UTF_8));
    } catch (final IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private static void line(final StringBuilder text, final Object... fields) {
    for (int i = 0; i < fields.length; i++) {
      text.append(i == 0 ? "" : "\t").append(fields[i]);
    }
    text.append('\n');
  }

  /**
   * Reads it back.
   *
   * @throws IOException if that is not what {@link #write} makes; the message says where
   */
  static Composition read(final String namespace, final long timeMillis, final byte[] body)
      throws IOException {
    final String[] lines = unzip(body).split("\n", -1);
    final String[] first = fields(lines[0], 3, 1);
    if (!first[0].equals(FORMAT)) {
      throw new IOException("line 1 of a composition must begin with " + FORMAT);
    }
    final List<Kind> kinds = new ArrayList<>();
    final List<Service> services = new ArrayList<>();
    final List<Remote> remotes = new ArrayList<>();
    // The last line ends too, so what the split finds behind it is empty.
    for (int i = 1; i < lines.length - 1; i++) {
      row(lines[i], i + 1, kinds, services, remotes);
    }
    return new Composition(
        namespace, timeMillis, number(first[1], 1), kinds, services, remotes, number(first[2], 1));
  }

  private static void row(
      final String line,
      final int at,
      final List<Kind> kinds,
      final List<Service> services,
      final List<Remote> remotes)
      throws IOException {
    if (line.startsWith("kind\t")) {
      final String[] it = fields(line, 5, at);
      kinds.add(new Kind(it[1], it[2], it[3], number(it[4], at)));
    } else if (line.startsWith("service\t")) {
      final String[] it = fields(line, 7, at);
      final long port = number(it[4], at);
      if (port < Composition.NO_PORT || port > 65_535) {
        throw new IOException("line " + at + " of a composition has no such port: " + port);
      }
      services.add(
          new Service(it[1], it[2], it[3], (int) port, number(it[5], at), number(it[6], at)));
    } else if (line.startsWith("remote\t")) {
      final String[] it = fields(line, 3, at);
      remotes.add(new Remote(it[1], number(it[2], at)));
    } else {
      throw new IOException("line " + at + " of a composition is of no known kind");
    }
  }

  private static String[] fields(final String line, final int count, final int at)
      throws IOException {
    final String[] fields = line.split("\t", -1);
    if (fields.length != count) {
      throw new IOException(
          "line %d of a composition has %d fields, not %d".formatted(at, fields.length, count));
    }
    return fields;
  }

  private static long number(final String text, final int at) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (final NumberFormatException e) {
      throw new IOException("line " + at + " of a composition has no number where one belongs", e);
    }
  }

  private static String unzip(final byte[] body) throws IOException {
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(body))) {
      final byte[] text = zip.readNBytes(MOST_BYTES + 1);
      if (text.length > MOST_BYTES) {
        throw new IOException("a composition is longer than " + MOST_BYTES + " bytes");
      }
      return new String(text, UTF_8);
    } catch (final EOFException e) {
      throw new IOException("a composition breaks off", e);
    }
  }
}
