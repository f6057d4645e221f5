package dev.plimsoll.lab.capture;

/**
 * Between whom a generated connection is.
 *
 * @param clientIpv4 the client's address; with IPv6 its last four bytes
 * @param serverIpv4 the server's likewise
 * @param clientPort the client's port, or the identifier of an ICMP echo
 * @param vlan the number of the VLAN, or 0 for none
 */
public record Endpoints(
    boolean isIpv6, int clientIpv4, int serverIpv4, int clientPort, int serverPort, int vlan) {}
