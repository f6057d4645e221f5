package dev.plimsoll.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a compromised server does: a program with a name of random letters, whose file was deleted
 * when it had started, knocks at one port of host after host. Each knock is a real SYN to an
 * address that never answers, so each leaves a session in SYN_SENT behind. One thread.
 */
public final class HostScan implements AutoCloseable {
  private static final Path SHELL = Path.of("/bin/bash");
  private static final String NAME = "xqzvkjwp";
  private static final int HOSTS = 0xfffe;
  private static final long START_NANOS = 5_000_000_000L;
  private static final long LOOK_NANOS = 5_000_000L;
  private static final long END_SECONDS = 5;

  // A knock is given up before the kernel repeats its SYN, so that the session ages from there. The
  // pause is a wait for words that never come: when this program ends, so does the other.
  private static final String SCRIPT =
      """
      port=$1 net=$2 rate=$3 n=$4
      trap 'kill -KILL $(jobs -p) 2>/dev/null' EXIT
      while :; do
        (exec 3<>/dev/tcp/$net.$((n / 256)).$((n % 256))/$port) 2>/dev/null &
        knocks[n]=$!
        old=$((n - rate * 9 / 10))
        [ -n "${knocks[old > 0 ? old : 0]}" ] && kill -KILL ${knocks[old]} 2>/dev/null && unset "knocks[old]"
        n=$((n % HOSTS + 1))
        read -r -t $PAUSE
        [ $? -gt 128 ] || exit
      done
      """;

  private final ServerAndWorld network;
  private final int port;
  private int next = 1;
  private @Nullable Process program;
  private @Nullable IOException failure;
  private int perSecond;
  private long sinceNanos;

  /** A scan that has not begun. */
  public HostScan(final ServerAndWorld network, final int port) {
    this.network = network;
    this.port = port;
  }

  /** At how many hosts it knocks a second, from now on; 0 for none. */
  public void perSecond(final int hosts) {
    close();
    perSecond = hosts;
    try {
      if (hosts > 0) {
        start(hosts);
      }
    } catch (final IOException e) {
      failure = e;
    }
  }

  private void start(final int hosts) throws IOException {
    final Path folder = Files.createTempDirectory("plimsoll-demo-");
    final Path copy = Files.copy(SHELL, folder.resolve(NAME));
    try {
      final String net = ServerAndWorld.NOWHERE.replaceFirst("\\.0\\.0$", "");
      final Process started =
          new ProcessBuilder(
                  "ip",
                  "netns",
                  "exec",
                  network.server().name(),
                  copy.toString(),
                  "-c",
                  SCRIPT
                      .replace("HOSTS", Integer.toString(HOSTS))
                      .replace("$PAUSE", "%.4f".formatted(1.0 / hosts)),
                  NAME,
                  Integer.toString(port),
                  net,
                  Integer.toString(hosts),
                  Integer.toString(next))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      program = started;
      sinceNanos = System.nanoTime();
      awaitRunning(started, copy);
    } finally {
      Files.deleteIfExists(copy);
      Files.deleteIfExists(folder);
    }
  }

  // Deleted sooner, it could not be started.
  private void awaitRunning(final Process started, final Path copy) throws IOException {
    final Path executable = Path.of("/proc", Long.toString(started.pid()), "exe");
    while (started.isAlive() && System.nanoTime() - sinceNanos < START_NANOS) {
      if (Files.readSymbolicLink(executable).equals(copy)) {
        return;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    throw new IOException("the scan cannot be started");
  }

  /**
   * Holds that it still knocks.
   *
   * @throws IOException if it does not
   */
  public void requireWell() throws IOException {
    if (failure != null) {
      throw new IOException("the scan cannot be made: " + failure.getMessage(), failure);
    }
    if (program != null && !program.isAlive()) {
      throw new IOException("the scan has ended");
    }
  }

  @Override
  public void close() {
    final Process ending = program;
    if (ending == null) {
      return;
    }
    program = null;
    // Where it was by now, about: hosts are not called twice.
    final long knocks = (System.nanoTime() - sinceNanos) / 1_000_000 * perSecond / 1000;
    next = (int) ((next + knocks) % HOSTS) + 1;
    try {
      // It ends by itself when nobody can speak to it any more, and takes its knocks with it.
      ending.getOutputStream().close();
      if (!ending.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        ending.destroyForcibly();
        failure = new IOException("it does not end by itself");
      }
    } catch (final IOException e) {
      failure = e;
    } catch (final InterruptedException e) {
      ending.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
