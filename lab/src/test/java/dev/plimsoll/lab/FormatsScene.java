package dev.plimsoll.lab;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.session.LineBuffer;
import dev.plimsoll.session.SessionFilter;
import dev.plimsoll.session.SessionFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A router's table with sessions of every kind that this kernel can track, made by real traffic
 * where there are packets for it, and at rest.
 */
final class FormatsScene implements AutoCloseable {
  private final LabNetwork network = LabNetwork.create();
  private final LabTraffic client = new LabTraffic(network.client());
  private final LabTraffic server = new LabTraffic(network.server());

  /** Makes it, with accounting and timestamps or without. */
  FormatsScene(final boolean counted) throws IOException {
    final LabNamespace router = network.router();
    router.sysctl("net.netfilter.nf_conntrack_acct", counted ? "1" : "0");
    router.sysctl("net.netfilter.nf_conntrack_timestamp", counted ? "1" : "0");
    router.nft(
        """
        table inet plimsoll_scene {
          ct helper ftp {
            type "ftp" protocol tcp;
          }
          chain zones {
            type filter hook prerouting priority raw;
            udp dport 7011 ct zone set 5
            udp dport 7012 ct original zone set 6
          }
          chain words {
            type filter hook forward priority filter;
            tcp dport 21 ct helper set "ftp"
            udp dport 7010 ct mark set 0xfffffff0
            udp dport 7013 ct label set 3
          }
          chain redirected {
            type nat hook prerouting priority dstnat;
            meta nfproto ipv4 tcp dport 7004 dnat ip to 10.77.2.2:7001
          }
          chain hidden {
            type nat hook postrouting priority srcnat;
            meta nfproto ipv4 tcp dport 7003 masquerade
          }
        }
        """);
    traffic();
    insert();
    awaitRest();
  }

  private void traffic() throws IOException {
    for (final int port : new int[] {21, 7001, 7003}) {
      server.serveTcp(LabNetwork.SERVER_IPV4, port);
    }
    server.serveTcp(LabNetwork.SERVER_IPV6, 7001);
    server.serveUdp(LabNetwork.SERVER_IPV4, 7010);
    server.serveUdp(LabNetwork.SERVER_IPV6, 7010);
    client.connect(LabNetwork.SERVER_IPV4, 7001, 2);
    client.connectAndClose(LabNetwork.SERVER_IPV4, 7001, 2);
    client.connect(LabNetwork.SERVER_IPV6, 7001, 1);
    client.connect(LabNetwork.SERVER_IPV4, 21, 1);
    client.connect(LabNetwork.SERVER_IPV4, 7003, 1);
    client.connect(LabNetwork.ROUTER_IPV4_TO_CLIENT, 7004, 1);
    client.exchangeUdp(LabNetwork.SERVER_IPV4, 7010, 1);
    client.exchangeUdp(LabNetwork.SERVER_IPV6, 7010, 1);
    client.sendUdp(LabNetwork.SERVER_IPV4, 7011, 1);
    client.sendUdp(LabNetwork.SERVER_IPV4, 7012, 1);
    client.sendUdp(LabNetwork.SERVER_IPV4, 7013, 1);
    client.ping(LabNetwork.SERVER_IPV4);
    client.ping(LabNetwork.SERVER_IPV6);
    sendRaw(47, "\\0\\0\\x08\\0gre");
    sendRaw(99, "nobody tracks this");
    network.router().swallow("198.51.100.0/24");
    try (LabTraffic vain = new LabTraffic(network.client())) {
      vain.beginToConnect("198.51.100.1", 80, 1);
    }
  }

  // The JDK has no raw sockets, and perl-base is part of every Debian.
  private void sendRaw(final int protocol, final String payload) throws IOException {
    network
        .client()
        .run(
            "perl",
            "-MSocket",
            "-e",
            "socket(S,AF_INET,SOCK_RAW,%d) or die; send(S,\"%s\",0,pack_sockaddr_in(0,inet_aton(\"%s\"))) or die"
                .formatted(protocol, payload, LabNetwork.SERVER_IPV4));
  }

  private void insert() throws IOException {
    insert("-p", "udplite", "--sport", "1", "--dport", "2");
    insert("-p", "dccp", "--sport", "1", "--dport", "2", "--state", "OPEN", "--role", "client");
    insert("-p", "50");
    insert("-p", "udp", "--sport", "1", "--dport", "65535", "--reply-zone", "65535");
    insert("-p", "tcp", "--sport", "1", "--dport", "2", "--state", "SYN_SENT2");
    insertSctp("1", "COOKIE_WAIT");
    insertSctp("2", "ESTABLISHED");
    insertSctp("3", "SHUTDOWN_ACK_SENT");
  }

  private void insertSctp(final String port, final String state) throws IOException {
    insert(
        "-p",
        "sctp",
        "--sport",
        port,
        "--dport",
        "2",
        "--state",
        state,
        "--orig-vtag",
        "1",
        "--reply-vtag",
        "2");
  }

  private void insert(final String... what) throws IOException {
    final List<String> command =
        new ArrayList<>(
            List.of("conntrack", "-I", "-s", "192.0.2.1", "-d", "192.0.2.2", "-t", "1000"));
    command.addAll(List.of(what));
    network.router().run(command.toArray(String[]::new));
  }

  /** Waits until no packet changes the table any more. */
  private void awaitRest() throws IOException {
    List<AlignedLine> before = List.of();
    for (int i = 0; i < 50; i++) {
      final List<AlignedLine> now = AlignedLine.all(run("conntrack", "-L"));
      if (now.equals(before)) {
        return;
      }
      before = now;
      run("sleep", "0.2");
    }
    throw new IOException("the table never came to rest");
  }

  /** Runs a command where the table is. */
  String run(final String... command) throws IOException {
    return network.router().run(command);
  }

  NetworkNamespace namespace() {
    return network.router().networkNamespace();
  }

  /** The table as ctnetlink tells it, written in some format. */
  String dump(final SessionFormat format) throws IOException {
    final LineBuffer lines = new LineBuffer(4096);
    try (Ctnetlink table = Ctnetlink.open(namespace())) {
      table.dump(SessionFilter.ALL, session -> format.write(session, lines));
    }
    format.endSessions(lines);
    return lines.toString();
  }

  @Override
  public void close() throws IOException {
    try (network;
        server;
        client) {
      // All three are closed, whichever fails.
    }
  }
}
