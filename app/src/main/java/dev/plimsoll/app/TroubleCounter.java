package dev.plimsoll.app;

import dev.plimsoll.kernel.Counters;

/**
 * The kernel's counters that tell of trouble, and what each means (struct ip_conntrack_stat). Those
 * that lose something come first.
 */
enum TroubleCounter {
  DROP("drop", true, "packets of new connections were dropped because the table was full"),
  EARLY_DROP(
      "early_drop", true, "sessions without an answer were thrown out because the table was full"),
  INSERT_FAILED(
      "insert_failed",
      true,
      "packets were dropped because an equal one had just made the session; often DNS queries"
          + " sent twice at once, which then take 5 seconds"),
  CHAIN_TOO_LONG(
      "chaintoolong",
      true,
      "new sessions were refused because too many shared a bucket of the hash table"),
  INVALID(
      "invalid",
      false,
      "packets belonged to no session and could not begin one: late, damaged or forged"),
  ERROR("error", false, "packets were damaged, ICMP errors mostly"),
  SEARCH_RESTART(
      "search_restart",
      false,
      "look-ups began anew because the table changed under them; nothing is lost"),
  CLASH_RESOLVE(
      "clash_resolve", false, "two equal packets made the same session at once; nothing is lost");

  private final String kernelName;
  private final boolean lossy;
  private final String meaning;

  TroubleCounter(final String kernelName, final boolean lossy, final String meaning) {
    this.kernelName = kernelName;
    this.lossy = lossy;
    this.meaning = meaning;
  }

  /** As {@code conntrack -S} prints it. */
  String kernelName() {
    return kernelName;
  }

  /** Whether packets or sessions were lost when it rose. */
  boolean isLossy() {
    return lossy;
  }

  /** What it counts, as the end of a sentence that begins with its value. */
  String meaning() {
    return meaning;
  }

  long value(final Counters counters) {
    return switch (this) {
      case DROP -> counters.drop();
      case EARLY_DROP -> counters.earlyDrop();
      case INSERT_FAILED -> counters.insertFailed();
      case CHAIN_TOO_LONG -> counters.chainTooLong();
      case INVALID -> counters.invalid();
      case ERROR -> counters.error();
      case SEARCH_RESTART -> counters.searchRestart();
      case CLASH_RESOLVE -> counters.clashResolve();
    };
  }
}
