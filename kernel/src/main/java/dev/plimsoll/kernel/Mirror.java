package dev.plimsoll.kernel;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows the kernel's tables of one, some or all network namespaces: {@link SessionTable}s that
 * stay equal to the kernel's, by events, with dumps where events do not reach. From the first dump
 * on a look at a table costs the kernel nothing.
 *
 * <p>An overrun of the socket's buffer, where the kernel drops events, is told to the listener,
 * counted, and mended by a dump as soon as the storm is over; then the listener is told what it
 * missed ({@link MirrorListener}). Counters come with dumps and with destroy events only, so they
 * are as old as the last dump. {@link NamespaceMirror} and {@link TableFollower} tell how a table
 * is kept right.
 *
 * <p>One thread, "plimsoll-mirror", writes all tables and calls the listener; any thread may read
 * them. Needs CAP_NET_ADMIN, for other namespaces CAP_SYS_ADMIN; without CAP_NET_BROADCAST each
 * namespace is heard by a socket of its own.
 */
public final class Mirror implements AutoCloseable {

  /** How many namespaces without an id are expected: each has a buffer of this part of half. */
  private static final int EXPECTED_OWN_SOCKETS = 16;

  private final NamespaceWatch watch;
  private final MirrorThread work;
  private final Thread thread;
  private final int bufferBytes;

  private Mirror(
      final NamespaceWatch watch,
      final @Nullable EventSocket shared,
      final MirrorSettings settings,
      final MirrorListener listener) {
    this.watch = watch;
    work = new MirrorThread(watch, shared, settings, listener);
    thread = Thread.ofPlatform().name("plimsoll-mirror").daemon().unstarted(work);
    final long granted = watch.waitingBufferBytes() + (shared == null ? 0 : shared.bufferBytes());
    bufferBytes = (int) Math.min(Integer.MAX_VALUE, granted);
  }

  /**
   * Subscribes to the events of those of the given namespaces that are there. One that vanishes is
   * dropped; one that appears, or comes back under its name, is followed from then on.
   *
   * @throws IOException if none of them is there, or the kernel refuses
   */
  public static Mirror open(
      final List<NetworkNamespace> namespaces,
      final MirrorSettings settings,
      final MirrorListener listener)
      throws IOException {
    final NamespaceWatch.Finder finder = finder(namespaces);
    final int count = finder.find().size();
    if (count == 0) {
      throw new IOException(
          namespaces.stream()
              .map(NetworkNamespace::displayName)
              .collect(Collectors.joining(", ", "not there: ", "")));
    }
    return open(finder, null, count, namespaces.size(), settings, listener);
  }

  /** Finds those of the given namespaces that are there; each once, by the first of its names. */
  static NamespaceWatch.Finder finder(final List<NetworkNamespace> namespaces) {
    final List<NetworkNamespace> wanted = List.copyOf(namespaces);
    return () -> {
      final Map<Long, NetworkNamespace> found = new LinkedHashMap<>();
      for (final NetworkNamespace namespace : wanted) {
        try {
          final NetworkNamespace now = NetworkNamespace.at(namespace.name(), namespace.path());
          found.putIfAbsent(now.inode(), now);
        } catch (final IOException e) {
          // It is gone.
        }
      }
      return List.copyOf(found.values());
    };
  }

  /**
   * Subscribes to the events of all namespaces that can be found, now and later. Those that have an
   * id here are heard by one socket.
   *
   * @throws IOException if none can be followed
   */
  public static Mirror openAll(final MirrorSettings settings, final MirrorListener listener)
      throws IOException {
    final MirrorSettings half =
        settings.withBufferBytes(Math.max(4096, settings.bufferBytes() / 2));
    final EventSocket shared = openShared(half.bufferBytes());
    return open(NetworkNamespaces::all, shared, 1, EXPECTED_OWN_SOCKETS, half, listener);
  }

  private static @Nullable EventSocket openShared(final int bufferBytes) throws IOException {
    try {
      return EventSocket.open(NetworkNamespace.own(), bufferBytes, true, new CtnetlinkDecoder());
    } catch (final KernelException e) {
      if (e.isMissingRight()) {
        return null;
      }
      throw e;
    }
  }

  private static Mirror open(
      final NamespaceWatch.Finder finder,
      final @Nullable EventSocket shared,
      final int required,
      final int expectedSockets,
      final MirrorSettings settings,
      final MirrorListener listener)
      throws IOException {
    final NamespaceWatch watch =
        new NamespaceWatch(
            finder,
            shared != null,
            settings.scanMillis(),
            new BufferShare(settings.bufferBytes(), expectedSockets));
    try {
      watch.scan(required);
      return new Mirror(watch, shared, settings, listener);
    } catch (final IOException e) {
      watch.close();
      if (shared != null) {
        shared.close();
      }
      throw e;
    }
  }

  /**
   * Begins to follow. Events since {@code open} were kept by the kernel as far as buffers reach.
   */
  public Mirror start() {
    thread.start();
    watch.start();
    return this;
  }

  /**
   * The receive buffers that the kernel granted when the mirror was opened, all together, in bytes
   * with its overhead. Without the right to more it grants net.core.rmem_max a socket, doubled.
   */
  public int bufferBytes() {
    return bufferBytes;
  }

  /** The tables now, in the order in which their namespaces appeared. Any thread. */
  public List<MirroredTable> tables() {
    return work.tables();
  }

  /**
   * Waits until there is a table, and every table equals the kernel's, as {@link
   * MirrorStatistics#synchronised} has it, and the listener was told what it missed.
   *
   * @return false if it takes longer
   * @throws IOException if the mirror is closed, or has failed; what went wrong is its cause
   */
  public boolean awaitSynchronised(final Duration longest)
      throws IOException, InterruptedException {
    return work.awaitSynchronised(TimeUnit.NANOSECONDS.convert(longest));
  }

  /** Why the mirror has ended by itself, or null if it has not. */
  public @Nullable Throwable failure() {
    return work.failure();
  }

  /** Ends the mirror, within a tenth of a second or so, and closes its sockets. */
  @Override
  public void close() {
    work.end();
    ThreadEnd.await(thread);
    watch.close();
    work.closeAll();
  }
}
