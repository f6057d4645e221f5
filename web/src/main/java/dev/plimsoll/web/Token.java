package dev.plimsoll.web;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret that opens the page and the interface: 256 random bits, shown once and never stored.
 * What is stored is its {@link TokenHash}.
 */
public final class Token {
  private static final String PREFIX = "plimsoll_";
  private static final int BYTES = 32;

  private final String text;

  private Token(final String text) {
    this.text = text;
  }

  /** Makes a new one. */
  public static Token create() {
    final byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** The text that the user is shown, and gives back: 52 letters, digits, - and _. */
  public String text() {
    return text;
  }

  /** What may be stored of it. */
  public TokenHash hash() {
    return TokenHash.of(text);
  }

  /** Does not tell the secret. */
  @Override
  public String toString() {
    return "Token[hidden]";
  }
}
