package dev.plimsoll.app;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.lab.SessionFlood;
import dev.plimsoll.lab.capture.GeneratedCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code plimsoll training-run}: runs the common commands once, so that the JDK sees which classes
 * they need and keeps them ready (libexec/prepare). It may run without rights: what fails there is
 * of no interest.
 */
@Command(
    name = "training-run",
    hidden = true,
    header = "Run every command once, for the JDK's cache of ready classes.")
final class TrainingCommand implements Callable<Integer> {
  private static final int SESSIONS = 2_000;
  private static final int CONNECTIONS = 20_000;
  private static final long PACKETS = 200_000;

  private static final List<List<String>> COMMAND_LINES =
      List.of(
          List.of("--help"),
          List.of("count", "--help"),
          List.of("help", "filter"),
          List.of("count"),
          List.of("count", "proto:tcp", "state:SYN_SENT", "dst:10.0.0.0/8", "age>1h"),
          List.of("list"),
          List.of("list", "--json"),
          List.of("by", "remote"),
          List.of("by", "state,direction", "proto:tcp"),
          List.of("check"),
          List.of("doctor"),
          List.of("conntrack", "-C"),
          List.of("conntrack", "-S"),
          List.of("conntrack", "-L", "-p", "tcp", "--dport", "443"),
          List.of("conntrack", "-L", "-o", "json"),
          List.of("conntrack", "-L", "-o", "xml"),
          List.of("conntrack", "-L", "-s", "10.0.0.1"),
          List.of("status", "--look", "0.2"),
          List.of("status", "--look", "0.2", "--json"));

  @Option(
      names = "--alone",
      description = "The network namespace was made for this run: sessions may be made in it.")
  private boolean alone;

  private static final List<String> TUPLE =
      List.of("-p", "udp", "-s", "192.0.2.1", "-d", "192.0.2.2", "--sport", "1", "--dport", "2");

  @Override
  public Integer call() {
    if (alone) {
      makeSessions();
    }
    COMMAND_LINES.forEach(TrainingCommand::run);
    if (alone) {
      changeSessions();
    }
    try {
      trackCapture();
    } catch (final IOException e) {
      Console.ofProcess().errors().println(e.getMessage());
    }
    return ExitCode.OK;
  }

  private static void run(final List<String> words) {
    Main.run(Console.ofProcess(), words.toArray(String[]::new));
  }

  /** The JDK also keeps what it learnt of the methods, and compiles them the sooner. */
  private static void trackCapture() throws IOException {
    final Path capture = Files.createTempFile("plimsoll-training-", ".pcap");
    try {
      GeneratedCapture.write(capture, CONNECTIONS, PACKETS, 60, 1);
      final String file = capture.toString();
      run(List.of("track", file, "--by", "protocol"));
      run(List.of("track", file));
      run(List.of("simulate", file, "--with", "tcp_timeout_time_wait=60"));
    } finally {
      Files.delete(capture);
    }
  }

  private static void changeSessions() {
    conntrack("-I", "-t", "60");
    conntrack("-G");
    conntrack("-U", "-m", "1");
    conntrack("-D");
    run(List.of("conntrack", "-D", "-s", "10.0.0.1"));
    run(List.of("conntrack", "-F"));
  }

  private static void conntrack(final String... words) {
    final List<String> all = new ArrayList<>(List.of("conntrack"));
    all.addAll(List.of(words));
    all.addAll(TUPLE);
    run(all);
  }

  private static void makeSessions() {
    try (SessionFlood flood = SessionFlood.into(NetworkNamespace.own())) {
      flood.ipv6Of100(20).add(SESSIONS);
    } catch (final IOException e) {
      // Without sessions the trial run loads the same classes, only fewer of them.
      Console.ofProcess().errors().println(e.getMessage());
    }
  }
}
