package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Protocol;
import java.util.Locale;

/**
 * Gives a helper to all sessions to a port, as a rule with {@code ct helper set} does. The kernel
 * assigns none without a rule.
 *
 * @param protocol {@link Protocol#TCP} or {@link Protocol#UDP}
 * @param port the port of the session's original destination
 */
public record HelperRule(HelperKind helper, int protocol, int port) {
  public HelperRule {
    if (protocol != helper.protocol() && !(helper == HelperKind.SIP && protocol == Protocol.TCP)) {
      throw new IllegalArgumentException(
          "the helper " + helper.word() + " does not read protocol " + protocol);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /** The helper at its usual port. */
  public static HelperRule usual(final HelperKind helper) {
    return new HelperRule(helper, helper.protocol(), helper.port());
  }

  /**
   * Reads a rule: {@code ftp}, or with another port {@code ftp:2121}, or with the protocol {@code
   * sip:tcp:5060}.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static HelperRule parse(final String text) {
    final String[] parts = text.split(":", -1);
    final HelperKind helper = HelperKind.of(parts[0]);
    if (helper == null) {
      throw new IllegalArgumentException(
          "there is no helper \"%s\"; there are %s".formatted(parts[0], HelperKind.words()));
    }
    if (parts.length > 3) {
      throw new IllegalArgumentException(
          "a helper is written as name, name:port or name:protocol:port, not \"" + text + "\"");
    }
    final int protocol = parts.length == 3 ? protocol(parts[1]) : helper.protocol();
    final int port = parts.length == 1 ? helper.port() : port(parts[parts.length - 1]);
    return new HelperRule(helper, protocol, port);
  }

  private static int protocol(final String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "tcp" -> Protocol.TCP;
      case "udp" -> Protocol.UDP;
      default ->
          throw new IllegalArgumentException("helpers read tcp and udp, not \"" + word + "\"");
    };
  }

  private static int port(final String word) {
    try {
      return Integer.parseInt(word);
    } catch (final NumberFormatException e) {
      throw new IllegalArgumentException("not a port: \"" + word + "\"", e);
    }
  }

  /** Whether a session whose first packet has these numbers gets the helper. */
  boolean isFor(final int family, final int ofProtocol, final int destinationPort) {
    return destinationPort == port && ofProtocol == protocol && helper.reads(ofProtocol, family);
  }
}
