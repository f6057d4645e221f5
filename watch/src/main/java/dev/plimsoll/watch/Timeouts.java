package dev.plimsoll.watch;

import dev.plimsoll.session.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long a namespace keeps a session without packets, in seconds: the kernel's sysctls {@code
 * net.netfilter.nf_conntrack_*_timeout*}. They turn a count into a rate.
 *
 * @param tcpSeconds one for each {@link TcpState}, by its number
 * @param tcpUnacknowledgedSeconds for established sessions with data that nobody acknowledged
 * @param tcpMaxRetransSeconds for sessions that only repeat themselves
 * @param udpSeconds for UDP until packets go both ways for more than two seconds
 * @param udpStreamSeconds for UDP after that
 * @param icmpSeconds for ICMP and ICMPv6
 */
public record Timeouts(
    List<Integer> tcpSeconds,
    int tcpUnacknowledgedSeconds,
    int tcpMaxRetransSeconds,
    int udpSeconds,
    int udpStreamSeconds,
    int icmpSeconds) {

  private static final String PREFIX = "nf_conntrack_";

  /** The kernel's defaults (nf_conntrack_proto_tcp.c, _udp.c, _icmp.c). */
  public static final Timeouts DEFAULTS = ofSysctls(Map.of());

  public Timeouts {
    tcpSeconds = List.copyOf(tcpSeconds);
    if (tcpSeconds.size() != TcpState.values().length) {
      throw new IllegalArgumentException("one timeout for each TCP state is needed");
    }
  }

  /**
   * The timeouts of a namespace.
   *
   * @param values the content of files below {@code /proc/sys/net/netfilter} by their names, such
   *     as {@code nf_conntrack_tcp_timeout_time_wait}; the kernel's default stands for what is
   *     missing
   */
  public static Timeouts ofSysctls(final Map<String, Integer> values) {
    final List<Integer> tcp = new ArrayList<>();
    for (final TcpState state : TcpState.values()) {
      final String name = PREFIX + "tcp_timeout_" + state.name().toLowerCase(Locale.ROOT);
      tcp.add(values.getOrDefault(name, state.defaultTimeoutSeconds()));
    }
    return new Timeouts(
        tcp,
        values.getOrDefault(PREFIX + "tcp_timeout_unacknowledged", 300),
        values.getOrDefault(PREFIX + "tcp_timeout_max_retrans", 300),
        values.getOrDefault(PREFIX + "udp_timeout", 30),
        values.getOrDefault(PREFIX + "udp_timeout_stream", 120),
        values.getOrDefault(PREFIX + "icmp_timeout", 30));
  }

  /** The timeout of a TCP state in seconds. */
  public int tcpSeconds(final TcpState state) {
    return tcpSeconds.get(state.number());
  }
}
