package dev.plimsoll.kernel;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleView;
import java.io.IOException;

/** The kernel's real table, for the mirror. */
final class CtnetlinkTable implements KernelTable {
  private final Ctnetlink ctnetlink;

  CtnetlinkTable(final Ctnetlink ctnetlink) {
    this.ctnetlink = ctnetlink;
  }

  @Override
  public boolean get(final TupleView tuple, final int zone, final Session into) throws IOException {
    return ctnetlink.get(tuple, zone, into);
  }

  @Override
  public long entries() throws IOException {
    return ctnetlink.statistics().entries();
  }

  @Override
  public long buckets() {
    return ConntrackSettings.bucketsNow();
  }

  @Override
  public Dump startDump(final EventClock clock) throws IOException {
    return ctnetlink.startDump(KernelFilter.ALL, clock);
  }

  @Override
  public HostAddresses addresses() throws IOException {
    return Rtnetlink.addresses(ctnetlink.namespace());
  }

  @Override
  public void close() {
    ctnetlink.close();
  }
}
