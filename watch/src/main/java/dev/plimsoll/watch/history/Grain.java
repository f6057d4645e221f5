package dev.plimsoll.watch.history;

/** How fine rows of counts are: each sample, or all of a minute or an hour in one row. */
enum Grain {
  SAMPLE("sample", 1),
  MINUTE("minute", 60_000),
  HOUR("hour", 3_600_000);

  private final String table;
  private final long millis;

  Grain(final String table, final long millis) {
    this.table = table;
    this.millis = millis;
  }

  String table() {
    return table;
  }

  long millis() {
    return millis;
  }

  /** The beginning of the row that a moment falls into. */
  long start(final long timeMillis) {
    return timeMillis - Math.floorMod(timeMillis, millis);
  }
}
