package dev.plimsoll.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.watch.alert.HttpAddress;
import dev.plimsoll.watch.alert.NoAnswer;
import dev.plimsoll.watch.alert.Outcome;
import dev.plimsoll.watch.alert.Secret;
import dev.plimsoll.watch.alert.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Posts to a collector, by the rules of OTLP/HTTP 1. Pushes are rare, so each has a connection of
 * its own, and between two of them there is nothing. Redirections are not followed: the headers are
 * meant for the configured collector alone.
 */
final class OtlpPost {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_ANSWER_BYTES = 65_536;
  private static final Pattern REJECTED =
      Pattern.compile("\"rejectedDataPoints\"\\s*:\\s*\"?([1-9][0-9]*)");

  private final PushSettings settings;
  private final URI target;
  private final String shown;

  OtlpPost(final PushSettings settings) {
    this.settings = settings;
    target = settings.target();
    shown = HttpAddress.shown(target);
  }

  /** The collector, without what might be secret of its address. */
  String shown() {
    return shown;
  }

  /** Posts JSON once, and waits for the answer, twenty seconds at most. */
  PushOutcome send(final byte[] json) throws InterruptedException {
    final List<String> secrets = new ArrayList<>();
    try (HttpClient client = client()) {
      final Future<HttpResponse<String>> answer =
          client.sendAsync(
              request(json, secrets),
              BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), MOST_ANSWER_BYTES));
      try {
        return outcome(answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS), secrets);
      } catch (final ExecutionException e) {
        return new PushOutcome.Later(
            NoAnswer.sentence(target, CONNECT_TIMEOUT, e.getCause()), null);
      } catch (final TimeoutException e) {
        return new PushOutcome.Later(
            "%s has not answered within %d s.".formatted(shown, TIMEOUT.toSeconds()), null);
      } finally {
        answer.cancel(true);
        client.shutdownNow();
      }
    } catch (final IOException e) {
      return new PushOutcome.Dropped(e.getMessage() + ".");
    }
  }

  private HttpClient client() throws IOException {
    final HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT);
    if (settings.caFile() != null) {
      builder.sslContext(TrustedCertificates.in(settings.caFile()));
    }
    return builder.build();
  }

  private HttpRequest request(final byte[] json, final List<String> secrets) throws IOException {
    final HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", "application/json")
            .header("User-Agent", "plimsoll")
            .POST(BodyPublishers.ofByteArray(settings.gzip() ? Gzip.compress(json) : json));
    if (settings.gzip()) {
      request.header("Content-Encoding", "gzip");
    }
    if (settings.headersFile() != null) {
      int number = 0;
      for (final String line :
          new Secret.InFile(settings.headersFile()).reveal().lines().toList()) {
        number++;
        addHeader(line.strip(), number, request, secrets);
      }
    }
    return request.build();
  }

  private void addHeader(
      final String line,
      final int number,
      final HttpRequest.Builder request,
      final List<String> secrets)
      throws IOException {
    if (line.isEmpty()) {
      return;
    }
    final int colon = line.indexOf(':');
    final String value = line.substring(colon + 1).strip();
    try {
      request.header(line.substring(0, Math.max(colon, 0)).strip(), value);
    } catch (final IllegalArgumentException _) {
      // Its message and cause repeat the value.
      throw new IOException(
          "line %d of %s is no header such as 'Authorization: Bearer …'"
              .formatted(number, settings.headersFile()));
    }
    if (!value.isEmpty()) {
      secrets.add(value);
    }
  }

  private PushOutcome outcome(final HttpResponse<String> response, final List<String> secrets) {
    String said = response.body();
    for (final String secret : secrets) {
      said = said.replace(secret, "(secret)");
    }
    final int status = response.statusCode();
    if (status >= 200 && status < 300) {
      final Matcher rejected = REJECTED.matcher(said);
      return rejected.find()
          ? new PushOutcome.Dropped(
              line("%s has not taken %s of the values: %s", rejected.group(1), said))
          : new PushOutcome.Taken();
    }
    final String sentence =
        line(
            said.isBlank() ? "%s answered with status %s." : "%s answered with status %s: %s",
            Integer.toString(status),
            said);
    return switch (status) {
      case 429, 502, 503, 504 ->
          new PushOutcome.Later(
              sentence, retryAfter(response.headers().firstValue("Retry-After").orElse("")));
      default -> new PushOutcome.Dropped(sentence);
    };
  }

  // An outcome's text is one short line of plain characters: parts of it are the collector's.
  private String line(final String form, final String number, final String said) {
    return new Outcome(false, form.formatted(shown, number, said)).text();
  }

  /** RFC 9110, 10.2.3: seconds, or a date; null for what is neither. */
  static @Nullable Duration retryAfter(final String header) {
    if (header.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(header));
    }
    try {
      final Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
      final Duration left = Duration.between(Instant.now(), date);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (final DateTimeException e) {
      return null;
    }
  }
}
