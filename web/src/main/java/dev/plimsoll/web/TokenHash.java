package dev.plimsoll.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What is stored of a {@link Token}: a salted SHA-256 digest, from which it cannot be found.
 *
 * <p>A slow function such as PBKDF2 protects passwords, which can be guessed. A token of 256 random
 * bits cannot, however fast a guess is; and a slow function would let anybody keep the processor
 * busy by sending wrong tokens.
 */
public final class TokenHash {
  private static final String SCHEME = "sha256";
  private static final int SALT_BYTES = 16;
  private static final int DIGEST_BYTES = 32;

  private final byte[] salt;
  private final byte[] digest;

  private TokenHash(final byte[] salt, final byte[] digest) {
    this.salt = salt;
    this.digest = digest;
  }

  static TokenHash of(final String token) {
    final byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new TokenHash(salt, Sha256.of(salt, token.getBytes(UTF_8)));
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is not that; the message does not repeat it
   */
  public static TokenHash parse(final String text) {
    final String[] parts = text.strip().split(":", -1);
    if (parts.length == 3 && parts[0].equals(SCHEME)) {
      final byte[] salt = decode(parts[1]);
      final byte[] digest = decode(parts[2]);
      if (salt.length == SALT_BYTES && digest.length == DIGEST_BYTES) {
        return new TokenHash(salt, digest);
      }
    }
    throw new IllegalArgumentException(
        "the token's hash is damaged: it should be sha256:SALT:DIGEST; make a new token");
  }

  private static byte[] decode(final String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (final IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Whether it is that of this token; takes as long whether and wherever they differ. */
  boolean isOf(final String token) {
    return MessageDigest.isEqual(digest, Sha256.of(salt, token.getBytes(UTF_8)));
  }

  /** The text to be stored: {@code sha256:SALT:DIGEST}. */
  @Override
  public String toString() {
    final Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return SCHEME + ":" + base64.encodeToString(salt) + ":" + base64.encodeToString(digest);
  }
}
