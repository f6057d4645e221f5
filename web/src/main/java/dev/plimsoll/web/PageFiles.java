package dev.plimsoll.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page. They are read when the server starts, and only they are served: a path is
 * looked up, never followed, so that none leads elsewhere.
 *
 * <p>{@code index.html} is served as {@code /}, and any other {@code .html} without its ending.
 */
final class PageFiles {
  private static final String FOLDER = "page/";
  private static final String INDEX = "index.html";
  private static final String HTML = ".html";
  // Less is sent in one packet anyway.
  private static final int WORTH_COMPRESSING = 1400;

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8",
          "webmanifest", "application/manifest+json");

  private final Map<String, File> files;

  /** One file, as it is and compressed where that helps. */
  @SuppressWarnings("ArrayRecordComponent") // Files are sent, never compared.
  private record File(String type, String tag, byte[] bytes, byte @Nullable [] compressed) {}

  private PageFiles(final Map<String, File> files) {
    this.files = Map.copyOf(files);
  }

  /**
   * Reads the files that lie beside this class.
   *
   * @throws IOException if they cannot be read, or one is of a kind that has no content type
   */
  static PageFiles read() throws IOException {
    final Map<String, File> files = new HashMap<>();
    for (final String name : names()) {
      final String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      if (type == null) {
        throw new IOException("the page's file " + name + " is of no known kind");
      }
      try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
        if (in == null) {
          throw new IOException("the page's file " + name + " is not there");
        }
        files.put(pathOf(name), file(type, in.readAllBytes()));
      }
    }
    return new PageFiles(files);
  }

  private static String pathOf(final String name) {
    if (name.equals(INDEX)) {
      return "/";
    }
    return "/" + (name.endsWith(HTML) ? name.substring(0, name.length() - HTML.length()) : name);
  }

  private static File file(final String type, final byte[] bytes) throws IOException {
    final byte @Nullable [] compressed =
        bytes.length < WORTH_COMPRESSING ? null : Gzip.compress(bytes);
    return new File(
        type,
        tag(bytes),
        bytes,
        compressed != null && compressed.length < bytes.length ? compressed : null);
  }

  private static String tag(final byte[] bytes) {
    final byte[] digest = Sha256.of(bytes);
    return '"'
        + Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22)
        + '"';
  }

  private static List<String> names() throws IOException {
    final URL folder = PageFiles.class.getResource(FOLDER);
    if (folder == null) {
      return List.of();
    }
    if (folder.openConnection() instanceof final JarURLConnection jar) {
      final String prefix = jar.getEntryName();
      return jar.getJarFile().stream()
          .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(prefix))
          .map(entry -> entry.getName().substring(prefix.length()))
          .toList();
    }
    final Path root = pathTo(folder);
    try (Stream<Path> found = Files.walk(root)) {
      return found.filter(Files::isRegularFile).map(f -> root.relativize(f).toString()).toList();
    }
  }

  private static Path pathTo(final URL folder) throws IOException {
    try {
      return Path.of(folder.toURI());
    } catch (final URISyntaxException e) {
      throw new IOException("the page's files are not where they should be: " + folder, e);
    }
  }

  /** The file at a path, or null if there is none. */
  @Nullable Reply at(
      final String path, final @Nullable String knownTag, final boolean takesCompressed) {
    final File file = files.get(path);
    if (file == null) {
      return null;
    }
    final Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", file.type);
    headers.put("ETag", file.tag);
    // Kept, but asked for again each time: a new version shows at once.
    headers.put("Cache-Control", "no-cache");
    headers.put("Vary", "Accept-Encoding");
    if (file.tag.equals(knownTag)) {
      return new Reply(304, headers, new byte[0]);
    }
    if (takesCompressed && file.compressed != null) {
      headers.put("Content-Encoding", "gzip");
      return new Reply(200, headers, file.compressed);
    }
    return new Reply(200, headers, file.bytes);
  }
}
