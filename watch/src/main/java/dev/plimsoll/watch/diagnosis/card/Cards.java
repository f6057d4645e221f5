package dev.plimsoll.watch.diagnosis.card;

import dev.plimsoll.watch.diagnosis.Detector;
import java.util.List;

/** The detectors of all known signs. */
public final class Cards {
  /** One for each {@link dev.plimsoll.watch.diagnosis.Card}, in its order. */
  public static final List<Detector> ALL =
      List.of(
          new ScanOfManyHosts(),
          new ScanOfOneHost(),
          new LogInGuessingOut(),
          new MailBurst(),
          new SynFloodOut(),
          new UdpFloodOut(),
          new Reflector(),
          new AmplifiedIn(),
          new CommandChannel(),
          new MiningPool(),
          new Tor(),
          new OpenProxy(),
          new PeerToPeer(),
          new SynFloodIn(),
          new HeldOpen(),
          new RequestFlood(),
          new ScanIn(),
          new LogInGuessingIn(),
          new ResolverLoad(),
          new DeadConnections(),
          new ClosedPileUp(),
          new OneWaySessions(),
          new RegularCalls(),
          new BenignPeak(),
          new FullTable(),
          new SourcePorts());

  private Cards() {}
}
