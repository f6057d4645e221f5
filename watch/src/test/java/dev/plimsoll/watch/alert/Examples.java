package dev.plimsoll.watch.alert;

import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Alert.Phase;
import java.util.List;

/** Alerts to send. */
final class Examples {
  static final long TIME = 1_763_951_801_000L;

  static final Alert OVERLOAD =
      new Alert(
          "0123456789abcdef0123456789abcdef",
          Kind.SUSTAINED,
          Phase.BEGINS,
          "web1.example",
          "own",
          TIME,
          TIME,
          "web1.example: sustained overload, 18,120 sessions over the limit of 10,000",
          List.of(
              "18,120 sessions, 81 % over the limit of 10,000; over it for 9:00 of the last 10:00.",
              "Most are tcp SYN_SENT out to port 22: 12,000 of 18,120, with 7,412 remotes.",
              "1,020 new and 890 ended sessions a second."),
          "+8,120 sessions since 02:50: +7,900 are tcp SYN_SENT out to port 22, 7,412 remotes.",
          "plimsoll explain --since 2025-11-24T02:26:40Z");

  private Examples() {}

  static Alert over(final Alert alert) {
    return new Alert(
        "fedcba9876543210fedcba9876543210",
        alert.kind(),
        Phase.OVER,
        alert.host(),
        alert.namespace(),
        alert.timeMillis() + 600_000,
        alert.sinceMillis(),
        "web1.example: the overload is over after 10:00, 4,200 sessions now",
        List.of("It lasted 10:00; the largest count was 18,120."),
        "",
        alert.command());
  }

  static Alert titled(final String title) {
    return new Alert(
        "00112233445566778899aabbccddeeff",
        Kind.DROPS,
        Phase.BEGINS,
        "web1.example",
        "blue",
        TIME,
        TIME,
        title,
        List.of(),
        "",
        "plimsoll explain");
  }
}
