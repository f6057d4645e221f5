package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookChannelTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochSecond(1_763_951_805));

  @TempDir private Path folder;

  private static Outcome send(
      final String url, final @Nullable String key, final @Nullable String token)
      throws InterruptedException {
    return channel(new Secret.Value(url), key, token).send(List.of(Examples.OVERLOAD));
  }

  private static Channel channel(
      final Secret url, final @Nullable String key, final @Nullable String token) {
    return Channel.to(
        new Receiver.Webhook(
            url,
            key == null ? null : new Secret.Value(key),
            token == null ? null : new Secret.Value(token),
            null),
        ZoneOffset.UTC,
        CLOCK);
  }

  @Test
  void theMessageIsJsonWithAllThatTheAlertTells() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      assertThat(send(receiver.url() + "/hook", null, null))
          .isEqualTo(new Outcome(true, receiver.url() + " has taken it (status 200)."));
      final HttpReceiver.Request request = receiver.requests().getFirst();
      assertThat(request.path()).isEqualTo("/hook");
      assertThat(names(request.text()))
          .containsExactly(
              "id",
              "alerts",
              "id",
              "kind",
              "phase",
              "severity",
              "host",
              "netns",
              "time",
              "since",
              "title",
              "facts",
              "whatChanged",
              "command");
      assertThat(request.text()).contains("\"time\":1763951801000", "12,000 of 18,120");
    }
  }

  @Test
  void theIdIsInAHeaderAndTheSameEachTime() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      send(receiver.url(), null, null);
      send(receiver.url(), null, null);
      assertThat(receiver.requests())
          .extracting(request -> request.header("Plimsoll-Id"))
          .containsExactly(Examples.OVERLOAD.id(), Examples.OVERLOAD.id());
    }
  }

  @Test
  void opensslVerifiesTheSignature() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      send(receiver.url(), "correct horse", null);
      final HttpReceiver.Request request = receiver.requests().getFirst();
      final Path signed = folder.resolve("signed");
      try (OutputStream out = Files.newOutputStream(signed)) {
        out.write((request.header("Plimsoll-Timestamp") + ".").getBytes(US_ASCII));
        out.write(request.text().getBytes(UTF_8));
      }
      final Process openssl =
          new ProcessBuilder(
                  "openssl", "dgst", "-sha256", "-hmac", "correct horse", signed.toString())
              .start();
      final String digest = new String(openssl.getInputStream().readAllBytes(), US_ASCII).strip();
      assertThat(request.header("Plimsoll-Timestamp")).isEqualTo("1763951805");
      assertThat("v1=" + digest.substring(digest.lastIndexOf(' ') + 1))
          .isEqualTo(request.header("Plimsoll-Signature"));
    }
  }

  @Test
  void aTokenIsSentAsBearer() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      send(receiver.url(), null, "t0ken");
      assertThat(receiver.requests().getFirst().header("Authorization")).isEqualTo("Bearer t0ken");
    }
  }

  @Test
  void anAddressInAFileIsUsedAsItStandsThere() throws Exception {
    final Path file = folder.resolve("url");
    try (HttpReceiver receiver = HttpReceiver.taking()) {
      Files.writeString(file, receiver.url() + "/from-file\n");
      assertThat(channel(new Secret.InFile(file), null, null).send(List.of(Examples.OVERLOAD)))
          .matches(Outcome::delivered);
      assertThat(receiver.requests().getFirst().path()).isEqualTo("/from-file");
    }
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    final Path file = folder.resolve("missing");
    assertThat(channel(new Secret.InFile(file), null, null).send(List.of(Examples.OVERLOAD)))
        .isEqualTo(
            new Outcome(false, "The webhook cannot be used: there is no file " + file + "."));
  }

  @Test
  void noSecretIsInTheOutcomeEvenIfTheReceiverRepeatsThem() throws Exception {
    try (HttpReceiver receiver =
        HttpReceiver.answering(403, "no k3y t0ken /hook/pa55?x=qu3ry here")) {
      final Outcome outcome = send(receiver.url() + "/hook/pa55?x=qu3ry", "k3y", "t0ken");
      assertThat(outcome.delivered()).isFalse();
      assertThat(outcome.text())
          .startsWith(receiver.url() + " answered with status 403: no ")
          .doesNotContain("k3y", "t0ken", "pa55", "qu3ry");
    }
  }

  @Test
  void aTokenThatFitsNoHeaderIsNotShown() throws Exception {
    assertThat(send("http://127.0.0.1:1", null, "t0\nken").text())
        .isEqualTo(
            "The webhook cannot be used: what goes into the header Authorization holds characters"
                + " that HTTP does not allow.");
  }

  @Test
  void aRedirectionIsNotFollowed() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.answering(302, "")) {
      assertThat(send(receiver.url(), null, null).text())
          .isEqualTo(receiver.url() + " answered with status 302.");
    }
  }

  @Test
  void aFloodInPlaceOfAnAnswerIsCutOff() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.answering(500, "x".repeat(5_000_000))) {
      assertThat(send(receiver.url(), null, null).delivered()).isFalse();
    }
  }

  @Test
  void aClosedPortIsToldPlainly() throws Exception {
    final int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(send("http://127.0.0.1:" + port, null, null))
        .isEqualTo(new Outcome(false, "http://127.0.0.1:" + port + " accepts no connection."));
  }

  @Test
  void anUnknownNameIsToldPlainly() throws Exception {
    assertThat(send("http://no-such-host.invalid/x", null, null))
        .isEqualTo(new Outcome(false, "The name in http://no-such-host.invalid is not known."));
  }

  private static List<String> names(final String json) throws IOException {
    final List<String> names = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          names.add(parser.currentName());
        }
      }
    }
    return names;
  }
}
