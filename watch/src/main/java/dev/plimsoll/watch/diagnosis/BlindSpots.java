package dev.plimsoll.watch.diagnosis;

import static dev.plimsoll.watch.PlainText.count;
import static dev.plimsoll.watch.PlainText.minutes;

import java.util.ArrayList;
import java.util.List;

/** What a look could not see, and what would show it. */
final class BlindSpots {
  private static final long ENOUGH_MILLIS = 600_000;

  private BlindSpots() {}

  static List<String> of(
      final Evidence evidence, final long sinceMillis, final Attribution attribution) {
    final long heardMillis = evidence.nowMillis() - sinceMillis;
    final List<String> blind = new ArrayList<>();
    final Circumstances circumstances = evidence.circumstances();
    final Present present = evidence.present();
    if (circumstances.overruns() > 0) {
      blind.add(
          "Events were lost %s times, so counts are too low: a larger buffer keeps more of them."
              .formatted(count(circumstances.overruns())));
    }
    if (heardMillis < ENOUGH_MILLIS) {
      blind.add(
          ("Events have only been heard for %s (minutes:seconds): what takes longer to show is not seen yet"
                  + " (scans 5 minutes, mail 10 minutes, regular calls 6 hours).")
              .formatted(minutes(heardMillis)));
    }
    if (circumstances.capture()) {
      blind.add(
          "A capture shows nothing of before it began: older sessions have no age, and it knows"
              + " neither processes nor the kernel's own limits.");
    }
    if (present.of(Part.SESSIONS) > 0 && present.of(Part.COUNTED) == 0) {
      blind.add(
          "The kernel does not count bytes, so connections held open, amplification and quiet"
              + " command channels are not seen: net.netfilter.nf_conntrack_acct=1 counts those of"
              + " new sessions.");
    }
    if (present.of(Part.UNAGED) > 0) {
      blind.add(
          ("The age of %s connections is not known:"
                  + " net.netfilter.nf_conntrack_timestamp=1 tells that of new ones.")
              .formatted(count(present.of(Part.UNAGED))));
    }
    if (present.of(Part.UNTOLD) > 0) {
      blind.add(
          ("Of %s forwarded sessions it cannot be told which end is a guest of this host, so they"
                  + " are not judged: look inside the guest.")
              .formatted(count(present.of(Part.UNTOLD))));
    }
    if (!circumstances.processes() && !circumstances.capture()) {
      blind.add(
          "Processes cannot be seen, so there is no evidence from the host: run as root on the host"
              + " itself.");
    }
    if (Double.isNaN(circumstances.cpuShare()) && !circumstances.capture()) {
      blind.add("How busy the processors are is not known, so miners are only guessed at.");
    }
    blind.addAll(attribution.gaps());
    return blind;
  }
}
