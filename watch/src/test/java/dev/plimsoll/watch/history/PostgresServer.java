package dev.plimsoll.watch.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL server of the test's own, on loopback; Debian's package postgresql. */
public final class PostgresServer implements AutoCloseable {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

  private final Path commands;
  private final Path folder;
  private final Path data;
  private final int port;
  private final AtomicInteger databases = new AtomicInteger();

  private PostgresServer(final Path commands) throws IOException {
    this.commands = commands;
    folder = Files.createTempDirectory("plimsoll-postgres");
    data = folder.resolve("data");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  /** Starts a server; skips the test where none is installed, unless CI=true. */
  public static PostgresServer begin() throws IOException {
    final @Nullable Path commands = commands();
    if (commands == null && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("CI=true, and there is no " + INSTALLED + "/*/bin/initdb");
    }
    Assumptions.assumeTrue(commands != null, "PostgreSQL's server is not installed");
    if (commands == null) {
      throw new IllegalStateException("assumed otherwise");
    }
    final PostgresServer server = new PostgresServer(commands);
    if (isRoot()) {
      server.run(List.of("chown", "postgres", server.folder.toString()));
    }
    server.runCommand(
        "initdb",
        "--pgdata=" + server.data,
        "--no-sync",
        "--auth=trust",
        "--username=postgres",
        "--encoding=UTF8",
        "--locale=C");
    server.start();
    return server;
  }

  private static @Nullable Path commands() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return null;
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo)
          .orElse(null);
    }
  }

  public void start() throws IOException {
    runCommand(
        "pg_ctl",
        "--pgdata=" + data,
        "--wait",
        "--log=" + folder.resolve("log"),
        "--options=-p %d -k %s -c listen_addresses=127.0.0.1 -c fsync=off".formatted(port, folder),
        "start");
  }

  /** Stops at once: sessions are cut off. */
  public void stop() throws IOException {
    runCommand("pg_ctl", "--pgdata=" + data, "--wait", "--mode=immediate", "stop");
  }

  /** A new database with nothing in it. */
  public HistoryLocation newDatabase() throws IOException {
    final String name = "history" + databases.incrementAndGet();
    runCommand("createdb", "--host=127.0.0.1", "--port=" + port, "--username=postgres", name);
    return new HistoryLocation.InPostgres(
        "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres&password=secret".formatted(port, name));
  }

  private void runCommand(final String command, final String... arguments) throws IOException {
    final List<String> all = new ArrayList<>();
    if (isRoot()) {
      // The server refuses to run as root.
      all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    all.add(commands.resolve(command).toString());
    all.addAll(List.of(arguments));
    run(all);
  }

  private void run(final List<String> command) throws IOException {
    final Path output = Files.createTempFile("plimsoll-postgres", ".out");
    try {
      final Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(command + " failed: " + Files.readString(output, UTF_8));
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.delete(output);
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } finally {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                final Path directory, final @Nullable IOException failure) throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    }
  }
}
