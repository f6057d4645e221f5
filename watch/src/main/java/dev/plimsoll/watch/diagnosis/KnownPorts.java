package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Protocol;
import java.util.BitSet;

/** Which ports stand for what (IANA's registry, and habit where it has none). */
public final class KnownPorts {
  private static final BitSet LOG_IN = of(22, 23, 445, 1433, 2323, 3306, 3389, 5432, 5900);
  private static final BitSet LOG_IN_HERE = of(22, 25, 110, 143, 3389);
  private static final BitSet MAIL = of(25, 465, 587);
  private static final BitSet AMPLIFIERS =
      of(17, 19, 53, 69, 111, 123, 137, 161, 389, 520, 1900, 3283, 3702, 5353, 11211);
  // What nobody has to offer to the Internet.
  private static final BitSet NEVER_PUBLIC = of(19, 389, 1900, 11211);
  private static final BitSet POOLS =
      of(3333, 3334, 3335, 3336, 4444, 5555, 7777, 14433, 14444, 45560, 45700);
  private static final BitSet CHAT =
      of(6660, 6661, 6662, 6663, 6664, 6665, 6666, 6667, 6668, 6669, 6697);
  private static final BitSet TOR = of(9001, 9030);
  private static final BitSet WEB = of(80, 443);
  private static final BitSet DATABASES =
      of(1433, 1521, 3306, 5432, 5984, 6379, 9042, 9200, 11211, 27017);
  private static final BitSet USUAL =
      of(
          1194, 1883, 2049, 2082, 2083, 2086, 2087, 2375, 2376, 2379, 2380, 3128, 3389, 4369, 5044,
          5060, 5061, 5222, 5223, 5228, 5269, 5671, 5672, 5900, 5938, 6443, 8000, 8006, 8008, 8080,
          8081, 8086, 8088, 8089, 8123, 8140, 8200, 8300, 8301, 8333, 8443, 8500, 8883, 8888, 9000,
          9090, 9091, 9092, 9093, 9100, 9300, 9418, 9443, 9997, 10050, 10051, 10250, 11211, 25565,
          27017, 30303, 51820);

  private KnownPorts() {}

  private static BitSet of(final int... ports) {
    final BitSet set = new BitSet();
    for (final int port : ports) {
      set.set(port);
    }
    return set;
  }

  /** A service that people log in to over TCP. */
  public static boolean isLogIn(final int port) {
    return LOG_IN.get(port);
  }

  /** A service of this host's that passwords are guessed at over TCP. */
  public static boolean isLogInHere(final int port) {
    return LOG_IN_HERE.get(port);
  }

  /** A port over which mail is handed in. */
  public static boolean isMail(final int port) {
    return MAIL.get(port);
  }

  /** A UDP service whose answers are larger than the questions. */
  public static boolean isAmplifier(final int port) {
    return AMPLIFIERS.get(port);
  }

  /** An amplifier that has no business on the Internet. */
  public static boolean isNeverPublic(final int port) {
    return NEVER_PUBLIC.get(port);
  }

  /** A port of mining pools. */
  public static boolean isPool(final int port) {
    return POOLS.get(port);
  }

  /** A port of IRC. */
  public static boolean isChat(final int port) {
    return CHAT.get(port);
  }

  /** A port of Tor relays. */
  public static boolean isTor(final int port) {
    return TOR.get(port);
  }

  /** HTTP and HTTPS. */
  public static boolean isWeb(final int port) {
    return WEB.get(port);
  }

  /** A database, or a store of keys and values. */
  public static boolean isDatabase(final int port) {
    return DATABASES.get(port);
  }

  /** What honest programs of many kinds call above port 1023, so that it is not rare. */
  public static boolean isUsual(final int port) {
    return isDatabase(port) || USUAL.get(port);
  }

  /** Clocks and names: called at even gaps by every host. */
  public static boolean isHousekeeping(final int protocol, final int port) {
    return port == 53
        || port == 123
        || port == 67
        || port == 547
        || protocol != Protocol.TCP && (port == 514 || port == 5353);
  }
}
