package dev.plimsoll.session;

import java.util.Locale;
import java.util.OptionalInt;

/** The names of the few ports that everybody knows by name (IANA "Service Name" registry). */
final class ServicePorts {
  private ServicePorts() {}

  /** The port of a service, in any case, or empty if the name is not among the few. */
  static OptionalInt of(final String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "ftp" -> OptionalInt.of(21);
      case "ssh" -> OptionalInt.of(22);
      case "telnet" -> OptionalInt.of(23);
      case "smtp" -> OptionalInt.of(25);
      case "domain", "dns" -> OptionalInt.of(53);
      case "tftp" -> OptionalInt.of(69);
      case "http" -> OptionalInt.of(80);
      case "pop3" -> OptionalInt.of(110);
      case "ntp" -> OptionalInt.of(123);
      case "imap" -> OptionalInt.of(143);
      case "snmp" -> OptionalInt.of(161);
      case "bgp" -> OptionalInt.of(179);
      case "ldap" -> OptionalInt.of(389);
      case "https" -> OptionalInt.of(443);
      case "smtps" -> OptionalInt.of(465);
      case "syslog" -> OptionalInt.of(514);
      case "submission" -> OptionalInt.of(587);
      case "ldaps" -> OptionalInt.of(636);
      case "imaps" -> OptionalInt.of(993);
      case "pop3s" -> OptionalInt.of(995);
      case "openvpn" -> OptionalInt.of(1194);
      case "mysql" -> OptionalInt.of(3306);
      case "rdp" -> OptionalInt.of(3389);
      case "sip" -> OptionalInt.of(5060);
      case "postgresql" -> OptionalInt.of(5432);
      case "redis" -> OptionalInt.of(6379);
      case "http-alt" -> OptionalInt.of(8080);
      case "wireguard" -> OptionalInt.of(51820);
      default -> OptionalInt.empty();
    };
  }
}
