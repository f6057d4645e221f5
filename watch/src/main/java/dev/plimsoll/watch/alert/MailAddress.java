package dev.plimsoll.watch.alert;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

/** Reads one e-mail address, with a name or without. */
final class MailAddress {
  private MailAddress() {}

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none
   */
  static InternetAddress of(final String text) {
    try {
      final InternetAddress address = new InternetAddress(text, true);
      if (!address.getAddress().contains("@")) {
        throw new IllegalArgumentException("not an e-mail address: " + text);
      }
      return address;
    } catch (final AddressException e) {
      throw new IllegalArgumentException("not an e-mail address: " + text, e);
    }
  }

  static void require(final String text) {
    of(text);
  }
}
