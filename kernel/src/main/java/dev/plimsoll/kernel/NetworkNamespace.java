package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace (network_namespaces(7)): its name for people, and the file that stands for
 * it.
 *
 * @param name the name given to it by ip-netns(8), or {@code pid:N} for the namespace of a process,
 *     or null for the one that Plimsoll runs in
 * @param path the file to enter it by, such as {@code /run/netns/web}
 * @param inode what tells it apart from all others while it lives
 */
public record NetworkNamespace(@Nullable String name, Path path, long inode) {
  private static final int CLONE_NEWNET = 0x4000_0000;
  private static final Path OWN = Path.of("/proc/self/ns/net");
  private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

  public NetworkNamespace {
    Objects.requireNonNull(path);
  }

  /** The namespace that this process runs in. */
  public static NetworkNamespace own() throws IOException {
    return at(null, OWN);
  }

  /**
   * The namespace that a file stands for.
   *
   * @throws IOException if the file is not there or may not be looked at
   */
  public static NetworkNamespace at(final @Nullable String name, final Path path)
      throws IOException {
    return new NetworkNamespace(name, path, (Long) Files.getAttribute(path, "unix:ino"));
  }

  /** The name, or {@code this host} for the namespace that Plimsoll runs in. */
  public String displayName() {
    return name == null ? "this host" : name;
  }

  /**
   * Does something inside the namespace: opens a socket, reads /proc. It runs on a platform thread
   * of its own that enters the namespace and ends afterwards, so no other work is ever done in the
   * wrong place. In /proc, look at {@code /proc/thread-self}, not {@code /proc/self}.
   *
   * @throws IOException what the task threw, or why the namespace cannot be entered; {@link
   *     KernelException#isNotFound()} also if its path leads to another namespace by now
   */
  public <T> T call(final Callable<T> task) throws IOException {
    if (name == null) {
      return run(task);
    }
    final var visit = new Visit<>(this, task);
    final Thread thread =
        Thread.ofPlatform().name("plimsoll-netns-" + name).daemon().unstarted(visit);
    thread.start();
    ThreadEnd.await(thread);
    return visit.result();
  }

  private void enter() throws IOException {
    try (FileDescriptor file = FileDescriptor.open(path.toString())) {
      final long result = Syscall.call(Syscall.SETNS, file.number(), CLONE_NEWNET, 0);
      if (result < 0) {
        throw new KernelException("enter network namespace " + name, (int) -result);
      }
      // A path outlives its namespace: a new process may have got the number of one that ended.
      if (at(name, OF_THREAD).inode != inode) {
        throw new KernelException("enter network namespace " + name, Errno.ENOENT);
      }
    }
  }

  private static <T> T run(final Callable<T> task) throws IOException {
    try {
      return task.call();
    } catch (final IOException | RuntimeException e) {
      throw e;
    } catch (final Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** One task in another namespace. The thread's end makes its outcome visible. */
  private static final class Visit<T> implements Runnable {
    private final NetworkNamespace namespace;
    private final Callable<T> task;
    private @Nullable Object result;
    private @Nullable Throwable failure;

    Visit(final NetworkNamespace namespace, final Callable<T> task) {
      this.namespace = namespace;
      this.task = task;
    }

    @Override
    public void run() {
      try {
        namespace.enter();
        result = NetworkNamespace.run(task);
      } catch (final IOException | RuntimeException | Error e) {
        failure = e;
      }
    }

    @SuppressWarnings("unchecked") // it came out of the task
    T result() throws IOException {
      switch (failure) {
        case null -> {
          return (T) Objects.requireNonNull(result);
        }
        case final IOException e -> throw e;
        case final RuntimeException e -> throw e;
        case final Error e -> throw e;
        default -> throw new AssertionError(failure);
      }
    }
  }
}
