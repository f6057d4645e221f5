package dev.plimsoll.kernel;

import dev.plimsoll.session.Direction;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Protocol;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.TupleView;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sockets of sessions, in one namespace after the other. A session may have one at either
 * end: where it began, whose own end is the original tuple's source, and where it was taken, whose
 * own end is the source of the answers. Not thread safe.
 */
final class SocketSearch {
  private static final int[] PROTOCOLS = {Protocol.TCP, Protocol.UDP, Protocol.UDPLITE};
  private static final int NONE = -1;

  private final List<Session> sessions;
  private final WantedSockets wanted;
  private final int[] beginner;
  private final int[] taker;
  private final boolean[] searched = new boolean[256];
  private final long[] inode;
  private final long[] user;
  private final boolean[] began;
  private final boolean[] certain;
  private final Set<String> untold = new TreeSet<>();
  private int open;
  private boolean full;

  SocketSearch(final List<Session> sessions) {
    this.sessions = sessions;
    final int count = sessions.size();
    wanted = new WantedSockets(2 * count);
    beginner = new int[count];
    taker = new int[count];
    inode = new long[count];
    user = new long[count];
    began = new boolean[count];
    certain = new boolean[count];
    for (int i = 0; i < count; i++) {
      want(i, sessions.get(i));
    }
  }

  private void want(final int at, final Session session) {
    beginner[at] = NONE;
    taker[at] = NONE;
    if (hasSocket(session)) {
      final Direction direction = session.direction();
      if (direction != Direction.IN) {
        beginner[at] = wanted.want(session.original());
      }
      if (direction != Direction.OUT) {
        taker[at] = wanted.want(session.reply());
      }
      searched[session.protocol()] = true;
      open++;
    }
  }

  /** Whether sockets of the session's protocol can be found at all. */
  static boolean hasSocket(final Session session) {
    return switch (session.protocol()) {
      case Protocol.TCP, Protocol.UDP, Protocol.UDPLITE -> true;
      default -> false;
    };
  }

  /** How many sessions still have no socket. */
  int open() {
    return open;
  }

  /** The protocols whose sockets this kernel does not tell (CONFIG_INET_DIAG). */
  Set<String> untold() {
    return untold;
  }

  /** Whether there were more listening and unconnected sockets than can be kept. */
  boolean isFull() {
    return full;
  }

  /**
   * Looks among the sockets of a namespace.
   *
   * @throws IOException if the namespace is gone or cannot be entered, or the kernel refuses
   */
  void searchIn(final NetworkNamespace namespace) throws IOException {
    final BoundSockets bound = new BoundSockets();
    namespace.call(() -> {
      try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.SOCK_DIAG)) {
        for (final int protocol : PROTOCOLS) {
          if (searched[protocol]) {
            dump(socket, protocol, bound);
          }
        }
        return bound;
      }
    });
    full |= bound.isFull();
    final HostAddresses addresses = Rtnetlink.addresses(namespace);
    for (int i = 0; i < inode.length; i++) {
      if (inode[i] == 0 && (beginner[i] != NONE || taker[i] != NONE)) {
        final Session session = sessions.get(i);
        if (isFound(i, beginner[i], session.original(), bound, addresses, true)
            || isFound(i, taker[i], session.reply(), bound, addresses, false)) {
          open--;
        }
      }
    }
  }

  private void dump(final NetlinkSocket socket, final int protocol, final BoundSockets bound)
      throws KernelException {
    try {
      SocketDiag.dump(socket, protocol, found -> take(found, bound));
    } catch (final KernelException e) {
      if (!e.isNotFound() && !e.isNotSupported()) {
        throw e;
      }
      untold.add(Protocol.displayName(protocol));
    }
  }

  private void take(final FoundSocket found, final BoundSockets bound) {
    if (found.isConnected()) {
      wanted.offer(found);
    }
    // A socket of UDP may have been connected to several, one after the other.
    if ((found.isListening() || found.protocol() != Protocol.TCP)
        && wanted.wantsPort(found.localPort())) {
      bound.add(found);
    }
  }

  private boolean isFound(
      final int at,
      final int place,
      final TupleView ends,
      final BoundSockets bound,
      final HostAddresses addresses,
      final boolean byBeginner) {
    if (place == NONE) {
      return false;
    }
    if (wanted.inode(place) != 0) {
      inode[at] = wanted.inode(place);
      user[at] = wanted.user(place);
      certain[at] = true;
    } else {
      final int standing = bound.find(ends, addresses);
      if (standing < 0) {
        return false;
      }
      inode[at] = bound.inode(standing);
      user[at] = bound.user(standing);
      certain[at] = bound.isSure(standing);
    }
    began[at] = byBeginner;
    return true;
  }

  /** The inode of a session's socket, or 0. */
  long inode(final int session) {
    return inode[session];
  }

  /** Whether some session without a socket has one in another namespace, if anywhere. */
  boolean wantsOthers() {
    for (int i = 0; i < inode.length; i++) {
      if (inode[i] == 0 && beginner[i] != NONE && taker[i] != NONE) {
        return true;
      }
    }
    return false;
  }

  /** Whether the session's beginner may be a process of this host. */
  boolean mayHaveBegun(final int session) {
    return inode[session] == 0 ? beginner[session] != NONE : began[session];
  }

  /** Who opened the socket that was found. */
  long user(final int session) {
    return user[session];
  }

  /** Whether the socket that was found is the session's own, rather than one that listens. */
  boolean isCertain(final int session) {
    return certain[session];
  }

  /** Whether the socket that was found is where the session began. */
  boolean began(final int session) {
    return began[session];
  }

  /** The ends of a session as its socket has them. */
  TupleView socketEnds(final int session) {
    final Session of = sessions.get(session);
    return began[session] ? of.original() : of.reply();
  }

  /** The ends as its socket has or most likely had them; null if no socket is looked for. */
  @Nullable TupleView ends(final int session) {
    if (inode[session] != 0) {
      return socketEnds(session);
    }
    final Session of = sessions.get(session);
    return beginner[session] != NONE ? of.original() : taker[session] != NONE ? of.reply() : null;
  }
}
