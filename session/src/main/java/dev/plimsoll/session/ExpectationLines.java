package dev.plimsoll.session;

/**
 * The line of conntrack(8) for an expectation.
 *
 * @param withTime with the time in front
 */
record ExpectationLines(boolean withTime) implements ExpectationFormat {
  @Override
  public void write(final Expectation expectation, final long timeNanos, final LineBuffer line) {
    putTime(timeNanos, line);
    put(expectation, line);
  }

  @Override
  public void write(
      final SessionEvent.Type type,
      final Expectation expectation,
      final long timeNanos,
      final LineBuffer line) {
    putTime(timeNanos, line);
    KernelWords.putTag(type, line);
    put(expectation, line);
  }

  private void putTime(final long nanos, final LineBuffer line) {
    if (withTime) {
      KernelWords.putReceiveTime(nanos, line);
    }
  }

  private static void put(final Expectation expectation, final LineBuffer line) {
    final Tuple tuple = expectation.tuple();
    line.put(expectation.timeoutSeconds() & 0xffff_ffffL);
    line.put(" proto=").put(tuple.protocol());
    putTuple(" src=", " dst=", tuple, tuple.protocol(), line);
    putTuple(" mask-src=", " mask-dst=", expectation.mask(), tuple.protocol(), line);
    final Tuple master = expectation.master();
    putTuple(" master-src=", " master-dst=", master, master.protocol(), line);
    if (expectation.zone() != 0) {
      line.put(" zone=").put(expectation.zone());
    }
    putFlags(expectation.flags(), line);
    line.put(" class=").put(expectation.expectClass() & 0xffff_ffffL);
    if (expectation.helper() != null) {
      line.put(" helper=").put(expectation.helper());
    }
    line.put('\n');
  }

  private static void putTuple(
      final String source,
      final String destination,
      final Tuple tuple,
      final int protocol,
      final LineBuffer line) {
    final int family = tuple.family();
    line.put(source).putAddress(family, tuple.sourceHigh(), tuple.sourceLow());
    line.put(destination).putAddress(family, tuple.destinationHigh(), tuple.destinationLow());
    KernelWords.putTransport(tuple, protocol, line);
  }

  private static void putFlags(final int flags, final LineBuffer line) {
    char separator = ' ';
    if ((flags & Expectation.PERMANENT) != 0) {
      line.put(separator).put("PERMANENT");
      separator = ',';
    }
    if ((flags & Expectation.INACTIVE) != 0) {
      line.put(separator).put("INACTIVE");
      separator = ',';
    }
    if ((flags & Expectation.USERSPACE) != 0) {
      line.put(separator).put("USERSPACE");
    }
  }
}
