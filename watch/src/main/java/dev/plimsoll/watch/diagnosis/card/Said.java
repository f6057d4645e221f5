package dev.plimsoll.watch.diagnosis.card;

import dev.plimsoll.session.Protocol;
import dev.plimsoll.watch.diagnosis.Evidence;
import dev.plimsoll.watch.diagnosis.Tally;
import dev.plimsoll.watch.diagnosis.Threshold;

/** How ports, shares and times are said, to people and in filters. */
final class Said {
  private Said() {}

  /** Such as {@code tcp port 22}. */
  static String port(final Tally tally) {
    return Protocol.displayName(tally.protocol()) + " port " + tally.port();
  }

  /** Such as {@code proto:tcp dport:22}. */
  static String filter(final Tally tally) {
    return "proto:%s dport:%s".formatted(Protocol.displayName(tally.protocol()), tally.port());
  }

  /** Such as {@code 72 %}. */
  static String share(final double share) {
    return Math.round(share * 100) + " %";
  }

  /** A threshold that is a length of time, in whole seconds. */
  static int seconds(final Evidence evidence, final Threshold threshold) {
    return evidence.thresholds().whole(threshold);
  }
}
