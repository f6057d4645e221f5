package dev.plimsoll.kernel;

import dev.plimsoll.session.SessionEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The duty cycle of a {@link Mirror}: take the events that are there, then let each namespace do a
 * small part of its work, and wait only if nobody had anything to do.
 */
final class MirrorThread implements Runnable {
  private static final int IDLE_MILLIS = 50;
  private static final int BATCHES_A_TURN = 16;
  private static final int MOST_UNKNOWN_IDS = 1024;

  /** After so many errors without a finished dump a namespace is given up and opened anew. */
  private static final int MOST_FAILURES = 3;

  private final NamespaceWatch watch;
  private final @Nullable EventSocket shared;
  private final MirrorSettings settings;
  private final MirrorListener listener;
  private final EventClock clock = new EventClock();
  private final DumpBudget budget = new DumpBudget();
  private final List<Followed> followed = new ArrayList<>();
  private final LongSet unknownIds = new LongSet(MOST_UNKNOWN_IDS);
  private List<Source> sources = new ArrayList<>();
  private EventPoll poll = new EventPoll(List.of());
  private int[] ids = new int[0];
  private Followed[] byId = new Followed[0];
  private @Nullable Followed home;

  /** Who may begin a dump first: the one after the last that did, so that each has its turn. */
  private int first;

  private volatile List<MirroredTable> tables = List.of();
  private volatile boolean ended;
  private boolean synchronised;
  private @Nullable Throwable failure;

  /** A namespace that is followed, and how. */
  private static final class Followed {
    final NamespaceMirror mirror;
    final NamespaceWatch.@Nullable OwnSocket own;
    final int id;

    Followed(
        final NamespaceMirror mirror, final NamespaceWatch.@Nullable OwnSocket own, final int id) {
      this.mirror = mirror;
      this.own = own;
      this.id = id;
    }

    long inode() {
      return mirror.published().namespace().inode();
    }

    void close() {
      mirror.close();
      if (own != null) {
        own.close();
      }
    }
  }

  /** A socket, and who hears it. */
  private record Source(EventSocket socket, EventSocket.Listener ears) {}

  MirrorThread(
      final NamespaceWatch watch,
      final @Nullable EventSocket shared,
      final MirrorSettings settings,
      final MirrorListener listener) {
    this.watch = watch;
    this.shared = shared;
    this.settings = settings;
    this.listener = listener;
  }

  List<MirroredTable> tables() {
    return tables;
  }

