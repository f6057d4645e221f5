package dev.plimsoll.watch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.watch.alert.Alert.Phase;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Names that come out the same whenever the same thing is named: 32 hexadecimal digits, the first
 * half of a SHA-256.
 */
final class AlertId {
  private static final int BYTES = 16;

  private AlertId() {}

  /** The id of an alert: it follows from the matter, the phase, and how often it was told. */
  static String of(
      final String host,
      final String namespace,
      final Alert.Kind kind,
      final long sinceMillis,
      final Phase phase,
      final int told) {
    return digest(
        List.of(
            host,
            namespace,
            kind.word(),
            Long.toString(sinceMillis),
            phase.word(),
            Integer.toString(told)));
  }

  /** The id of a message that tells several alerts; of one alone it is the alert's own. */
  static String of(final List<Alert> alerts) {
    return alerts.size() == 1
        ? alerts.getFirst().id()
        : digest(alerts.stream().map(Alert::id).toList());
  }

  private static String digest(final List<String> parts) {
    try {
      final byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(String.join("\0", parts).getBytes(UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
    } catch (final NoSuchAlgorithmException e) {
      throw new LinkageError("every JDK has SHA-256", e);
    }
  }
}
