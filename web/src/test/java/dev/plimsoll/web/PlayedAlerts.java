package dev.plimsoll.web;

import dev.plimsoll.watch.alert.Alert;
import dev.plimsoll.watch.alert.Alert.Kind;
import dev.plimsoll.watch.alert.Alert.Phase;
import dev.plimsoll.watch.alert.Delivery;
import dev.plimsoll.watch.alert.Delivery.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Alerts and findings as a watch of some days would have them. */
final class PlayedAlerts {
  private static final long MINUTE = 60_000;
  private static final String NIGHT =
      "+8,120 sessions since 02:50: +7,900 are tcp SYN_SENT out to port 22, 7,412 remotes.";

  static final List<SystemFinding> FINDINGS =
      List.of(
          new SystemFinding(
              "problem",
              "drops",
              "17 sessions were dropped early",
              "The kernel's table was full for a moment, and it dropped sessions to make room.",
              List.of(
                  "# more room, until the next start:",
                  "sysctl -w net.netfilter.nf_conntrack_max=131072")),
          new SystemFinding(
              "warning",
              "counters",
              "packets and bytes are not counted",
              "Without accounting no session tells its packets and bytes. Sessions that begin after it"
                  + " is switched on do.",
              List.of("sysctl -w net.netfilter.nf_conntrack_acct=1")),
          new SystemFinding(
              "unknown",
              "namespaces",
              "one namespace could not be entered",
              "It ended while it was looked at, or belongs to another user.",
              List.of()),
          new SystemFinding("ok", "tracking", "sessions are tracked", "", List.of()),
          new SystemFinding("ok", "events", "events are delivered", "", List.of()));

  private PlayedAlerts() {}

  static List<Delivery> newest(final long started) {
    final List<Delivery> all = new ArrayList<>();
    final long night = started - 7 * 60 * MINUTE;
    add(all, Kind.SUSTAINED, Phase.BEGINS, night, night, "mail", State.DELIVERED);
    add(all, Kind.SUSTAINED, Phase.BEGINS, night, night, "ops-chat", State.FAILED);
    add(all, Kind.SUSTAINED, Phase.GOES_ON, night + 10 * MINUTE, night, "mail", State.DELIVERED);
    add(all, Kind.SUSTAINED, Phase.OVER, night + 21 * MINUTE, night, "mail", State.DELIVERED);
    add(all, Kind.DROPS, Phase.BEGINS, night + 3 * MINUTE, night, "mail", State.DELIVERED);
    add(all, Kind.NEAR_CEILING, Phase.BEGINS, night + 2 * MINUTE, night, "mail", State.DELIVERED);
    add(
        all,
        Kind.FINDING,
        Phase.BEGINS,
        night + 4 * MINUTE,
        night + 3 * MINUTE,
        "mail",
        State.DELIVERED);
    add(
        all,
        Kind.RECURRING,
        Phase.BEGINS,
        started - 90 * MINUTE,
        night,
        "ops-chat",
        State.DELIVERED);
    add(
        all,
        Kind.TEST,
        Phase.BEGINS,
        started - 2 * MINUTE,
        started - 2 * MINUTE,
        "ops-chat",
        State.PENDING);
    all.sort(Comparator.comparingLong((Delivery d) -> d.alert().timeMillis()).reversed());
    return all;
  }

  private static void add(
      final List<Delivery> all,
      final Kind kind,
      final Phase phase,
      final long time,
      final long since,
      final String channel,
      final State state) {
    final Alert alert =
        new Alert(
            "played-" + all.size(),
            kind,
            phase,
            "vps-4711.example.net",
            "own",
            time,
            since,
            title(kind, phase),
            List.of(
                "15,310 sessions, over the limit of 10,000 for 9:00 of the last 10:00.",
                "7,900 are tcp SYN_SENT out: SYNs that nobody answers.",
                "They go to port 22 of 7,412 remotes: that is how passwords are guessed."),
            NIGHT,
            "plimsoll explain --since 02:50");
    all.add(
        new Delivery(
            alert,
            channel,
            state,
            state == State.FAILED ? 12 : state == State.PENDING ? 2 : 1,
            state == State.PENDING ? time + 30_000 : 0,
            switch (state) {
              case DELIVERED -> "250 2.0.0 Ok: queued";
              case FAILED ->
                  "the server answered 404: the webhook's address is wrong or was revoked";
              case PENDING -> "connection refused; tried again in 30 s";
            }));
  }

  private static String title(final Kind kind, final Phase phase) {
    final String what =
        switch (kind) {
          case SUSTAINED -> "A sustained overload";
          case FINDING -> "The host looks compromised";
          case BRIEF_PEAK -> "A brief peak";
          case RECURRING -> "Peaks come again and again";
          case NEAR_CEILING -> "The kernel's table is nearly full";
          case DROPS -> "The kernel drops sessions";
          case UNWATCHED -> "Nobody watches";
          case TEST -> "A test of this channel";
        };
    return switch (phase) {
      case BEGINS -> what;
      case GOES_ON -> what + " goes on";
      case OVER -> what + " is over";
    };
  }
}
