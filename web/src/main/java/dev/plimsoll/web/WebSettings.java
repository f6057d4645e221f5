package dev.plimsoll.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the web server listens, and who may look.
 *
 * @param listen the address; port 0 takes any free one
 * @param token what is stored of the token that opens it, or null for none
 * @param certificate what it proves itself with, or null for plain HTTP
 * @param mostViewers the most live streams at once, 1 to 300
 */
public record WebSettings(
    InetSocketAddress listen,
    @Nullable TokenHash token,
    @Nullable Certificate certificate,
    int mostViewers) {
  /** The usual most live streams. */
  public static final int DEFAULT_VIEWERS = 100;

  /** The usual port. */
  public static final int DEFAULT_PORT = 7171;

  /** Port 7171 on loopback: nothing to set, nobody else can reach it. */
  public static final WebSettings DEFAULT =
      onLoopback(new InetSocketAddress(InetAddress.getLoopbackAddress(), DEFAULT_PORT));

  private static final int MOST_VIEWERS = 300;

  /**
   * Checks that nobody beyond this machine can look without a token, or read along.
   *
   * @throws IllegalArgumentException if so; the message says what is missing
   */
  public WebSettings {
    if (listen.isUnresolved()) {
      throw new IllegalArgumentException(
          "the address %s to listen at is not known".formatted(listen.getHostString()));
    }
    if (mostViewers < 1 || mostViewers > MOST_VIEWERS) {
      throw new IllegalArgumentException("the most viewers must be 1 to " + MOST_VIEWERS);
    }
    if (!listen.getAddress().isLoopbackAddress() && (token == null || certificate == null)) {
      throw new IllegalArgumentException(
          ("the page can be reached from elsewhere at %s, so it needs a token and TLS, and %s;"
                  + " set them up, or listen at 127.0.0.1")
              .formatted(
                  listen.getAddress().getHostAddress(),
                  token != null
                      ? "TLS is missing"
                      : certificate != null ? "the token is missing" : "both are missing"));
    }
  }

  /** Listens on loopback, without token and TLS. */
  public static WebSettings onLoopback(final InetSocketAddress listen) {
    return new WebSettings(listen, null, null, DEFAULT_VIEWERS);
  }
}
