package dev.plimsoll.app.top;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Asks a running watch by its interface, /api/v1 (docs/api.md). */
public final class DaemonClient {
  private static final int CONNECT_MILLIS = 200;
  private static final int PATIENT_MILLIS = 2_000;
  private static final int LARGEST_ANSWER = 8 << 20;

  private final URI base;
  private final @Nullable String token;
  private final int readMillis;

  /**
   * A client that waits up to two seconds for an answer.
   *
   * @param base such as {@code http://127.0.0.1:7171}
   * @param token for one that wants it, or null
   */
  public DaemonClient(final URI base, final @Nullable String token) {
    this(base, token, PATIENT_MILLIS);
  }

  private DaemonClient(final URI base, final @Nullable String token, final int readMillis) {
    this.base = base;
    this.token = token;
    this.readMillis = readMillis;
  }

  /** The same for a first look: it waits no longer than a person notices. */
  DaemonClient impatient() {
    return new DaemonClient(base, token, CONNECT_MILLIS);
  }

  /** Its address without the scheme. */
  public String name() {
    return base.getAuthority();
  }

  /**
   * Asks.
   *
   * @param path behind {@code /api/v1/}
   * @throws IOException if it does not answer, or refuses; the message says why
   */
  public Json get(final String path, final Map<String, String> parameters) throws IOException {
    final Json answer = find(path, parameters);
    if (answer == null) {
      throw new IOException("the watch at " + name() + " knows no " + path);
    }
    return answer;
  }

  /** Asks for what may not be there (404): null then. */
  public @Nullable Json find(final String path, final Map<String, String> parameters)
      throws IOException {
    final StringBuilder address = new StringBuilder(base.toString());
    address.append(base.toString().endsWith("/") ? "" : "/").append("api/v1/").append(path);
    char sign = '?';
    for (final Map.Entry<String, String> parameter : new TreeMap<>(parameters).entrySet()) {
      address.append(sign).append(parameter.getKey()).append('=');
      address.append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
      sign = '&';
    }
    final HttpURLConnection connection =
        (HttpURLConnection) URI.create(address.toString()).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(readMillis);
    connection.setInstanceFollowRedirects(false);
    if (token != null) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    return answer(connection);
  }

  private @Nullable Json answer(final HttpURLConnection connection) throws IOException {
    try {
      final int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_NOT_FOUND) {
        return null;
      }
      if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw new IOException(
            "the watch at " + name() + " wants its token: set PLIMSOLL_TOKEN to it");
      }
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException("the watch at " + name() + " refuses, with HTTP status " + status);
      }
      try (InputStream in = connection.getInputStream()) {
        final byte[] bytes = in.readNBytes(LARGEST_ANSWER + 1);
        if (bytes.length > LARGEST_ANSWER) {
          throw new IOException("the watch at " + name() + " answers with more than 8 MiB");
        }
        return Json.read(new ByteArrayInputStream(bytes));
      }
    } finally {
      connection.disconnect();
    }
  }
}
