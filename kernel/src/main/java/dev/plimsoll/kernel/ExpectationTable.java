package dev.plimsoll.kernel;

import dev.plimsoll.session.Expectation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that the kernel expects in one network namespace, because a helper read of them in
 * another session's payload (ctnetlink_get_expect and its neighbours,
 * net/netfilter/nf_conntrack_netlink.c). Needs CAP_NET_ADMIN. Not thread safe.
 *
 * <p>Every method throws a {@link KernelException} where the kernel refuses.
 */
public final class ExpectationTable implements AutoCloseable {
  private final NetlinkSocket socket;
  private final NetlinkAnswer answer;
  private final NetlinkRequest request = new NetlinkRequest();
  private final ExpectationDecoder decoder = new ExpectationDecoder();

  private ExpectationTable(final NetlinkSocket socket) {
    this.socket = socket;
    answer = new NetlinkAnswer(socket);
  }

  /**
   * Opens the table of a namespace.
   *
   * @throws IOException if the namespace is gone, or the kernel has no netfilter netlink
   */
  public static ExpectationTable open(final NetworkNamespace namespace) throws IOException {
    return new ExpectationTable(namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER)));
  }

  /**
   * Hands out what is expected.
   *
   * @param family {@link dev.plimsoll.session.Family}, or 0 for all
   */
  public void dump(final int family, final Consumer<Expectation> visitor) throws KernelException {
    final int sequence = begin(Ct.MSG_EXPECT_GET, NetlinkRequest.FLAG_DUMP, family);
    socket.send(request.end());
    answer.readDump("read the expectations", sequence, message -> hand(message, visitor));
  }

  /**
   * How many there are.
   *
   * @param family {@link dev.plimsoll.session.Family}, or 0 for all
   */
  public long count(final int family) throws KernelException {
    final long[] count = {0};
    dump(family, expectation -> count[0]++);
    return count[0];
  }

  /**
   * Looks one up.
   *
   * @param wish its tuple and zone
   * @return null if nothing of the kind is expected
   */
  public @Nullable Expectation get(final ExpectationWish wish) throws KernelException {
    final int sequence = begin(Ct.MSG_EXPECT_GET, 0, wish.tuple().family());
    putName(wish);
    socket.send(request.end());
    final List<Expectation> found = new ArrayList<>();
    try {
      answer.readOne("look an expectation up", sequence, message -> hand(message, found::add));
    } catch (final KernelException e) {
      if (e.isNotFound()) {
        return null;
      }
      throw e;
    }
    if (found.isEmpty()) {
      throw new KernelException("look an expectation up", Errno.EBADMSG);
    }
    return found.getFirst();
  }

  /**
   * Makes the kernel expect a session. The kernel refuses it if its master is not there (ENOENT) or
   * has no helper (EOPNOTSUPP), and if the same is expected already (EEXIST).
   *
   * @param wish with mask and master
   */
  public void create(final ExpectationWish wish) throws KernelException {
    final int sequence =
        begin(
            Ct.MSG_EXPECT_NEW,
            NetlinkRequest.FLAG_CREATE | NetlinkRequest.FLAG_EXCLUSIVE | NetlinkRequest.FLAG_ACK,
            wish.tuple().family());
    if (wish.master() != null) {
      TupleAttributes.put(request, Ct.EXPECT_MASTER, wish.master());
    }
    putName(wish);
    if (wish.mask() != null) {
      TupleAttributes.put(request, Ct.EXPECT_MASK, wish.mask());
    }
    if (wish.timeoutSeconds() >= 0) {
      request.putNetInt(Ct.EXPECT_TIMEOUT, (int) wish.timeoutSeconds());
    }
    if (wish.flags() != 0) {
      request.putNetInt(Ct.EXPECT_FLAGS, wish.flags());
    }
    if (wish.helper() != null) {
      request.putString(Ct.EXPECT_HELP_NAME, wish.helper());
    }
    perform("make an expectation", sequence);
  }

  /**
   * Deletes one.
   *
   * @param wish its tuple and zone
   */
  public void delete(final ExpectationWish wish) throws KernelException {
    final int sequence =
        begin(Ct.MSG_EXPECT_DELETE, NetlinkRequest.FLAG_ACK, wish.tuple().family());
    putName(wish);
    perform("delete an expectation", sequence);
  }

  /** Deletes all. */
  public void flush() throws KernelException {
    final int sequence = begin(Ct.MSG_EXPECT_DELETE, NetlinkRequest.FLAG_ACK, 0);
    perform("delete all expectations", sequence);
  }

  /** The counters of each CPU that the host may have, by name. */
  public List<CpuCounters> countersOfEachCpu() throws KernelException {
    final int sequence = begin(Ct.MSG_EXPECT_GET_STATS_CPU, NetlinkRequest.FLAG_DUMP, 0);
    socket.send(request.end());
    final List<CpuCounters> all = new ArrayList<>();
    answer.readDump(
        "read the counters of expectations",
        sequence,
        message -> all.add(CpuCounters.ofExpectations(message)));
    return all;
  }

  private int begin(final int type, final int flags, final int family) {
    final int sequence = socket.nextSequence();
    request.clear().begin(type, flags, sequence).netfilterHeader(family);
    return sequence;
  }

  private void putName(final ExpectationWish wish) {
    TupleAttributes.put(request, Ct.EXPECT_TUPLE, wish.tuple());
    if (wish.zone() != 0) {
      request.putNetShort(Ct.EXPECT_ZONE, wish.zone());
    }
  }

  private void perform(final String wanted, final int sequence) throws KernelException {
    socket.send(request.end());
    answer.readOne(wanted, sequence, acknowledgement -> {});
  }

  private void hand(final NetlinkMessages message, final Consumer<Expectation> to) {
    final Expectation expectation = decoder.decode(message);
    if (expectation != null) {
      to.accept(expectation);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
