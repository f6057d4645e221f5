package dev.plimsoll.engine.helper;

import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The helpers, by the names of {@code ct helper}. */
public enum HelperKind {
  FTP(21, Protocol.TCP, true, 1, 300),
  TFTP(69, Protocol.UDP, true, 1, 300),
  /** Its classes are signalling, audio, video, image. */
  SIP(5060, Protocol.UDP, true, 4, 180),
  IRC(6667, Protocol.TCP, false, 8, 300),
  PPTP(1723, Protocol.TCP, false, 2, 300),
  AMANDA(10080, Protocol.UDP, true, 4, 180),
  NETBIOS_NS(137, Protocol.UDP, false, 1, 3),
  SANE(6566, Protocol.TCP, true, 1, 300);

  private final int port;
  private final int protocol;
  private final boolean knowsIpv6;
  private final int most;
  private final int seconds;

  HelperKind(
      final int port,
      final int protocol,
      final boolean knowsIpv6,
      final int most,
      final int seconds) {
    this.port = port;
    this.protocol = protocol;
    this.knowsIpv6 = knowsIpv6;
    this.most = most;
    this.seconds = seconds;
  }

  /** The kernel's name. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The helper of this name, or null. */
  public static @Nullable HelperKind of(final String word) {
    for (final HelperKind kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    return null;
  }

  /** All names, with commas. */
  static String words() {
    return Arrays.stream(values()).map(HelperKind::word).collect(Collectors.joining(", "));
  }

  /** The port at which servers usually listen. */
  public int port() {
    return port;
  }

  /** The protocol, UDP for SIP, which speaks TCP too. */
  public int protocol() {
    return protocol;
  }

  /** Whether it can read sessions of this protocol and family. */
  public boolean reads(final int ofProtocol, final int family) {
    return (ofProtocol == protocol || this == SIP && ofProtocol == Protocol.TCP)
        && (knowsIpv6 || family == Family.IPV4);
  }

  /** How many of a class a session may expect at once; the next takes the place of the oldest. */
  int most(final int expectationClass) {
    return switch (this) {
      case SIP -> expectationClass == 0 ? 1 : expectationClass == 3 ? 2 : most;
      default -> most;
    };
  }

  /** How long a session is expected. */
  int seconds() {
    return seconds;
  }
}
