package dev.plimsoll.session;

/** A tuple that is filled anew for each session: part of a {@link Session}. Not thread safe. */
public final class TupleBuffer implements TupleView {
  private int family;
  private int protocol;
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int sourcePort;
  private int destinationPort;

  @Override
  public int family() {
    return family;
  }

  @Override
  public int protocol() {
    return protocol;
  }

  @Override
  public long sourceHigh() {
    return sourceHigh;
  }

  @Override
  public long sourceLow() {
    return sourceLow;
  }

  @Override
  public long destinationHigh() {
    return destinationHigh;
  }

  @Override
  public long destinationLow() {
    return destinationLow;
  }

  @Override
  public int sourcePort() {
    return sourcePort;
  }

  @Override
  public int destinationPort() {
    return destinationPort;
  }

  public void protocol(final int number) {
    protocol = number;
  }

  public void source(final int addressFamily, final long high, final long low) {
    family = addressFamily;
    sourceHigh = high;
    sourceLow = low;
  }

  public void destination(final int addressFamily, final long high, final long low) {
    family = addressFamily;
    destinationHigh = high;
    destinationLow = low;
  }

  public void sourcePort(final int port) {
    sourcePort = port;
  }

  public void destinationPort(final int port) {
    destinationPort = port;
  }

  public void icmpId(final int id) {
    sourcePort = id;
  }

  public void icmpType(final int type) {
    destinationPort = type << 8 | destinationPort & 0xff;
  }

  public void icmpCode(final int code) {
    destinationPort = destinationPort & 0xff00 | code;
  }

  public void clear() {
    family = 0;
    protocol = 0;
    sourceHigh = 0;
    sourceLow = 0;
    destinationHigh = 0;
    destinationLow = 0;
    sourcePort = 0;
    destinationPort = 0;
  }

  public void set(final TupleView from) {
    family = from.family();
    protocol = from.protocol();
    sourceHigh = from.sourceHigh();
    sourceLow = from.sourceLow();
    destinationHigh = from.destinationHigh();
    destinationLow = from.destinationLow();
    sourcePort = from.sourcePort();
    destinationPort = from.destinationPort();
  }

  /** Makes this the answer to the other, without NAT (nf_ct_invert_tuple). */
  public void setInverse(final TupleView from) {
    set(from);
    sourceHigh = from.destinationHigh();
    sourceLow = from.destinationLow();
    destinationHigh = from.sourceHigh();
    destinationLow = from.sourceLow();
    if (Protocol.isIcmp(protocol)) {
      icmpType(IcmpTypes.inverse(protocol, from.icmpType()) & 0xff);
    } else {
      sourcePort = from.destinationPort();
      destinationPort = from.sourcePort();
    }
  }

  @Override
  public String toString() {
    return Tuple.copyOf(this).toString();
  }
}
