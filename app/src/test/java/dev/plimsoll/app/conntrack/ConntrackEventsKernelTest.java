package dev.plimsoll.app.conntrack;

import static org.awaitility.Awaitility.await;

import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.LabNetwork;
import dev.plimsoll.lab.LabTraffic;
import dev.plimsoll.lab.SessionFlood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code -E} of the installed conntrack and of Plimsoll, at once in one namespace under one
 * traffic: the same lines in the same order, the same number at the end.
 */
@KernelTest
final class ConntrackEventsKernelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What is heard at once, each by both. */
  private static final List<String> COMMANDS =
      List.of(
          "-E",
          "-E -o timestamp",
          "-E -o id,extended,ktimestamp",
          "-E -o xml,timestamp",
          "-E -o save -p tcp -f ipv4",
          "-E -e NEW,DESTROY -o id",
          "-E -p tcp --dport 7001 -o extended",
          "-E -s " + LabNetwork.CLIENT_IPV4 + " -e UPDATES",
          "-E -f ipv6 -o xml",
          "-E -m 7/0xf",
          "-E -p tcp -g -n",
          "-E expect");

  // When it came, and whether the changer could still be asked for its name, are chance.
  private static final Pattern CHANCE =
      Pattern.compile("^\\[\\d+\\.\\d{6}\\]|(?<=<(?:hour|min|sec)>)\\d+(?=<)| progname=\\S+$");

  @TempDir Path folder;

  private record Pair(String command, EventListener theirs, EventListener ours) {}

  @Test
  void bothShowTheSameLinesInTheSameOrder() throws Exception {
    final List<Pair> pairs = new ArrayList<>();
    try (LabNetwork network = LabNetwork.create()) {
      prepare(network.router());
      network.router().call(() -> pairs.addAll(startAll()));
      await().atMost(PATIENCE).until(() -> listeners(network.router()) == 2L * COMMANDS.size());
      act(network);
      awaitRest(pairs);
      for (final Pair pair : pairs) {
        pair.theirs().interrupt();
        pair.ours().interrupt();
      }
      compare(pairs);
    } finally {
      for (final Pair pair : pairs) {
        pair.theirs().close();
        pair.ours().close();
      }
    }
  }

  private static void prepare(final LabNamespace router) throws IOException {
    router.sysctl("net.netfilter.nf_conntrack_acct", "1");
    router.sysctl("net.netfilter.nf_conntrack_timestamp", "1");
    router.nft(
        """
        table inet plimsoll_events {
          ct helper tftp {
            type "tftp" protocol udp;
          }
          chain words {
            type filter hook forward priority filter;
            udp dport 69 ct helper set "tftp"
            udp dport 7010 ct mark set 0x17
          }
          chain redirected {
            type nat hook prerouting priority dstnat;
            meta nfproto ipv4 tcp dport 7004 dnat ip to 10.77.2.2:7001
          }
          chain hidden {
            type nat hook postrouting priority srcnat;
            meta nfproto ipv4 tcp dport 7001 masquerade
          }
        }
        """);
  }

  private List<Pair> startAll() throws IOException {
    final List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < COMMANDS.size(); i++) {
      final List<String> words = CaseFile.words(COMMANDS.get(i));
      final List<String> theirs = new ArrayList<>(List.of("conntrack"));
      theirs.addAll(words);
      final List<String> ours =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.plimsoll.app.Main",
                  "conntrack"));
      ours.addAll(words);
      pairs.add(
          new Pair(
              COMMANDS.get(i),
              new EventListener(folder, "theirs" + i, theirs),
              new EventListener(folder, "ours" + i, ours)));
    }
    return pairs;
  }

  /** How many netlink sockets of netfilter hear anything. */
  private static long listeners(final LabNamespace router) throws IOException {
    return router.call(() ->
        Files.readAllLines(Path.of("/proc/thread-self/net/netlink")).stream()
            .map(line -> line.split(" +"))
            .filter(fields -> fields[1].equals("12") && !fields[3].equals("00000000"))
            .count());
  }

  private static void act(final LabNetwork network) throws IOException {
    try (LabTraffic client = new LabTraffic(network.client());
        LabTraffic server = new LabTraffic(network.server());
        SessionFlood flood = SessionFlood.into(network.router().networkNamespace())) {
      server.serveTcp(LabNetwork.SERVER_IPV4, 7001);
      server.serveTcp(LabNetwork.SERVER_IPV6, 7001);
      server.serveUdp(LabNetwork.SERVER_IPV4, 7010);
      server.serveUdp(LabNetwork.SERVER_IPV6, 7010);
      client.connectAndClose(LabNetwork.SERVER_IPV4, 7001, 20);
      client.connectAndClose(LabNetwork.SERVER_IPV6, 7001, 20);
      client.connect(LabNetwork.ROUTER_IPV4_TO_CLIENT, 7004, 3);
      client.exchangeUdp(LabNetwork.SERVER_IPV4, 7010, 10);
      client.exchangeUdp(LabNetwork.SERVER_IPV6, 7010, 10);
      client.sendUdp(LabNetwork.SERVER_IPV4, 7011, 10);
      client.ping(LabNetwork.SERVER_IPV4);
      client.ping(LabNetwork.SERVER_IPV6);
      // A request of TFTP, whose answer is expected.
      network
          .client()
          .run(
              "perl",
              "-MSocket",
              "-e",
              "socket(S,AF_INET,SOCK_DGRAM,17); send(S,\"\\0\\1f\\0octet\\0\",0,"
                  + "pack_sockaddr_in(69,inet_aton(\"%s\")))".formatted(LabNetwork.SERVER_IPV4));
      flood.add(50);
      network.router().run("conntrack", "-U", "-d", LabNetwork.SERVER_IPV6, "-m", "23");
      flood.delete(50);
      network.router().run("conntrack", "-D", "-p", "udp");
      network.router().run("conntrack", "-D", "-f", "ipv6");
    }
  }

  private static void awaitRest(final List<Pair> pairs) throws IOException, InterruptedException {
    final long end = System.nanoTime() + PATIENCE.toNanos();
    long before = -1;
    while (System.nanoTime() < end) {
      long now = 0;
      for (final Pair pair : pairs) {
        now += pair.theirs().shown() + pair.ours().shown();
      }
      if (now == before) {
        return;
      }
      before = now;
      Thread.sleep(1_000);
    }
    throw new IOException("events never came to an end");
  }

  private static void compare(final List<Pair> pairs) throws IOException {
    final SoftAssertions all = new SoftAssertions();
    for (final Pair pair : pairs) {
      final List<String> theirs = pair.theirs().lines();
      all.assertThat(theirs).as(pair.command()).isNotEmpty();
      all.assertThat(pair.ours().lines().stream().map(ConntrackEventsKernelTest::plain).toList())
          .as("plimsoll conntrack %s: %s", pair.command(), pair.ours().errors())
          .isEqualTo(theirs.stream().map(ConntrackEventsKernelTest::plain).toList());
      all.assertThat(pair.ours().errors())
          .as("the number of " + pair.command())
          .isEqualTo(pair.theirs().errors());
      all.assertThat(pair.ours().exitCode())
          .as("the exit code of " + pair.command())
          .isEqualTo(pair.theirs().exitCode());
      System.out.printf("%s: %d lines the same%n", pair.command(), theirs.size());
    }
    all.assertAll();
  }

  private static String plain(final String line) {
    return CHANCE.matcher(line).replaceAll("");
  }
}
