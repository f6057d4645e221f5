package dev.plimsoll.kernel;

import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.session.TupleView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The kernel's connection tracking table of one network namespace, asked through ctnetlink
 * (net/netfilter/nf_conntrack_netlink.c). Needs CAP_NET_ADMIN in the user namespace that owns the
 * network namespace. Not thread safe.
 */
public final class Ctnetlink implements AutoCloseable {
  private final NetworkNamespace namespace;
  private final NetlinkSocket socket;
  private final NetlinkAnswer answer;
  private final NetlinkRequest request = new NetlinkRequest();
  private final CtnetlinkDecoder decoder = new CtnetlinkDecoder();
  private final HostAddresses host;
  private boolean filtersRefused;
  private long lastDumpEntries;

  private Ctnetlink(
      final NetworkNamespace namespace, final NetlinkSocket socket, final HostAddresses host) {
    this.namespace = namespace;
    this.socket = socket;
    this.host = host;
    answer = new NetlinkAnswer(socket);
  }

  /**
   * Opens the table of a namespace, and reads the namespace's addresses once.
   *
   * @throws IOException if the namespace is gone, or the kernel has no netfilter netlink
   */
  public static Ctnetlink open(final NetworkNamespace namespace) throws IOException {
    final HostAddresses host = Rtnetlink.addresses(namespace);
    return new Ctnetlink(
        namespace, namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER)), host);
  }

  public NetworkNamespace namespace() {
    return namespace;
  }

  /** The namespace's addresses when the table was opened. */
  public HostAddresses host() {
    return host;
  }

  /** What was received so far and could not be made sense of, for the doctor. */
  public CtnetlinkDecoder decoder() {
    return decoder;
  }

  /**
   * Hands out the live sessions that match. As much of the filter as the kernel can compare is
   * compared there.
   *
   * @throws KernelException if the kernel refuses; what the visitor throws ends the dump too
   */
  public void dump(final SessionFilter filter, final SessionVisitor visitor) throws IOException {
    final KernelFilter pushed = filtersRefused ? KernelFilter.ALL : FilterPushdown.of(filter);
    final SessionVisitor matching =
        filter instanceof SessionFilter.All
            ? visitor
            : session -> {
              if (filter.matches(session)) {
                visitor.visit(session);
              }
            };
    lastDumpEntries = 0;
    for (final KernelFilter question : pushed.questions()) {
      try {
        read(question, matching);
      } catch (final KernelException e) {
        if (question.isAll() || !e.isNotSupported()) {
          throw e;
        }
        // An older kernel: it refused the filter before the first session. The answer is the same.
        filtersRefused = true;
        read(question.familyOnly(), matching);
      }
    }
  }

  private void read(final KernelFilter filter, final SessionVisitor visitor) throws IOException {
    read(Ct.MSG_GET, filter, visitor);
  }

  private void read(final int question, final KernelFilter filter, final SessionVisitor visitor)
      throws IOException {
    try (SessionDump dump = startDump(question, filter, new EventClock())) {
      dump.readAll(visitor);
      lastDumpEntries += dump.entries();
    }
  }

  /**
   * Hands out the live sessions and sets their counters to zero, each in one step: no packet is
   * counted in neither time.
   *
   * @param family {@link dev.plimsoll.session.Family}, or 0 for all
   */
  public void dumpAndZero(final int family, final SessionVisitor visitor) throws IOException {
    readAll(Ct.MSG_GET_AND_ZERO, family, visitor);
  }

  /**
   * Hands out the sessions that have ended and stay only because a listener who must hear of it
   * (NETLINK_BROADCAST_ERROR) could not take the event yet.
   */
  public void dumpDying(final SessionVisitor visitor) throws IOException {
    readAll(Ct.MSG_GET_DYING, 0, visitor);
  }

  /**
   * Hands out the sessions whose first packet is still on its way through the host. Kernels of
   * today keep no list of them and tell of none.
   */
  public void dumpUnconfirmed(final SessionVisitor visitor) throws IOException {
    readAll(Ct.MSG_GET_UNCONFIRMED, 0, visitor);
  }

  private void readAll(final int question, final int family, final SessionVisitor visitor)
      throws IOException {
    lastDumpEntries = 0;
    read(question, KernelFilter.ALL.withFamily(family), visitor);
  }

  /**
   * How many entries the kernel sent in the last {@link #dump}: more than matched where it could
   * not compare a part of the filter.
   */
  public long lastDumpEntries() {
    return lastDumpEntries;
  }

  /** Begins a dump on a socket of its own, so that this one stays free for questions. */
  SessionDump startDump(final KernelFilter filter) throws IOException {
    return startDump(filter, new EventClock());
  }

  /** The same, beside events: each block notes the clock before the kernel makes it. */
  SessionDump startDump(final KernelFilter filter, final EventClock clock) throws IOException {
    return startDump(Ct.MSG_GET, filter, clock);
  }

  private SessionDump startDump(
      final int question, final KernelFilter filter, final EventClock clock) throws IOException {
    final NetlinkSocket own = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER));
    try {
      final int sequence = own.nextSequence();
      request
          .clear()
          .begin(question, NetlinkRequest.FLAG_DUMP, sequence)
          .netfilterHeader(filter.family());
      filter.appendTo(request);
      request.end();
      return new SessionDump(own, request, sequence, decoder, namespace.name(), host, clock);
    } catch (final Throwable e) {
      own.close();
      throw e;
    }
  }

  /**
   * Looks one session up, by its original or its reply tuple.
   *
   * @param zone 0 to 65,535
   * @return whether it lives; if so it stands in {@code into}
   * @throws KernelException if the kernel refuses, or its answer holds no session
   */
  public boolean get(final TupleView tuple, final int zone, final Session into)
      throws KernelException {
    final int sequence = socket.nextSequence();
    request.clear().begin(Ct.MSG_GET, 0, sequence).netfilterHeader(tuple.family());
    TupleAttributes.put(request, Ct.TUPLE_ORIG, tuple);
    if (zone != 0) {
      request.putNetShort(Ct.ZONE, zone);
    }
    socket.send(request.end());
    final boolean[] whole = {false};
    try {
      answer.readOne(
          "look a session up",
          sequence,
          m -> whole[0] = decoder.decode(m.bytes(), m.payload(), m.end(), into));
      if (!whole[0]) {
        throw new KernelException("look a session up", Errno.EBADMSG);
      }
      into.namespace(namespace.name());
      into.host(host);
      into.observedNanos(System.currentTimeMillis() * 1_000_000);
      return true;
    } catch (final KernelException e) {
      if (e.isNotFound()) {
        return false;
      }
      throw e;
    }
  }

  /** The number of entries and the maximum: one small question, whatever the table's size. */
  public TableStatistics statistics() throws KernelException {
    final int sequence = socket.nextSequence();
    socket.send(request.clear().begin(Ct.MSG_GET_STATS, 0, sequence).netfilterHeader(0).end());
    final long[] found = new long[3];
    answer.readOne("read the kernel's count of sessions", sequence, m -> collect(m, found));
    // Kernels before 4.18 do not send the maximum; what is not sent counts as 0 here.
    return new TableStatistics(
        found[1], found[2] != 0 ? found[2] : ConntrackSettings.read(namespace).maximum().orElse(0));
  }

  /** The counters of all CPUs, summed. */
  public Counters counters() throws KernelException {
    final long[] sum = new long[16];
    readCounters(m -> collect(m, sum));
    return new Counters(
        sum[2], sum[4], sum[8], sum[9], sum[10], sum[11], sum[12], sum[13], sum[14], sum[15]);
  }

  /** The counters of each CPU that the host may have, by name. */
  public List<CpuCounters> countersOfEachCpu() throws KernelException {
    final List<CpuCounters> all = new ArrayList<>();
    readCounters(m -> all.add(CpuCounters.ofSessions(m)));
    return all;
  }

  private void readCounters(final Consumer<NetlinkMessages> part) throws KernelException {
    final int sequence = socket.nextSequence();
    request.clear().begin(Ct.MSG_GET_STATS_CPU, NetlinkRequest.FLAG_DUMP, sequence);
    socket.send(request.netfilterHeader(0).end());
    answer.readDump("read the kernel's counters", sequence, part);
  }

  /**
   * Empties the table: at once, with one message. It also takes what the caller never saw.
   *
   * @param family {@link dev.plimsoll.session.Family}, or 0 for all; the kernel heeds it
   */
  public void flush(final int family) throws KernelException {
    final int sequence = socket.nextSequence();
    request
        .clear()
        .begin(Ct.MSG_DELETE, NetlinkRequest.FLAG_ACK, sequence)
        .netfilterHeader(family, 1);
    socket.send(request.end());
    answer.readOne("empty the kernel's table of sessions", sequence, m -> {});
  }

  private static void collect(final NetlinkMessages message, final long[] sums) {
    final NetlinkAttributes attributes = new NetlinkAttributes(message, 4);
    while (attributes.next()) {
      if (attributes.size() == 4 && attributes.type() < sums.length) {
        sums[attributes.type()] +=
            NetlinkBytes.netInt(message.bytes(), attributes.payload()) & 0xffff_ffffL;
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
