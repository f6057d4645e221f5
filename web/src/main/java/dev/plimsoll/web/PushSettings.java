package dev.plimsoll.web;

import dev.plimsoll.watch.alert.HttpAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the metrics are pushed by OTLP/HTTP.
 *
 * @param endpoint the collector's address without {@code /v1/metrics}
 * @param every the time between two pushes, at least a second
 * @param headersFile a file with a header a line, read at each push: it may hold a token; or null
 * @param gzip whether what is pushed is compressed
 * @param caFile certificates in PEM that are trusted in place of the system's; null for these
 */
public record PushSettings(
    URI endpoint, Duration every, @Nullable Path headersFile, boolean gzip, @Nullable Path caFile) {
  private static final String PATH = "v1/metrics";

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if they cannot be so; the message says why
   */
  public PushSettings {
    if (endpoint.getRawUserInfo() != null) {
      throw new IllegalArgumentException("a name and a password do not belong into the address");
    }
    if (endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
      throw new IllegalArgumentException("the address ends with a path, not with ? or #");
    }
    if (every.toSeconds() < 1) {
      throw new IllegalArgumentException("the time between two pushes is a second at least");
    }
  }

  /**
   * Reads a collector's address.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static URI endpoint(final String text) {
    return HttpAddress.of(text);
  }

  /** Where they are posted to. */
  URI target() {
    final String base = endpoint.toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + PATH);
  }
}
