package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.process.ProcessSign;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.LabNetwork;
import dev.plimsoll.lab.LabTraffic;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes behind real sessions. */
@KernelTest
@Timeout(60)
class SocketOwnersSystemTest {
  private static final Path SHELL = Path.of("/bin/bash");
  private static final long OWN = ProcessHandle.current().pid();

  /** The shell itself connects and waits; nobody else has its sockets. */
  private static final String CONNECT =
      "for i in 3 4 5 6 7; do eval \"exec $i<>/dev/tcp/%s/%d\"; done; echo ready; read line";

  @TempDir private Path folder;
  @AutoClose private LabNetwork network;
  @AutoClose private LabTraffic ofServer;
  @AutoClose private LabTraffic ofClient;
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void makeNetwork() throws IOException {
    network = LabNetwork.create();
    network.client().enableTracking();
    network.server().enableTracking();
    ofServer = new LabTraffic(network.server());
    ofClient = new LabTraffic(network.client());
  }

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (final Process process : processes) {
      end(process);
    }
  }

  private static void end(final Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Runs a program in the client's namespace up to the moment when it says that it is ready. */
  private Process start(final Path program, final String script) throws IOException {
    final Process process =
        new ProcessBuilder(
                "ip", "netns", "exec", network.client().name(), program.toString(), "-c", script)
            .redirectErrorStream(true)
            .start();
    processes.add(process);
    final BufferedReader said = process.inputReader();
    assertThat(said.readLine()).isEqualTo("ready");
    return process;
  }

  private static List<Session> sessions(final LabNamespace namespace, final String filter)
      throws Exception {
    final HostAddresses host = Rtnetlink.addresses(namespace.networkNamespace());
    final List<Session> sessions = new ArrayList<>();
    try (Ctnetlink table = Ctnetlink.open(namespace.networkNamespace())) {
      table.dump(
          SessionFilter.parse(filter),
          session -> {
            final Session copy = session.copy();
            copy.host(host);
            sessions.add(copy);
          });
    }
    return sessions;
  }

  private static Ownership look(final LabNamespace namespace, final String filter)
      throws Exception {
    return new SocketOwners(namespace.networkNamespace()).of(sessions(namespace, filter));
  }

  private static SessionOwner onlyOwner(final Ownership found) {
    assertThat(found.owners()).as("gaps: %s", found.gaps()).hasSize(1);
    return found.owners().getFirst();
  }

  @Test
  void aDeletedProgramWithARolledNameIsFoundWithItsSigns() throws Exception {
    ofServer.serveTcp(LabNetwork.SERVER_IPV4, 22);
    final Path program = Files.copy(SHELL, folder.resolve("xqzvkjwp"));
    final Process culprit = start(program, CONNECT.formatted(LabNetwork.SERVER_IPV4, 22));
    Files.delete(program);

    final SessionOwner owner = onlyOwner(look(network.client(), "dport:22"));

    assertThat(owner.process().id().pid()).isEqualTo(culprit.pid());
    assertThat(owner.process().name()).isEqualTo("xqzvkjwp");
    assertThat(owner.process().executable()).isEqualTo(program.toString());
    assertThat(owner.process().commandLine()).startsWith(program.toString(), "-c");
    assertThat(owner.process().user()).isEqualTo("root");
    assertThat(owner.certain()).isEqualTo(5);
    assertThat(owner.likely()).isZero();
    assertThat(owner.signs())
        .containsExactlyInAnyOrder(
            ProcessSign.DELETED_EXECUTABLE,
            ProcessSign.TEMPORARY_DIRECTORY,
            ProcessSign.RANDOM_NAME,
            ProcessSign.MANY_TO_ONE_REMOTE);
  }

  @Test
  void aWebServersUserWhoConnectsToLogInsIsASign() throws Exception {
    ofServer.serveTcp(LabNetwork.SERVER_IPV4, 22);
    final String connect = CONNECT.formatted(LabNetwork.SERVER_IPV4, 22);
    start(
        SHELL,
        "export SCRIPT='%s'; exec setpriv --reuid=www-data --regid=www-data --clear-groups"
                .formatted(connect)
            + " %s -c 'exec -a ./update %s -c \"$SCRIPT\"'".formatted(SHELL, SHELL));

    final SessionOwner owner = onlyOwner(look(network.client(), "dport:22"));

    assertThat(owner.process().user()).isEqualTo("www-data");
    assertThat(owner.signs())
        .containsExactlyInAnyOrder(
            ProcessSign.WEB_USER_LOGS_IN,
            ProcessSign.RELATIVE_START,
            ProcessSign.MANY_TO_ONE_REMOTE);
  }

  @Test
  void aContainerBehindNatIsTheOwnerOfWhatTheHostForwards() throws Exception {
    network
        .router()
        .nft(
            """
            table ip plimsoll_nat {
              chain postrouting {
                type nat hook postrouting priority srcnat;
                ip saddr 10.77.1.0/24 masquerade
              }
            }
            """);
    ofServer.serveTcp(LabNetwork.SERVER_IPV4, 25);
    final Process culprit = start(SHELL, CONNECT.formatted(LabNetwork.SERVER_IPV4, 25));

    final List<Session> forwarded = sessions(network.router(), "dport:25");
    assertThat(forwarded).hasSize(5).allMatch(Session::isSourceNat);
    final SessionOwner owner =
        onlyOwner(new SocketOwners(network.router().networkNamespace()).of(forwarded));

    assertThat(owner.process().id().pid()).isEqualTo(culprit.pid());
    assertThat(owner.certain()).isEqualTo(5);
  }

  @Test
  void aServerBehindAForwardedPortIsTheOwnerToo() throws Exception {
    network
        .router()
        .nft(
            """
            table ip plimsoll_nat {
              chain prerouting {
                type nat hook prerouting priority dstnat;
                ip daddr 10.77.1.1 tcp dport 8080 dnat to 10.77.2.2:80
              }
            }
            """);
    ofServer.serveTcp(LabNetwork.SERVER_IPV4, 80);
    start(SHELL, CONNECT.formatted(LabNetwork.ROUTER_IPV4_TO_CLIENT, 8080));

    final Ownership found = look(network.router(), "dport:8080");

    // Both ends are processes of this machine; the one that began counts.
    assertThat(onlyOwner(found).process().id().pid()).isEqualTo(processes.getFirst().pid());
    end(processes.getFirst());
    final Ownership after = look(network.router(), "dport:8080");
    assertThat(after.owners()).allMatch(owner -> owner.process().id().pid() == OWN);
  }

  @Test
  void anUnconnectedSocketOfUdpOwnsAllThatItSends() throws Exception {
    try (var socket = network.client().call(DatagramChannel::open)) {
      for (int port = 5_000; port < 5_020; port++) {
        socket.send(
            ByteBuffer.wrap(new byte[] {1}),
            new InetSocketAddress(InetAddress.ofLiteral(LabNetwork.SERVER_IPV4), port));
      }
      final SessionOwner owner = onlyOwner(look(network.client(), "proto:udp direction:out"));
      assertThat(owner.process().id().pid()).isEqualTo(OWN);
      assertThat(owner.certain()).isEqualTo(20);
    }
  }

  @Test
  void ipv6AndBothEndsOfAnExchangeAreFound() throws Exception {
    final int port = ofServer.serveUdp(LabNetwork.SERVER_IPV6, 0);
    ofServer.serveTcp(LabNetwork.SERVER_IPV6, 443);
    ofClient.connect(LabNetwork.SERVER_IPV6, 443, 3);
    ofClient.exchangeUdp(LabNetwork.SERVER_IPV6, port, 2);

    final SessionOwner began = onlyOwner(look(network.client(), "proto:tcp"));
    assertThat(began.certain()).isEqualTo(3);
    final SessionOwner took = onlyOwner(look(network.server(), "any"));
    assertThat(took.process().id().pid()).isEqualTo(OWN);
    assertThat(took.sessions()).isEqualTo(5);
  }

  @Test
  void whoListensIsTheLikelyOwnerOfWhatIsOver() throws Exception {
    ofServer.serveTcp(LabNetwork.SERVER_IPV4, 80);
    ofClient.connectAndClose(LabNetwork.SERVER_IPV4, 80, 10);

    final Ownership found = look(network.server(), "dport:80");

    final SessionOwner owner = onlyOwner(found);
    assertThat(owner.process().id().pid()).isEqualTo(OWN);
    assertThat(owner.likely()).isEqualTo(10);
    assertThat(found.gaps())
        .singleElement()
        .asString()
        .startsWith("The owner is likely, not certain: 10 sessions.");
  }

  @Test
  void aScannerIsLikelyTheOwnerOfSessionsWhoseSocketsHaveGone() throws Exception {
    network.client().swallow("198.18.0.0/24");
    final String scan =
        "for i in 3 4 5 6 7; do eval \"exec $i<>/dev/udp/198.18.0.$i/23\"; echo x >&$i; done;"
            + " for i in 3 4 5; do eval \"exec $i>&-\"; done; echo ready; read line";
    final Process scanner = start(SHELL, scan);

    final SessionOwner owner = onlyOwner(look(network.client(), "dport:23"));

    assertThat(owner.process().id().pid()).isEqualTo(scanner.pid());
    assertThat(owner.certain()).isEqualTo(2);
    assertThat(owner.likely()).isEqualTo(3);
  }

  @Test
  void whoHasEndedIsStillNamedIfItWasSeenBefore() throws Exception {
    ofServer.serveTcp(LabNetwork.SERVER_IPV4, 22);
    final Process culprit = start(SHELL, CONNECT.formatted(LabNetwork.SERVER_IPV4, 22));
    final SocketOwners owners = new SocketOwners(network.client().networkNamespace());
    assertThat(onlyOwner(owners.of(sessions(network.client(), "dport:22"))).running()).isTrue();
    end(culprit);

    final SessionOwner owner = onlyOwner(owners.of(sessions(network.client(), "dport:22")));

    assertThat(owner.process().id().pid()).isEqualTo(culprit.pid());
    assertThat(owner.running()).isFalse();
    assertThat(owner.certain()).isEqualTo(5);
  }

  @Test
  void whoHasEndedUnseenIsAGapInPlainWords() throws Exception {
    ofServer.serveTcp(LabNetwork.SERVER_IPV4, 22);
    end(start(SHELL, CONNECT.formatted(LabNetwork.SERVER_IPV4, 22)));

    final Ownership found = look(network.client(), "dport:22");

    assertThat(found.owners()).isEmpty();
    assertThat(found.gaps())
        .contains("The socket has gone, and no process was seen with one like it: 5 sessions.");
  }

  @Test
  void processesThatComeAndGoMeanwhileAreNoTrouble() throws Exception {
    ofServer.serveTcp(LabNetwork.SERVER_IPV4, 22);
    final Thread restless =
        Thread.ofPlatform()
            .start(() -> {
              try {
                while (!Thread.interrupted()) {
                  end(start(SHELL, CONNECT.formatted(LabNetwork.SERVER_IPV4, 22)));
                }
              } catch (final IOException | InterruptedException e) {
                // The end.
              }
            });
    final SocketOwners owners = new SocketOwners(network.client().networkNamespace());
    for (int i = 0; i < 50; i++) {
      final List<Session> sessions = sessions(network.client(), "any");
      final Ownership found = owners.of(sessions);
      assertThat(found.certain() + found.likely()).isLessThanOrEqualTo(sessions.size());
    }
    restless.interrupt();
    restless.join();
  }

  @Test
  void whatHasNoSocketsIsSaid() throws Exception {
    assertThat(ofClient.ping(LabNetwork.SERVER_IPV4)).isTrue();

    final Ownership found = look(network.client(), "proto:icmp");

    assertThat(found.sessions()).isPositive();
    assertThat(found.owners()).isEmpty();
    assertThat(found.gaps()).singleElement().asString().contains("ICMP");
  }

  @Test
  void aNamespaceThatIsGoneIsSaid() throws Exception {
    final NetworkNamespace client = network.client().networkNamespace();
    ofServer.serveTcp(LabNetwork.SERVER_IPV4, 22);
    ofClient.connect(LabNetwork.SERVER_IPV4, 22, 1);
    final List<Session> sessions = sessions(network.client(), "proto:tcp");
    network.client().close();

    final Ownership found = new SocketOwners(client).of(sessions);

    assertThat(found.owners()).isEmpty();
    assertThat(found.gaps().getFirst())
        .startsWith("The sockets of network namespace " + client.name() + " are unknown: ");
  }
}
