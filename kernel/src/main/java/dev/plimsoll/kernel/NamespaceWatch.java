package dev.plimsoll.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which namespaces come and go, and opens what is needed to follow each, on a thread of
 * its own: looking through /proc takes a while on a machine with many processes.
 *
 * <p>Our sockets keep a namespace alive whose name and processes are gone. So nobody finds it any
 * more, it is told as left, and with our sockets it ends. Its inode is not given to another one
 * before.
 */
final class NamespaceWatch implements AutoCloseable {
  private static final long LEAST_BETWEEN_MILLIS = 200;

  private final Finder finder;
  private final boolean shared;
  private final long scanMillis;
  private final BufferShare buffers;
  private final Map<Long, NetworkNamespace> known = new LinkedHashMap<>();
  private final Set<Long> forgotten = ConcurrentHashMap.newKeySet();
  private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Semaphore wakes = new Semaphore(0);

  /** Lists the namespaces that are to be followed and there. */
  interface Finder {
    List<NetworkNamespace> find() throws IOException;
  }

  /** What happened. */
  sealed interface Change {}

  /**
   * A namespace to be followed.
   *
   * @param own its own socket for events, or null if they come by the shared one
   * @param id the id that the shared socket tells it by, or -1 for the socket's own namespace
   */
  record Joined(Ctnetlink ctnetlink, @Nullable OwnSocket own, int id) implements Change {}

  /** A socket for the events of one namespace; when it is closed, others may have its buffer. */
  record OwnSocket(EventSocket socket, int lentBytes, BufferShare lender) implements AutoCloseable {
    @Override
    public void close() {
      socket.close();
      lender.giveBack(lentBytes);
    }
  }

  /** A namespace that is not there any more. */
  record Left(long inode) implements Change {}

  /**
   * Prepares a watch.
   *
   * @param shared whether a socket hears all namespaces that have an id
   */
  NamespaceWatch(
      final Finder finder, final boolean shared, final long scanMillis, final BufferShare buffers) {
    this.finder = finder;
    this.shared = shared;
    this.scanMillis = scanMillis;
    this.buffers = buffers;
    thread = Thread.ofPlatform().name("plimsoll-namespaces").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** The next change that nobody took yet, or null. */
  @Nullable Change poll() {
    return changes.poll();
  }

  /** The receive buffers of the sockets that were opened and that nobody took yet, in bytes. */
  long waitingBufferBytes() {
    return changes.stream()
        .mapToLong(change ->
            change instanceof Joined(_, OwnSocket(final var socket, _, _), _)
                ? socket.bufferBytes()
                : 0)
        .sum();
  }

  /** Asks to look again soon. Any thread. */
  void wake() {
    wakes.release();
  }

  /** What was opened for this namespace is closed: if it is still there, it joins again. */
  void forget(final long inode) {
    forgotten.add(inode);
  }

  /**
   * Looks once. Before {@link #start} by the caller's thread, afterwards by the watch's.
   *
   * @param required how many namespaces have to be followed afterwards
   * @throws IOException if they are fewer: why the first of the others cannot be
   */
  void scan(final int required) throws IOException {
    final List<NetworkNamespace> found = finder.find();
    final Map<Long, NetworkNamespace> gone = new LinkedHashMap<>(known);
    final List<NetworkNamespace> news = new ArrayList<>();
    for (final NetworkNamespace namespace : found) {
      final boolean lost = forgotten.remove(namespace.inode());
      // Under another name or process it is the same, but is entered by another way.
      if (!lost && namespace.equals(known.get(namespace.inode()))) {
        gone.remove(namespace.inode());
      } else {
        news.add(namespace);
      }
    }
    for (final long inode : gone.keySet()) {
      known.remove(inode);
      changes.add(new Left(inode));
    }
    @Nullable IOException failure = null;
    for (final NetworkNamespace namespace : news) {
      try {
        changes.add(open(namespace));
        known.put(namespace.inode(), namespace);
      } catch (final IOException e) {
        // Gone already, or not ours to enter: the next scan tries again.
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null && known.size() < required) {
      throw failure;
    }
  }

  private Joined open(final NetworkNamespace namespace) throws IOException {
    @Nullable OwnSocket own = null;
    int id = -1;
    if (shared && namespace.name() != null) {
      final OptionalInt known = Rtnetlink.idOf(namespace);
      if (known.isPresent()) {
        id = known.getAsInt();
      } else {
        own = openEvents(namespace);
      }
    } else if (!shared) {
      own = openEvents(namespace);
    }
    try {
      return new Joined(Ctnetlink.open(namespace), own, id);
    } catch (final IOException e) {
      if (own != null) {
        own.close();
      }
      throw e;
    }
  }

  private OwnSocket openEvents(final NetworkNamespace namespace) throws IOException {
    final int bytes = buffers.next();
    try {
      return new OwnSocket(
          EventSocket.open(namespace, bytes, false, new CtnetlinkDecoder()), bytes, buffers);
    } catch (final IOException e) {
      buffers.giveBack(bytes);
      throw e;
    }
  }

  private void run() {
    try {
      while (pause()) {
        try {
          scan(0);
        } catch (final IOException e) {
          // /proc or /run/netns could not be listed just now: the next scan tries again.
        }
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the next scan's time, or for a wake-up; false at the end. */
  private boolean pause() throws InterruptedException {
    if (closing.await(LEAST_BETWEEN_MILLIS, TimeUnit.MILLISECONDS)) {
      return false;
    }
    wakes.tryAcquire(scanMillis, TimeUnit.MILLISECONDS);
    wakes.drainPermits();
    return closing.getCount() > 0;
  }

  /** Ends the thread, and closes what was opened and not taken. */
  @Override
  public void close() {
    closing.countDown();
    wakes.release();
    ThreadEnd.await(thread);
    for (Change change = poll(); change != null; change = poll()) {
      if (change instanceof final Joined joined) {
        joined.ctnetlink().close();
        if (joined.own() != null) {
          joined.own().close();
        }
      }
    }
  }
}
