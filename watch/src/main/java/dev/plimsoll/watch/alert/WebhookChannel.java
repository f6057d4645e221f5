package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tells a program by HTTP; docs/alerts.md has the message and how to verify its signature. */
final class WebhookChannel implements Channel {
  private final Receiver.Webhook receiver;
  private final InstantSource clock;

  WebhookChannel(final Receiver.Webhook receiver, final InstantSource clock) {
    this.receiver = receiver;
    this.clock = clock;
  }

  @Override
  public Outcome send(final List<Alert> alerts) throws InterruptedException {
    final byte[] json = AlertJson.message(alerts);
    final HttpPost post;
    try {
      final String key = revealed(receiver.key());
      final String token = revealed(receiver.token());
      post = new HttpPost(HttpAddress.of(receiver.url().reveal()), json);
      post.hideAddress().hide(key).hide(token);
      post.header("Plimsoll-Id", AlertId.of(alerts));
      if (token != null) {
        post.header("Authorization", "Bearer " + token);
      }
      if (key != null) {
        final String time = Long.toString(clock.instant().getEpochSecond());
        post.header("Plimsoll-Timestamp", time);
        post.header("Plimsoll-Signature", "v1=" + signature(key, time, json));
      }
    } catch (final IOException | IllegalArgumentException e) {
      return Outcome.failed("The webhook cannot be used: " + e.getMessage() + ".");
    }
    return post.send(receiver.caFile());
  }

  private static @Nullable String revealed(final @Nullable Secret secret) throws IOException {
    return secret == null ? null : secret.reveal();
  }

  /** HMAC-SHA256 (RFC 2104) over the time, a full stop and the body, in hexadecimal. */
  static String signature(final String key, final String time, final byte[] body) {
    try {
      final Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      mac.update((time + ".").getBytes(US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (final GeneralSecurityException e) {
      throw new LinkageError("every JDK has HMAC-SHA256", e);
    }
  }
}
