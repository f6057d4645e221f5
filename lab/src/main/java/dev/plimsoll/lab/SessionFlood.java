package dev.plimsoll.lab;

import dev.plimsoll.kernel.KernelException;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SessionWriter;
import dev.plimsoll.session.Family;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Status;
import dev.plimsoll.session.TcpState;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills a table with sessions that no packet belongs to, many thousands a second: three of four are
 * TCP, in states as a busy server has them, the others UDP. Each is a function of its number, so
 * that two floods make the same sessions.
 *
 * <p>For more than a quarter of a million, open a {@link TableCeiling} around it. Not thread safe.
 */
public final class SessionFlood implements AutoCloseable {
  private static final int SEEN = Status.SEEN_REPLY;
  private static final int ASSURED = Status.SEEN_REPLY | Status.ASSURED;
  private static final int PACE_SESSIONS = 100;
  private static final long SERVER = 0xcb00_7101L; // 203.0.113.1
  private static final long CLIENTS = 0x0a00_0000L; // 10.0.0.0/8
  private static final long SERVER_IPV6 = 0x2001_0db8_0000_0001L;
  private static final long CLIENTS_IPV6 = 0x2001_0db8_0000_0002L;
  private static final int[] PORTS = {443, 80, 22, 25, 53, 8080};

  private final SessionWriter writer;
  private final Session session = new Session();
  private int ipv6Of100;
  private int timeoutSeconds = 3600;
  private long next;
  private long oldest;

  private SessionFlood(final SessionWriter writer) {
    this.writer = writer;
  }

  /**
   * Prepares to flood a namespace.
   *
   * @throws IOException if the namespace is gone
   */
  public static SessionFlood into(final NetworkNamespace namespace) throws IOException {
    return new SessionFlood(SessionWriter.open(namespace));
  }

  /** Makes so many of a hundred sessions IPv6 from now on; none if not asked for. */
  public SessionFlood ipv6Of100(final int share) {
    ipv6Of100 = share;
    return this;
  }

  /** How long sessions made from now on live: an hour, if not asked for. */
  public SessionFlood timeoutSeconds(final int seconds) {
    timeoutSeconds = seconds;
    return this;
  }

  /** Begins at the session with this number, so as not to make those again that are there. */
  public SessionFlood startAt(final long number) {
    next = number;
    oldest = number;
    return this;
  }

  /** Adds sessions as fast as it can. */
  public void add(final int count) throws KernelException {
    for (int i = 0; i < count; i++) {
      describe(next++, session);
      writer.create(session);
    }
    writer.send();
  }

  /** Adds sessions at a steady rate, or slower where the machine cannot. */
  public void add(final int count, final int perSecond) throws KernelException {
    final long start = System.nanoTime();
    int added = 0;
    while (added < count) {
      final int step = Math.min(PACE_SESSIONS, count - added);
      add(step);
      added += step;
      long ahead = start + added * 1_000_000_000L / perSecond - System.nanoTime();
      while (ahead > 0) {
        LockSupport.parkNanos(ahead);
        ahead = start + added * 1_000_000_000L / perSecond - System.nanoTime();
      }
    }
  }

  /** Deletes the oldest of those added, one by one, so that each sends its event. */
  public void delete(final int count) throws KernelException {
    for (int i = 0; i < count && oldest < next; i++) {
      describe(oldest++, session);
      writer.delete(session.original(), 0);
    }
    writer.send();
  }

  /** Empties the table with one message, whoever filled it. */
  public void deleteAll() throws KernelException {
    writer.deleteAll();
    oldest = next;
  }

  /** How many the kernel refused so far: there already, or no room. */
  public long refused() {
    return writer.refused();
  }

  /**
   * Ends the flood with an error if the kernel refused any.
   *
   * @throws KernelException the first refusal
   */
  public void requireNoRefusal() throws KernelException {
    final KernelException refusal = writer.firstRefusal();
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Writes down the session with this number. Numbers up to 2^24 × 28,000 make different ones. */
  private void describe(final long number, final Session into) {
    into.clear();
    final int protocol = number % 4 == 3 ? Protocol.UDP : Protocol.TCP;
    final int client = (int) (number % 65_521);
    final int clientPort = 32_768 + (int) (number / 65_521 % 28_000);
    final var original = into.original();
    if (number % 100 < ipv6Of100) {
      original.source(Family.IPV6, CLIENTS_IPV6, client);
      original.destination(Family.IPV6, SERVER_IPV6, 1);
    } else {
      original.source(Family.IPV4, 0, CLIENTS | client);
      original.destination(Family.IPV4, 0, SERVER);
    }
    original.protocol(protocol);
    original.sourcePort(clientPort);
    original.destinationPort(PORTS[(int) (number % PORTS.length)]);
    into.reply().setInverse(original);
    into.timeoutMillis(timeoutSeconds * 1000L);
    into.mark(0);
    if (protocol == Protocol.TCP) {
      describeTcp((int) (number / 4 % 20), into);
    } else {
      into.status(number % 8 == 3 ? 0 : SEEN);
    }
  }

  // Of twenty: ten established, four in TIME_WAIT, three unanswered, and one of each other state.
  private static void describeTcp(final int kind, final Session into) {
    final TcpState state =
        switch (kind) {
          case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> TcpState.ESTABLISHED;
          case 10, 11, 12, 13 -> TcpState.TIME_WAIT;
          case 14, 15, 16 -> TcpState.SYN_SENT;
          case 17 -> TcpState.SYN_RECV;
          case 18 -> TcpState.CLOSE_WAIT;
          default -> TcpState.LAST_ACK;
        };
    into.state(state.number());
    into.status(
        switch (state) {
          case SYN_SENT -> 0;
          case SYN_RECV -> SEEN;
          default -> ASSURED;
        });
  }

  @Override
  public void close() {
    writer.close();
  }
}
