package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One JSON message by HTTP. Alerts are rare, so each has a connection of its own and nothing stays
 * open. Redirections are not followed: the secrets are meant for the configured receiver alone.
 */
final class HttpPost {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MOST_ANSWER_BYTES = 16_384;

  private final URI uri;
  private final HttpRequest.Builder request;
  private final List<String> secrets = new ArrayList<>();

  HttpPost(final URI uri, final byte[] json) {
    this.uri = uri;
    request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .header("User-Agent", "plimsoll")
            .POST(BodyPublishers.ofByteArray(json));
  }

  HttpPost header(final String name, final String value) {
    try {
      request.header(name, value);
    } catch (final IllegalArgumentException _) {
      // Its message and cause repeat the value.
      throw new IllegalArgumentException(
          "what goes into the header %s holds characters that HTTP does not allow".formatted(name));
    }
    return this;
  }

  /** Keeps a text out of the outcome, should the receiver repeat it. */
  HttpPost hide(final @Nullable String secret) {
    if (secret != null && !secret.isEmpty()) {
      secrets.add(secret);
    }
    return this;
  }

  /** Keeps all of the address but scheme, host and port out of the outcome. */
  HttpPost hideAddress() {
    if (!uri.toString().equals(HttpAddress.shown(uri))) {
      hide(uri.toString());
    }
    hide(uri.getRawUserInfo());
    hide(uri.getRawQuery());
    final String path = uri.getRawPath();
    return path == null || path.length() < 2 ? this : hide(path);
  }

  Outcome send(final @Nullable Path caFile) throws InterruptedException {
    final String receiver = HttpAddress.shown(uri);
    final HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT);
    try {
      if (caFile != null) {
        builder.sslContext(TrustedCertificates.in(caFile));
      }
    } catch (final IOException e) {
      return Outcome.failed("The certificates could not be read: " + e.getMessage());
    }
    try (HttpClient client = builder.build()) {
      final Future<HttpResponse<String>> answer =
          client.sendAsync(request.build(), answerOfFailures());
      try {
        final HttpResponse<String> response = answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        return outcome(receiver, response);
      } catch (final ExecutionException e) {
        return Outcome.failed(hidden(NoAnswer.sentence(uri, CONNECT_TIMEOUT, e.getCause())));
      } catch (final TimeoutException e) {
        return Outcome.failed(
            "%s has not answered within %d s.".formatted(receiver, TIMEOUT.toSeconds()));
      } finally {
        answer.cancel(true);
        client.shutdownNow();
      }
    }
  }

  // What a receiver says on success interests nobody.
  private static BodyHandler<String> answerOfFailures() {
    return info ->
        isSuccess(info.statusCode())
            ? BodySubscribers.replacing("")
            : BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MOST_ANSWER_BYTES).apply(info);
  }

  private static boolean isSuccess(final int status) {
    return status >= 200 && status < 300;
  }

  private Outcome outcome(final String receiver, final HttpResponse<String> response) {
    final int status = response.statusCode();
    if (isSuccess(status)) {
      return Outcome.delivered("%s has taken it (status %d).".formatted(receiver, status));
    }
    final String said = hidden(response.body().strip());
    return Outcome.failed(
        "%s answered with status %d%s"
            .formatted(receiver, status, said.isEmpty() ? "." : ": " + said));
  }

  private String hidden(final String text) {
    String hidden = text;
    for (final String secret : secrets) {
      hidden = hidden.replace(secret, "(secret)");
    }
    return hidden;
  }
}
