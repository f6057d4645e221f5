package dev.plimsoll.watch.diagnosis;

import java.util.List;

/**
 * What the events of the last minutes told, as of one look: the keys with most, most first, at most
 * {@value #MOST} in each list. Immutable.
 *
 * <p>"Out" is begun by this host or its guests, "in" by others. The windows reach back 16 minutes
 * in buckets of 30 seconds; those of services and of local ports 2.5 or 5 minutes in buckets of 5.
 *
 * @param nowMillis when was looked, in milliseconds since 1970
 * @param sinceMillis since when events are heard; {@code nowMillis} if none came
 * @param events how many events were heard
 * @param outPorts out, by protocol and port; partners are remote addresses
 * @param mail out, to all ports of mail together; partners are remote addresses; empty or one
 * @param outRemotes out, by remote address; partners are its ports
 * @param outServices out, by remote address and TCP port; of UDP all ports of an address are one
 * @param web out, to ports 80 and 443 of all remotes together; empty or one
 * @param localUdp out, by local UDP port; partners are remote addresses, ports are theirs
 * @param inSources in, by source address; partners are local ports
 * @param inServices in, by source address and local port
 * @param inPorts in, by protocol and local port; partners are source addresses
 * @param amplifiers in, by UDP source port where that is an amplifier's; partners are sources
 * @param calls out, services that were called again and again
 */
public record Recent(
    long nowMillis,
    long sinceMillis,
    long events,
    List<Tally> outPorts,
    List<Tally> mail,
    List<Tally> outRemotes,
    List<Tally> outServices,
    List<Tally> web,
    List<Tally> localUdp,
    List<Tally> inSources,
    List<Tally> inServices,
    List<Tally> inPorts,
    List<Tally> amplifiers,
    List<Calls> calls) {
  /** The most keys in a list. */
  public static final int MOST = 256;

  public Recent {
    outPorts = List.copyOf(outPorts);
    mail = List.copyOf(mail);
    outRemotes = List.copyOf(outRemotes);
    outServices = List.copyOf(outServices);
    web = List.copyOf(web);
    localUdp = List.copyOf(localUdp);
    inSources = List.copyOf(inSources);
    inServices = List.copyOf(inServices);
    inPorts = List.copyOf(inPorts);
    amplifiers = List.copyOf(amplifiers);
    calls = List.copyOf(calls);
  }
}
