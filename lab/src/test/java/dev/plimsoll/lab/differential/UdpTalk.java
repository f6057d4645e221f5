package dev.plimsoll.lab.differential;

import dev.plimsoll.session.IpAddress;
import dev.plimsoll.session.Protocol;

/** Two hosts that send each other texts over UDP. */
final class UdpTalk implements TextTalk {
  private final Exchange exchange;
  private final IpAddress client;
  private final int clientPort;
  private final IpAddress server;
  private final int serverPort;

  UdpTalk(
      final Exchange exchange,
      final IpAddress client,
      final int clientPort,
      final IpAddress server,
      final int serverPort) {
    this.exchange = exchange;
    this.client = client;
    this.clientPort = clientPort;
    this.server = server;
    this.serverPort = serverPort;
  }

  @Override
  public void say(final boolean byClient, final String text) {
    final int from = byClient ? clientPort : serverPort;
    final int to = byClient ? serverPort : clientPort;
    exchange.packet(
        byClient ? client : server,
        byClient ? server : client,
        Protocol.UDP,
        Wire.filled(Wire.udp(from, to, text.length()), text));
  }
}
