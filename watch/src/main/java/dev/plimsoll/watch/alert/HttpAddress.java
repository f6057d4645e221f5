package dev.plimsoll.watch.alert;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads the address of an HTTP server without ever repeating it: it may hold a token. */
public final class HttpAddress {
  private HttpAddress() {}

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none; the message does not repeat it
   */
  public static URI of(final String text) {
    final URI uri;
    try {
      uri = new URI(text);
    } catch (final URISyntaxException e) {
      // Neither the message nor the cause: both repeat the text.
      throw new IllegalArgumentException(
          "the url is not well formed at character " + (e.getIndex() + 1));
    }
    final String scheme = uri.getScheme();
    if (scheme == null || !scheme.toLowerCase(Locale.ROOT).matches("https?")) {
      throw new IllegalArgumentException("the url must begin with http:// or https://");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("the url names no host");
    }
    return uri;
  }

  /** The part that anybody may see: {@code https://host:port}. */
  public static String shown(final URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }
}
