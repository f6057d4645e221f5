package dev.plimsoll.app;

import dev.plimsoll.app.config.Configuration;
import dev.plimsoll.web.Certificate;
import dev.plimsoll.web.Token;
import dev.plimsoll.web.TokenHash;
import dev.plimsoll.web.WebSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * What the page needs besides its address: the token's hash and the certificate, kept in the data
 * folder.
 */
final class PageSetup {
  private static final String TOKEN_FILE = "token";
  private static final String UNREAD_FILE = "token-to-read";

  private PageSetup() {}

  /**
   * The settings of the web server. Where a token is asked for and there is none, one is made and
   * shown: that is the only time. Where nobody looks, as under systemd, what is shown stays in a
   * journal that many may read, so a file is written that only its owner can.
   *
   * @throws IOException if the data folder cannot be written or read
   */
  static WebSettings settings(
      final Configuration.Page page, final Path dataDir, final String host, final Console console)
      throws IOException {
    return new WebSettings(
        page.listen(),
        page.withToken() ? tokenHash(dataDir, console) : null,
        page.withTls() ? certificate(page, dataDir, host) : null,
        WebSettings.DEFAULT_VIEWERS);
  }

  private static TokenHash tokenHash(final Path dataDir, final Console console) throws IOException {
    final Path file = dataDir.resolve(TOKEN_FILE);
    if (!Files.exists(file)) {
      console.text().println(console.terminal() ? shownOnce(dataDir) : toRead(dataDir));
      console.text().flush();
    }
    try {
      return TokenHash.parse(Files.readString(file));
    } catch (final IllegalArgumentException e) {
      throw new IOException(
          file + " holds no token's hash. Make a new token: plimsoll watch --new-token", e);
    }
  }

  private static String shownOnce(final Path dataDir) throws IOException {
    return "The token for the page, shown this once: " + newToken(dataDir);
  }

  private static String toRead(final Path dataDir) throws IOException {
    final Token token = Token.create();
    // Before its hash: a token that counts and that nobody knows would be of no use.
    final Path file = write(dataDir, UNREAD_FILE, token.text() + "\n");
    write(dataDir, TOKEN_FILE, token.hash().toString());
    return "The token for the page is in %s, which only its owner may read. Read it, keep it, and remove the file."
        .formatted(file);
  }

  /** Makes a token and keeps its hash, which only the owner can read. The one before is void. */
  static String newToken(final Path dataDir) throws IOException {
    final Token token = Token.create();
    Files.createDirectories(dataDir);
    write(dataDir, TOKEN_FILE, token.hash().toString());
    Files.deleteIfExists(dataDir.resolve(UNREAD_FILE));
    return token.text();
  }

  private static Path write(final Path dataDir, final String name, final String text)
      throws IOException {
    final Path file = dataDir.resolve(name);
    final Path next = dataDir.resolve(name + ".new");
    Files.deleteIfExists(next);
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(next, text);
    // Who the folder belongs to reads it, also where root made it.
    Files.setOwner(next, Files.getOwner(dataDir));
    return Files.move(
        next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Certificate certificate(
      final Configuration.Page page, final Path dataDir, final String host) throws IOException {
    if (page.certificate() != null && page.privateKey() != null) {
      return new Certificate.Pem(page.certificate(), page.privateKey());
    }
    return new Certificate.SelfSigned(dataDir, names(page.listen(), host));
  }

  // What people may write into the address bar.
  private static List<String> names(final InetSocketAddress listen, final String host)
      throws IOException {
    final List<String> names = new ArrayList<>(List.of(host, "localhost"));
    if (listen.getAddress().isAnyLocalAddress()) {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLinkLocalAddress())
          .forEach(address -> names.add(address.getHostAddress()));
    } else {
      names.add(listen.getAddress().getHostAddress());
    }
    return names;
  }

  /** The address to type into a browser. */
  static String url(final Configuration.Page page, final InetSocketAddress address) {
    final String host = address.getAddress().getHostAddress();
    return "%s://%s:%d"
        .formatted(
            page.withTls() ? "https" : "http",
            host.indexOf(':') < 0 ? host : "[" + host + "]",
            address.getPort());
  }
}
