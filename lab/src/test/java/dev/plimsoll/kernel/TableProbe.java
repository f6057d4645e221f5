package dev.plimsoll.kernel;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionEvent;
import dev.plimsoll.session.TupleView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a test asks the kernel's table after each packet: its events, a session, its size. */
public final class TableProbe implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 * 1024 * 1024;

  private static final EventSocket.Listener DEAF =
      new EventSocket.Listener() {
        @Override
        public void event(final SessionEvent event, final int namespaceId) {}

        @Override
        public void overrun() {}
      };

  private final Ctnetlink table;
  private final SessionWriter writer;
  private final EventSocket socket;
  private final NetlinkSocket updates;
  private final NetlinkRequest request = new NetlinkRequest();
  private final Collector collector = new Collector();

  private TableProbe(
      final Ctnetlink table,
      final SessionWriter writer,
      final EventSocket socket,
      final NetlinkSocket updates) {
    this.table = table;
    this.writer = writer;
    this.socket = socket;
    this.updates = updates;
  }

  /** An event of traffic, kept. */
  public record Heard(SessionEvent.Type type, Session session) {}

  public static TableProbe open(final NetworkNamespace namespace) throws IOException {
    final NetlinkSocket updates = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETFILTER));
    return new TableProbe(
        Ctnetlink.open(namespace),
        SessionWriter.open(namespace),
        EventSocket.open(namespace, BUFFER_BYTES, false, new CtnetlinkDecoder()),
        updates);
  }

  /** The events that traffic caused since the last call, in their order. */
  public List<Heard> events() throws KernelException {
    collector.heard = new ArrayList<>();
    while (socket.receive(collector)) {}
    return collector.heard;
  }

  public boolean get(final TupleView tuple, final int zone, final Session into)
      throws KernelException {
    return table.get(tuple, zone, into);
  }

  /** Gives a session another timeout, as conntrack -U does. */
  public void timeout(final TupleView tuple, final int seconds) throws KernelException {
    request.clear().begin(Ct.MSG_NEW, 0, updates.nextSequence()).netfilterHeader(tuple.family());
    TupleAttributes.put(request, Ct.TUPLE_ORIG, tuple);
    request.putNetInt(Ct.TIMEOUT, seconds);
    updates.send(request.end());
  }

  public void delete(final TupleView original) throws KernelException {
    writer.delete(original, 0);
    writer.send();
  }

  /** Empties the table. What the kernel says to it is not listened to, and may be too much. */
  public void deleteAll() throws KernelException {
    writer.deleteAll();
    while (socket.receive(DEAF)) {}
  }

  public long size() throws KernelException {
    return table.statistics().entries();
  }

  /** How many entries one namespace may have. */
  public long maximum() throws KernelException {
    return table.statistics().maximum();
  }

  public Counters counters() throws KernelException {
    return table.counters();
  }

  @Override
  public void close() {
    updates.close();
    socket.close();
    writer.close();
    table.close();
  }

  /** Keeps what traffic caused; what we caused ourselves carries a port. */
  private static final class Collector implements EventSocket.Listener {
    private List<Heard> heard = new ArrayList<>();

    @Override
    public void event(final SessionEvent event, final int namespaceId) {
      if (event.portId() == 0) {
        heard.add(new Heard(event.type(), event.session().copy()));
      }
    }

    @Override
    public void overrun() {
      throw new IllegalStateException("events of the kernel were lost");
    }
  }
}
