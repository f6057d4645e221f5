package dev.plimsoll.watch.alert;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why an HTTP server gave no answer. */
public final class NoAnswer {
  private NoAnswer() {}

  /**
   * The reason in plain English, in a sentence; of the address it tells scheme, host and port.
   *
   * @param connectTimeout how long was tried to connect
   * @param cause what {@link java.net.http.HttpClient} failed with
   */
  public static String sentence(
      final URI uri, final Duration connectTimeout, final @Nullable Throwable cause) {
    final String receiver = HttpAddress.shown(uri);
    return switch (cause) {
      case HttpConnectTimeoutException _ ->
          "%s could not be reached within %d s.".formatted(receiver, connectTimeout.toSeconds());
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "The name in %s is not known.".formatted(receiver);
      case ConnectException _ -> "%s accepts no connection.".formatted(receiver);
      case null -> "%s was not reached.".formatted(receiver);
      default -> "%s was not reached: %s.".formatted(receiver, cause.getMessage());
    };
  }
}
