package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.Session;
import java.util.List;
import java.util.Map;

/**
 * What stands in a table at one look. Immutable, but for the sessions of the sample, which nobody
 * changes. Lists have most sessions first and at most {@link Recent#MOST} keys.
 *
 * @param parts how many sessions each part has; one that is missing has none
 * @param outPorts out, by protocol and port
 * @param outServices out, by remote address and TCP port
 * @param outUdp out, by remote address, UDP only
 * @param inPorts in, by protocol and local port
 * @param inServices in, by source address and local port
 * @param held established connections to ports of pools, chats and Tor, and to rare ones
 * @param torClients sessions that came in at a port of Tor
 * @param stale some of the connections that look dead, at most a thousand
 * @param pools some of the connections to ports of mining pools, at most a hundred
 */
public record Present(
    Map<Part, Long> parts,
    List<Tally> outPorts,
    List<Tally> outServices,
    List<Tally> outUdp,
    List<Tally> inPorts,
    List<Tally> inServices,
    List<Held> held,
    List<Held> torClients,
    List<Session> stale,
    List<Session> pools) {
  public Present {
    parts = Map.copyOf(parts);
    outPorts = List.copyOf(outPorts);
    outServices = List.copyOf(outServices);
    outUdp = List.copyOf(outUdp);
    inPorts = List.copyOf(inPorts);
    inServices = List.copyOf(inServices);
    held = List.copyOf(held);
    torClients = List.copyOf(torClients);
    stale = List.copyOf(stale);
    pools = List.copyOf(pools);
  }

  /** How many sessions a part has. */
  public long of(final Part part) {
    return parts.getOrDefault(part, 0L);
  }

  /** A part as a share of another, from 0 to 1; 0 if that has none. */
  public double share(final Part part, final Part whole) {
    return of(whole) == 0 ? 0 : (double) of(part) / of(whole);
  }

  /** How many sessions are out to a port; 0 if it is not among those with most. */
  public long outTo(final int protocol, final int port) {
    return outPorts.stream()
        .filter(tally -> tally.protocol() == protocol && tally.port() == port)
        .mapToLong(tally -> tally.total(Measure.STARTED))
        .sum();
  }
}