  synchronized @Nullable Throwable failure() {
    return failure;
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public void run() {
    try {
      while (!ended) {
        turn();
      }
    } catch (final IOException | RuntimeException | Error e) {
      synchronized (this) {
        failure = e;
        notifyAll();
      }
    }
  }

  private void turn() throws IOException {
    changeNamespaces();
    final boolean caughtUp = drain();
    boolean busy = !caughtUp;
    boolean allSynchronised = !followed.isEmpty();
    boolean dumping = false;
    final int begin = first;
    final List<Followed> now = List.copyOf(followed);
    for (int i = 0; i < now.size(); i++) {
      final int at = (begin + i) % now.size();
      final NamespaceMirror mirror = now.get(at).mirror;
      busy |= work(now.get(at), caughtUp);
      allSynchronised &= mirror.isSynchronised() && mirror.hasToldAll();
      if (mirror.isDumping()) {
        dumping = true;
        first = at + 1;
      }
    }
    tellSynchronised(allSynchronised);
    if (!busy && !dumping) {
      // A dump waits for its next block by itself.
      poll.await(IDLE_MILLIS);
    }
  }

  private boolean work(final Followed each, final boolean caughtUp) {
    try {
      return each.mirror.work(caughtUp);
    } catch (final IOException e) {
      // Gone, most likely: the watch will say so. Else it is tried again.
      watch.wake();
      if (each.mirror.failures() >= MOST_FAILURES) {
        drop(each);
        route();
        watch.forget(each.inode());
        final String reason = String.valueOf(e.getMessage());
        listener.notice(new MirrorNotice.Failed(each.mirror.published(), reason));
      }
      return false;
    }
  }

  /** Takes what is there; whether that was all. */
  private boolean drain() throws IOException {
    boolean caughtUp = true;
    poll.await(0);
    for (int i = 0; i < sources.size(); i++) {
      if (poll.isReady(i)) {
        caughtUp &= drain(sources.get(i));
      }
    }
    return caughtUp;
  }

  private boolean drain(final Source source) throws IOException {
    for (int i = 0; i < BATCHES_A_TURN; i++) {
      final boolean more = source.socket.receive(source.ears);
      if (budget.isTaken()) {
        clock.advance();
      }
      if (!more) {
        return true;
      }
    }
    return false;
  }

  private void changeNamespaces() {
    NamespaceWatch.Change change = watch.poll();
    if (change == null) {
      return;
    }
    unknownIds.clear();
    final List<MirrorNotice> notices = new ArrayList<>();
    for (; change != null; change = watch.poll()) {
      switch (change) {
        case final NamespaceWatch.Joined joined ->
            notices.add(new MirrorNotice.Appeared(follow(joined)));
        case final NamespaceWatch.Left left -> {
          for (final Followed gone : having(left.inode())) {
            drop(gone);
            notices.add(
                new MirrorNotice.Vanished(gone.mirror.published(), "the namespace is gone"));
          }
        }
      }
    }
    route();
    notices.forEach(listener::notice);
  }

  private List<Followed> having(final long inode) {
    return followed.stream().filter(f -> f.inode() == inode).toList();
  }

  private MirroredTable follow(final NamespaceWatch.Joined joined) {
    final NamespaceMirror mirror =
        new NamespaceMirror(
            joined.ctnetlink().namespace(),
            new CtnetlinkTable(joined.ctnetlink()),
            joined.ctnetlink().host(),
            settings,
            clock,
            budget,
            MirrorTime.SYSTEM,
            listener);
    followed.add(new Followed(mirror, joined.own(), joined.id()));
    return mirror.published();
  }

  private void drop(final Followed gone) {
    followed.remove(gone);
    gone.close();
  }

  /** Who hears what, after namespaces came or went. */
  private void route() {
    final List<Followed> withId =
        followed.stream()
            .filter(f -> f.own == null && f.id >= 0)
            .sorted((a, b) -> Integer.compare(a.id, b.id))
            .toList();
    ids = withId.stream().mapToInt(f -> f.id).toArray();
    byId = withId.toArray(Followed[]::new);
    home = followed.stream().filter(f -> f.own == null && f.id < 0).findFirst().orElse(null);
    final List<Source> now = new ArrayList<>();
    if (shared != null) {
      now.add(new Source(shared, new SharedEars()));
    }
    for (final Followed each : followed) {
      if (each.own != null) {
        now.add(new Source(each.own.socket(), new OwnEars(each.mirror)));
      }
    }
    sources = now;
    poll = new EventPoll(now.stream().map(Source::socket).toList());
    tables = followed.stream().map(f -> f.mirror.published()).toList();
  }

  /** Hears one namespace by its own socket. */
  private final class OwnEars implements EventSocket.Listener {
    private final NamespaceMirror mirror;

    OwnEars(final NamespaceMirror mirror) {
      this.mirror = mirror;
    }

    @Override
    public void event(final SessionEvent event, final int namespaceId) {
      mirror.event(event);
    }

    @Override
    public void overrun() {
      if (mirror.overrun()) {
        listener.notice(new MirrorNotice.Overrun(List.of(mirror.published())));
      }
    }
  }

  /** Hears all namespaces that have an id. */
  private final class SharedEars implements EventSocket.Listener {
    @Override
    public void event(final SessionEvent event, final int namespaceId) {
      final Followed from;
      if (namespaceId < 0) {
        from = home;
      } else {
        final int at = Arrays.binarySearch(ids, namespaceId);
        from = at < 0 ? null : byId[at];
      }
      if (from != null) {
        from.mirror.event(event);
      } else if (!unknownIds.contains(namespaceId)) {
        // A new namespace; or one that has a socket of its own and was given an id since.
        unknownIds.add(namespaceId);
        watch.wake();
      }
    }

    @Override
    public void overrun() {
      final List<MirroredTable> news = new ArrayList<>();
      for (final Followed each : followed) {
        if (each.own == null && each.mirror.overrun()) {
          news.add(each.mirror.published());
        }
      }
      if (!news.isEmpty()) {
        listener.notice(new MirrorNotice.Overrun(news));
      }
    }
  }

  private void tellSynchronised(final boolean now) {
    if (now != synchronised) {
      synchronized (this) {
        synchronised = now;
        notifyAll();
      }
    }
  }

  synchronized boolean awaitSynchronised(final long longestNanos)
      throws IOException, InterruptedException {
    final long began = System.nanoTime();
    while (true) {
      if (failure != null) {
        throw new IOException(
            "the mirror has ended: " + Objects.requireNonNull(failure).getMessage(), failure);
      }
      if (ended) {
        throw new IOException("the mirror is closed");
      }
      if (synchronised) {
        return true;
      }
      final long leftNanos = longestNanos - (System.nanoTime() - began);
      if (leftNanos <= 0) {
        return false;
      }
      // Rounded up: a wait of 0 would be one for ever.
      wait(leftNanos / 1_000_000 + 1);
    }
  }

  /** Closes what the thread worked with, after its end. */
  void closeAll() {
    followed.forEach(Followed::close);
    followed.clear();
    if (shared != null) {
      shared.close();
    }
  }
}
